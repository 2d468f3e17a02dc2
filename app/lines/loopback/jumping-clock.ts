import type { LineClock } from '../../t30/line-clock.ts';
import { EventQueue } from './event-queue.ts';

/**
 * Line time that jumps to the next event as soon as everything that the last one set off has been done, and nobody
 * holds it. One event for each turn of the event loop: all promises of the turn are settled before time moves, and
 * the thread's other work is never kept waiting for longer than one event.
 */
export class JumpingLineClock implements LineClock {
  readonly #queue = new EventQueue();
  #now = 0;
  #holds = 0;
  #scheduled = false;

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const event = this.#queue.add(this.#now + Math.max(0, milliseconds), callback);
    this.#schedule();
    return () => this.#queue.cancel(event);
  }

  hold(): () => void {
    let held = true;
    this.#holds += 1;
    return () => {
      if (!held) return;
      held = false;
      this.#holds -= 1;
      this.#schedule();
    };
  }

  #schedule(): void {
    if (this.#scheduled || this.#holds > 0 || this.#queue.peek() === undefined) return;
    this.#scheduled = true;
    setImmediate(() => this.#step());
  }

  #step(): void {
    this.#scheduled = false;
    if (this.#holds > 0) return;
    const event = this.#queue.take();
    if (event === undefined) return;
    this.#now = event.at;
    // The next turn is asked for even when this callback throws: a defect in one listener does not stop the line.
    this.#schedule();
    event.callback?.();
  }
}
