import type { LineClock } from '../../../app/t30/line-clock.ts';

/** A call's line time for the engine, which stands still only while the DTE is to act: what it holds does not count. */
export class LineTime {
  readonly #clock: LineClock;
  #release: (() => void) | null = null;

  constructor(clock: LineClock) {
    this.#clock = clock;
  }

  /** The clock as the engine has it. */
  get forEngine(): LineClock {
    return {
      now: () => this.#clock.now(),
      after: (milliseconds, callback) => this.#clock.after(milliseconds, callback),
      hold: () => () => undefined,
    };
  }

  /** The DTE has the turn: line time stands still. */
  waitForDte(): void {
    this.#release ??= this.#clock.hold();
  }

  /** The line has the turn. */
  goOn(): void {
    this.#release?.();
    this.#release = null;
  }

  after(milliseconds: number, callback: () => void): () => void {
    return this.#clock.after(milliseconds, callback);
  }
}
