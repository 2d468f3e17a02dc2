import type { Random } from '../../model/clock.ts';

/** A datagram with one to four wounds: bits, octets, lengths, cuts, insertions, a piece of another datagram. */
export function mutated(datagram: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let octets = [...datagram];
  const below = (bound: number) => Math.floor(random() * bound);
  for (let wounds = 1 + below(4); wounds > 0; wounds -= 1) {
    const at = below(octets.length + 1);
    switch (below(8)) {
      case 0:
        octets[at] = (octets[at] ?? 0) ^ (1 << below(8));
        break;
      case 1:
        octets[at] = below(256);
        break;
      case 2:
        octets[at] = [0x00, 0x7f, 0x80, 0x81, 0xbf, 0xc0, 0xff][below(7)]!;
        break;
      case 3:
        octets = octets.slice(0, at);
        break;
      case 4:
        octets.splice(at, below(8));
        break;
      case 5:
        octets.splice(at, 0, ...Array.from({ length: below(8) }, () => below(256)));
        break;
      case 6:
        octets = [...octets.slice(0, at), ...other.slice(below(other.length))];
        break;
      default:
        // Numbers far off and near: the window's edges.
        octets[below(2)] = below(256);
    }
  }
  return Uint8Array.from(octets);
}
