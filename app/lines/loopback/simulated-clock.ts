import type { Clock } from '../../model/clock.ts';
import { EventQueue } from './event-queue.ts';

/** Turns of the event loop for which nothing may be due before simulated time moves on. */
const IDLE_TURNS = 3;

/**
 * A clock for tests and simulations: time moves only when told to, or while a promise is awaited with {@link run},
 * and then it jumps from one timer to the next. Between two timers the event loop turns, so that promises, and
 * simulated lines at full speed, get their work done first.
 */
export class SimulatedClock implements Clock {
  readonly #queue = new EventQueue();
  #now: number;

  /** `start`: milliseconds since the epoch. */
  constructor(start = Date.UTC(2026, 0, 5, 9, 0, 0)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const event = this.#queue.add(this.#now + Math.max(0, milliseconds), callback);
    return () => this.#queue.cancel(event);
  }

  /** Lets so much time pass, with every timer that falls due in it. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    await turns(IDLE_TURNS);
    for (let next = this.#queue.peek(); next !== undefined && next.at <= until; next = this.#queue.peek()) {
      this.#step();
      await turns(IDLE_TURNS);
    }
    this.#now = until;
  }

  /** Lets time pass until the promise is settled; answers with its value. With no timer left it waits for real. */
  async run<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const settle = (): void => {
      settled = true;
    };
    promise.then(settle, settle);
    await turns(IDLE_TURNS);
    while (!settled) {
      this.#step();
      await turns(IDLE_TURNS);
    }
    return promise;
  }

  #step(): void {
    const event = this.#queue.take();
    if (event === undefined) return;
    this.#now = Math.max(this.#now, event.at);
    event.callback?.();
  }
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise<void>((resolve) => setImmediate(resolve));
}
