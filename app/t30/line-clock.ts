import type { Clock } from '../model/clock.ts';

/**
 * The clock of one call's line. On a real line it is the wall clock. A simulated line may let it jump to the next
 * event when both ends wait; `hold` keeps it from doing so while an end waits for work that is none of the line's
 * (coding a page, storing one). The returned function releases, once.
 */
export interface LineClock extends Clock {
  hold(): () => void;
}

/** A line clock that follows the clock handed in, counted from now. Holding it changes nothing. */
export function pacedLineClock(clock: Clock): LineClock {
  const start = clock.now();
  return {
    now: () => clock.now() - start,
    after: (milliseconds, callback) => clock.after(Math.max(0, milliseconds), callback),
    hold: () => () => undefined,
  };
}
