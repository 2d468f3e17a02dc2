/** How soon commands followed the result codes before them: a Class 1 modem wants them within 55 ms (T.31 8.3). */
export interface CommandLatency {
  /** Commands that followed a result code directly. */
  readonly count: number;
  /** The longest, ms. */
  readonly max: number;
  /** 99 of 100 were not longer, ms; of the last 10,000. */
  readonly p99: number;
}

/** Gaps that are kept for the percentile. */
const KEPT = 10_000;

/** Takes the time from each result code to the Class 1 command behind it. */
export class CommandTimes {
  #resultAt: number | null = null;
  #count = 0;
  #max = 0;
  readonly #gaps: number[] = [];

  /** A result code came. */
  result(now: number): void {
    this.#resultAt = now;
  }

  /** The next command answers no result. */
  unhurried(): void {
    this.#resultAt = null;
  }

  /** A command goes out. +FRS is left out: it opens a turn of ours, which may wait for a page to be stored. */
  command(text: string, now: number): void {
    const since = this.#resultAt;
    this.#resultAt = null;
    if (since === null || !/^\+F(?:T[MHS]|R[MH])=/.test(text)) return;
    const gap = now - since;
    this.#count += 1;
    this.#max = Math.max(this.#max, gap);
    this.#gaps.push(gap);
    if (this.#gaps.length > KEPT) this.#gaps.shift();
  }

  latency(): CommandLatency {
    const sorted = this.#gaps.toSorted((a, b) => a - b);
    const p99 = sorted[Math.max(0, Math.ceil(sorted.length * 0.99) - 1)] ?? 0;
    return { count: this.#count, max: this.#max, p99 };
  }
}
