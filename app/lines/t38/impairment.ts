import type { Random } from '../../model/clock.ts';
import type { Impairment } from '../../model/line-address.ts';
import { seededRandom } from '../loopback/noise.ts';

/** What was done to datagrams so far. */
export interface ImpairmentCounts {
  readonly dropped: number;
  readonly doubled: number;
  readonly swapped: number;
}

/** Line time in ms after which a datagram that waits to be overtaken goes out all the same: {@link ImpairedPath.flush}. */
export const SWAP_HOLD = 100;

/**
 * A path that loses, doubles and swaps datagrams, from a seed. Each datagram is either lost (and with it the next
 * `burst` - 1), or held until the next one has overtaken it, or sent once, or sent twice. Repeats count one by one.
 */
export class ImpairedPath {
  readonly #how: Impairment;
  readonly #random: Random;
  #dropsLeft = 0;
  #held: Uint8Array | null = null;
  #counts = { dropped: 0, doubled: 0, swapped: 0 };

  constructor(how: Impairment) {
    this.#how = how;
    this.#random = seededRandom(how.seed);
  }

  get counts(): ImpairmentCounts {
    return { ...this.#counts };
  }

  /** True while a datagram waits to be overtaken: the owner calls `flush` {@link SWAP_HOLD} later. */
  get holding(): boolean {
    return this.#held !== null;
  }

  /** What goes out for a datagram that was to be sent, in this order. */
  pass(datagram: Uint8Array): readonly Uint8Array[] {
    if (this.#isDropped()) {
      this.#counts.dropped += 1;
      return [];
    }
    const held = this.#held;
    if (held !== null) {
      this.#held = null;
      return [datagram, held];
    }
    if (this.#happens(this.#how.swap)) {
      this.#counts.swapped += 1;
      this.#held = Uint8Array.from(datagram);
      return [];
    }
    if (!this.#happens(this.#how.dup)) return [datagram];
    this.#counts.doubled += 1;
    return [datagram, datagram];
  }

  /** Lets go of a datagram that nothing has overtaken. */
  flush(): readonly Uint8Array[] {
    const held = this.#held;
    this.#held = null;
    return held === null ? [] : [held];
  }

  #isDropped(): boolean {
    if (this.#dropsLeft > 0) {
      this.#dropsLeft -= 1;
      return true;
    }
    if (!this.#happens(this.#how.drop)) return false;
    this.#dropsLeft = this.#how.burst - 1;
    return true;
  }

  #happens(probability: number): boolean {
    return probability > 0 && this.#random() < probability;
  }
}
