import type { Tape } from './tape.ts';

type Damage = 'flip' | 'cut' | 'lengthen' | 'not final' | 'drop' | 'double' | 'none' | 'other X';

const damages: readonly (readonly [number, Damage])[] = [
  [60, 'cut'],
  [40, 'lengthen'],
  [30, 'not final'],
  [20, 'drop'],
  [20, 'double'],
  [20, 'other X'],
];

/** A burst damaged somewhere: bits flipped, cut short, made too long, its final bit or X bit wrong, frames lost or doubled. */
export function mangle(burst: readonly Uint8Array[], tape: Tape): readonly Uint8Array[] {
  const at = tape.below(Math.max(1, burst.length));
  const frame = burst[at];
  if (frame === undefined) return burst;
  const replace = (...frames: readonly Uint8Array[]) => [...burst.slice(0, at), ...frames, ...burst.slice(at + 1)];
  switch (tape.weighted<Damage>('flip', damages)) {
    case 'flip':
      return replace(flipped(frame, tape));
    case 'cut':
      return replace(frame.slice(0, tape.below(frame.length + 1)));
    case 'lengthen':
      return replace(Uint8Array.from([...frame, ...tape.octets(1 + tape.below(200))]));
    case 'not final':
      return replace(withOctet(frame, 1, 0xc0));
    case 'other X':
      return replace(withOctet(frame, 2, (frame[2] ?? 0) ^ 0x80));
    case 'drop':
      return replace();
    case 'double':
      return replace(frame, frame);
    case 'none':
      return burst;
  }
}

function flipped(frame: Uint8Array, tape: Tape): Uint8Array {
  const out = frame.slice();
  for (let n = 1 + tape.below(3); n > 0; n--) {
    // Behind address and control, where a flipped bit still leaves a frame.
    const at = tape.chance(30) ? tape.below(frame.length) : Math.min(2 + tape.below(frame.length), frame.length - 1);
    out[at] = (out[at] ?? 0) ^ (0x80 >> tape.below(8));
  }
  return out;
}

function withOctet(frame: Uint8Array, at: number, octet: number): Uint8Array {
  const out = frame.slice();
  if (at < out.length) out[at] = octet;
  return out;
}
