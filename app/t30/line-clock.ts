import type { Clock } from '../model/clock.ts';

/** Longer waits are made of several: the clock handed in may count them on the wall clock. */
const STEP = 30_000;

/**
 * The clock of one call's line: milliseconds since the call began. On a real line it keeps pace with time. A simulated line may let it jump to the next
 * event when both ends wait; `hold` keeps it from doing so while an end waits for work that is none of the line's
 * (coding a page, storing one). The returned function releases, once.
 */
export interface LineClock {
  now(): number;
  /** Calls back once after so many milliseconds of line time; the returned function takes it back. */
  after(milliseconds: number, callback: () => void): () => void;
  hold(): () => void;
}

/**
 * A line clock that follows the clock handed in, counted from now. Setting the wall clock during a call does not touch
 * it; holding it changes nothing.
 */
export function pacedLineClock(clock: Clock): LineClock {
  const start = clock.monotonic();
  const now = (): number => clock.monotonic() - start;
  return {
    now,
    after(milliseconds, callback) {
      const due = now() + milliseconds;
      let stop: () => void;
      const wait = (left: number): void => {
        stop = left <= STEP ? clock.after(Math.max(0, left), callback) : clock.after(STEP, () => wait(due - now()));
      };
      wait(milliseconds);
      return () => stop();
    },
    hold: () => () => undefined,
  };
}
