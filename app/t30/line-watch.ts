/** Six EOLs, which end a page of T.4 (RTC). */
export const RTC: Readonly<Uint8Array> = Uint8Array.of(0x00, 0x10, 0x01, 0x00, 0x10, 0x01, 0x00, 0x10, 0x01);

/** A line of a page without ECM may take so long, s (T.4 4.1.4). */
const LINE_LIMIT = 5;
/** With no line end for so long it is no page at all, s. */
const HOPELESS = 60;
/** Zero bits before the 1 of an EOL (T.4 4.1.2). */
const EOL_ZEROS = 11;
/** EOLs in a row that end a page; fewer than the six of an RTC, for some of them may be hit. */
const END_OF_PAGE = 3;
/** Bits of an EOL with its tag, and what reading octets instead of bits can be off. */
const EOL_BITS = 13 + 8;

/**
 * Watches a stream of T.4 lines go by: how long the longest line took, by its bits at the rate in force. Wall time
 * would tell of buffers, not of the line.
 */
export class LineWatch {
  readonly #rate: number;
  #zeros = 0;
  #bits = 0;
  #inARow = 0;
  #longest = 0;
  #over = false;

  constructor(rate: number) {
    this.#rate = rate;
  }

  add(octets: Uint8Array): void {
    for (const octet of octets) {
      // Behind the end of the page a modem may still hand over noise, and that may look like anything.
      if (this.#over) break;
      this.#bits += 8;
      if (octet === 0) {
        this.#zeros += 8;
        continue;
      }
      if (this.#zeros + Math.clz32(octet) - 24 >= EOL_ZEROS) this.#onEol();
      this.#zeros = 31 - Math.clz32(octet & -octet);
    }
    this.#longest = Math.max(this.#longest, this.#bits);
  }

  #onEol(): void {
    this.#longest = Math.max(this.#longest, this.#bits);
    this.#inARow = this.#bits <= EOL_BITS ? this.#inARow + 1 : 1;
    this.#over = this.#inARow >= END_OF_PAGE;
    this.#bits = 0;
  }

  /** A line took longer than a line may: a bad page. */
  get overlong(): boolean {
    return this.#longest > this.#rate * LINE_LIMIT;
  }

  /** The end of the page has come (RTC). */
  get ended(): boolean {
    return this.#over;
  }

  /** Nothing like a line has come for a long time. */
  get hopeless(): boolean {
    return !this.#over && this.#bits > this.#rate * HOPELESS;
  }
}
