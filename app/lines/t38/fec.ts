/**
 * Parity over packets (T.38 9.1.4): made by the sender, and peeled by the receiver. Each parity set is an equation;
 * one with a single packet missing gives it, which may leave another equation with a single one.
 */

/** Parities of the packets sent last (newest first): set m of n covers every n-th of them, `span` each. */
export function paritySets(last: readonly Uint8Array[], span: number, sets: number): readonly Uint8Array[] {
  return Array.from({ length: sets }, (_, m) => {
    // Packet s + m - k × n stands k × n - m back from s, so at that place less one among the ones before s.
    const covered = Array.from({ length: span }, (_, k) => last[(k + 1) * sets - m - 1]!);
    return exclusiveOr(covered, Math.max(...covered.map((packet) => packet.length)));
  });
}

function exclusiveOr(packets: readonly Uint8Array[], length: number): Uint8Array {
  const sum = new Uint8Array(length);
  for (const packet of packets) for (let at = 0; at < packet.length && at < length; at += 1) sum[at]! ^= packet[at]!;
  return sum;
}

/** One parity: the numbers of the packets whose exclusive or it is. */
interface Equation {
  readonly numbers: readonly number[];
  readonly parity: Uint8Array;
}

/** Packets that the sets of one datagram may reach back over: more than any terminal remembers would be a lie. */
const MAX_REACH = 128;
/** Equations that are kept because they lack more than one packet; the oldest go first. */
const MAX_EQUATIONS = 256;

/** The equations that still lack packets. */
export class ParityPeeler {
  #open: Equation[] = [];

  /** Adds the parity sets of packet `seq`. */
  add(seq: number, span: number, sets: readonly Uint8Array[]): void {
    if (span * sets.length > MAX_REACH) return;
    sets.forEach((set, m) => {
      const numbers = Array.from({ length: span }, (_, k) => seq + m - (k + 1) * sets.length);
      if (numbers.length > 0 && set.length > 0) this.#open.push({ numbers, parity: Uint8Array.from(set) });
    });
    if (this.#open.length > MAX_EQUATIONS) this.#open = this.#open.slice(-MAX_EQUATIONS);
  }

  /**
   * Solves what can be solved, in as many rounds as it takes. `known` gives a packet that is there; `found` is told
   * each packet that came out, with zeros behind it where the parity was longer, and keeps it if it makes sense.
   * Equations about numbers below `oldest` are dropped.
   */
  peel(
    known: (seq: number) => Uint8Array | undefined,
    found: (seq: number, octets: Uint8Array) => void,
    oldest: number,
  ): void {
    for (let again = true; again; ) {
      again = false;
      this.#open = this.#open.filter(({ numbers, parity }) => {
        if (numbers.at(-1)! < oldest) return false;
        const missing = numbers.filter((seq) => known(seq) === undefined);
        if (missing.length > 1) return true;
        if (missing.length === 1) {
          const others = numbers.flatMap((seq) => known(seq) ?? []);
          found(missing[0]!, exclusiveOr([parity, ...others], parity.length));
          again = true;
        }
        return false;
      });
    }
  }

  clear(): void {
    this.#open = [];
  }
}
