/**
 * Decisions read from octets: what a far end does in one run of the fuzzer. The same octets always make the same run,
 * fewer or smaller octets make a simpler one (0 is always the plainest choice), so a failing run can be shrunk.
 */
export class Tape {
  readonly #octets: Uint8Array;
  #at = 0;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
  }

  /** True when all decisions have been made: from here on every choice is the plainest. */
  get empty(): boolean {
    return this.#at >= this.#octets.length;
  }

  /** A number from 0 to 255. */
  octet(): number {
    const octet = this.#octets[this.#at] ?? 0;
    this.#at += 1;
    return octet;
  }

  /** A number from 0 to `count` - 1; `count` is at most 256. */
  below(count: number): number {
    return this.octet() % count;
  }

  /** True so many times out of 256. */
  chance(of256: number): boolean {
    return this.octet() >= 256 - of256;
  }

  pick<T>(values: readonly [T, ...T[]]): T {
    return values[this.below(values.length)] ?? values[0];
  }

  /** Picks by weight out of 256: the plain choice gets what the others leave. */
  weighted<T>(plain: T, others: readonly (readonly [number, T])[]): T {
    const octet = this.octet();
    let floor = 256;
    for (const [weight, value] of others) {
      floor -= weight;
      if (octet >= floor) return value;
    }
    return plain;
  }

  octets(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.octet());
  }
}
