import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../model/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/** Turns of the event loop that let everything that follows one event come through. */
const TURNS = 3;

/** File operations are under way: simulated time stands still for them. */
const filesBusy = (): boolean =>
  process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq') || name === 'CloseReq');

/** Time that passes only when it is told to: timers fire in order, and all that follows one is done before the next. */
export class SimulatedTime implements Clock {
  #now: number;
  #order = 0;
  readonly #timers = new Set<Timer>();
  readonly #files: boolean;

  /** @param files false: nothing in this time touches files of this machine, so that none need be waited for */
  constructor(start: string, files = true) {
    this.#now = Date.parse(start);
    this.#files = files;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  after(milliseconds: number, callback: () => void): () => void {
    this.#order += 1;
    const timer: Timer = { at: this.#now + Math.max(0, milliseconds), order: this.#order, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** A clock of one machine: when the machine has lost its power, its timers are gone. */
  machine(powered: () => boolean): Clock {
    return {
      now: () => this.#now,
      monotonic: () => this.#now,
      after: (milliseconds, callback) => this.after(milliseconds, () => (powered() ? callback() : undefined)),
    };
  }

  /** Lets time pass until the condition holds; false when it does not within so many milliseconds. */
  async until(condition: () => boolean, within: number): Promise<boolean> {
    const end = this.#now + within;
    for (;;) {
      await this.#settle();
      if (condition()) return true;
      const next = this.#next();
      if (!next || next.at > end) {
        this.#now = Math.max(this.#now, end);
        return false;
      }
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
  }

  async pass(milliseconds: number): Promise<void> {
    await this.until(() => false, milliseconds);
  }

  /** Time passes while something is awaited. */
  async during<T>(work: Promise<T>, within = 86_400_000): Promise<T> {
    let over = false;
    const watched = work.finally(() => {
      over = true;
    });
    watched.catch(() => undefined);
    if (!(await this.until(() => over, within))) throw new Error('It did not end in simulated time.');
    return watched;
  }

  #next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers)
      if (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) first = timer;
    return first;
  }

  async #settle(): Promise<void> {
    if (!this.#files) return setImmediate();
    for (let turn = 0; turn < TURNS; turn += 1) {
      await setImmediate();
      if (filesBusy()) turn = -1;
    }
  }
}
