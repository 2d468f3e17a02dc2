import type { T38Recovery } from '../../model/line-address.ts';
import { paritySets } from './fec.ts';
import { bareSize, encodeDatagram, openTypeSize } from './udptl.ts';

/** Packets that are remembered: the widest parity (8 x 8) looks back so far. */
const HISTORY = 64;

/** Octets of a datagram that a path without fragments carries; T.38's own field is T38FaxMaxDatagram. */
export const DEFAULT_MAX_DATAGRAM = 1400;

/** Numbers packets and sends recovery with them. A repeat of a packet is the same datagram sent again. */
export class UdptlSender {
  readonly #recovery: T38Recovery;
  readonly #maxDatagram: number;
  /** The last packets, newest first. */
  readonly #last: Uint8Array[] = [];
  #next: number;

  /**
   * `maxDatagram`: octets that the far end takes; recovery is left out until a datagram fits, the packet itself never.
   * `firstSeq`: 0 to 65535, where numbers begin; 0 but in tests.
   */
  constructor(recovery: T38Recovery, maxDatagram: number = DEFAULT_MAX_DATAGRAM, firstSeq = 0) {
    this.#recovery = recovery;
    this.#maxDatagram = maxDatagram;
    this.#next = firstSeq & 0xffff;
  }

  /** The datagram of the next packet. Throws `RangeError` for a packet of no octet or of more than 16383. */
  datagram(ifp: Uint8Array): Uint8Array {
    const seq = this.#next;
    const octets = this.#recovery.kind === 'fec' ? this.#withParity(seq, ifp) : this.#withSecondaries(seq, ifp);
    this.#next = (seq + 1) & 0xffff;
    this.#last.unshift(Uint8Array.from(ifp));
    if (this.#last.length > HISTORY) this.#last.pop();
    return octets;
  }

  #withSecondaries(seq: number, primary: Uint8Array): Uint8Array {
    const depth = this.#recovery.kind === 'red' ? this.#recovery.depth : 0;
    const packets: Uint8Array[] = [];
    let size = bareSize(primary, 'secondaries');
    for (const packet of this.#last.slice(0, depth)) {
      size += openTypeSize(packet.length);
      if (size > this.#maxDatagram) break;
      packets.push(packet);
    }
    return encodeDatagram({ seq, primary, recovery: { kind: 'secondaries', packets } });
  }

  /** With fewer sets where they do not fit, and a shorter span where the call is young: each datagram says its own. */
  #withParity(seq: number, primary: Uint8Array): Uint8Array {
    const { span, count } = this.#recovery.kind === 'fec' ? this.#recovery : { span: 0, count: 0 };
    for (let sets = Math.min(count, this.#last.length); sets > 0; sets -= 1) {
      const covered = Math.min(span, Math.floor(this.#last.length / sets));
      const parity = paritySets(this.#last, covered, sets);
      const size = parity.reduce((sum, set) => sum + openTypeSize(set.length), bareSize(primary, 'parity'));
      if (size <= this.#maxDatagram)
        return encodeDatagram({ seq, primary, recovery: { kind: 'parity', span: covered, sets: parity } });
    }
    return encodeDatagram({ seq, primary, recovery: { kind: 'parity', span: 0, sets: [] } });
  }
}
