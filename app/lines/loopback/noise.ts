import type { Random } from '../../model/clock.ts';

/** A small generator of random numbers from a seed (mulberry32): enough for noise, the same on every machine. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** Bit errors at a rate, from a source of randomness. */
export class Noise {
  readonly #rate: number;
  readonly #random: Random;

  constructor(rate: number, random: Random) {
    this.#rate = rate;
    this.#random = random;
  }

  /** The octets with bits flipped, and how many; the very same octets where none was. */
  flip(octets: Uint8Array): { readonly octets: Uint8Array; readonly flipped: number } {
    if (this.#rate <= 0) return { octets, flipped: 0 };
    const bits = octets.length * 8;
    let out: Uint8Array | null = null;
    let flipped = 0;
    for (let bit = this.#skip(); bit < bits; bit += 1 + this.#skip()) {
      out ??= Uint8Array.from(octets);
      out[bit >> 3]! ^= 0x80 >> (bit & 7);
      flipped += 1;
    }
    return { octets: out ?? octets, flipped };
  }

  /** Bits that pass before the next one is hit: geometric. */
  #skip(): number {
    return Math.floor(Math.log1p(-this.#random()) / Math.log1p(-this.#rate));
  }
}
