/** Time as an argument: nothing below the edge reads the system's clock or sets its timers. */
export interface Clock {
  /** Milliseconds since the epoch, UTC. */
  now(): number;
  /** Milliseconds since a moment of its own: for durations, since a person may set the clock that `now` reads. */
  monotonic(): number;
  /** Calls back once after so many milliseconds; the returned function takes it back. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** Randomness as an argument: numbers in [0, 1) from a seed or from the system. */
export type Random = () => number;
