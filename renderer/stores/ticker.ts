/** Tells the time once a second, only while someone listens. */
export interface Ticker {
  readonly now: () => number;
  readonly subscribe: (listener: () => void) => () => void;
}

const period = 1000;

/** One timer for every age, elapsed time and clock on the screen. */
export function createTicker(now: () => number): Ticker {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let current = now();
  const tick = (): void => {
    current = now();
    for (const listener of listeners) listener();
  };
  return {
    now: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      current = now();
      timer ??= setInterval(tick, period);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}
