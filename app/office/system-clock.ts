import type { Clock } from '../model/clock.ts';

/**
 * The longest single timer, ms. Longer waits are made of several: `setTimeout` fires at once for more than 2^31 - 1,
 * and it counts time on a clock that stands still while the machine sleeps, so a fax due at 20:00 would be late by
 * the length of the nap. Each step looks at the wall clock again.
 */
const STEP = 60_000;

/**
 * The system's clock. A pending wait keeps the process alive: whoever waits for something is not done; closing the
 * office takes all of its waits back.
 */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after(milliseconds, callback) {
      let timer: NodeJS.Timeout | undefined;
      const wait = Number.isNaN(milliseconds) ? 0 : Math.max(milliseconds, 0);
      if (wait <= STEP) {
        timer = setTimeout(callback, wait);
      } else {
        const due = Date.now() + wait;
        const step = () => {
          const left = due - Date.now();
          if (left <= 0) callback();
          else timer = setTimeout(step, Math.min(left, STEP));
        };
        timer = setTimeout(step, STEP);
      }
      return () => clearTimeout(timer);
    },
  };
}

/** IANA name of the machine's time zone. */
export function systemZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}
