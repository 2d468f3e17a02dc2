import { FaxComError } from './com-error.ts';
import type { Session } from './session.ts';

/** A snapshot of objects, counted from 1 (object model 1.0). Ask the parent again for a fresh one. */
export abstract class Collection<T> {
  readonly #session: Session;
  readonly #items: readonly T[];

  /** @internal */
  protected constructor(session: Session, items: readonly T[]) {
    this.#session = session;
    this.#items = items;
  }

  /** How many there were when the snapshot was taken. */
  count(): Promise<number> {
    return this.#session.known(this.#items.length);
  }

  /** The item at `index`, 1 to `count()`. Throws `INDEX_INVALID` (ERROR_INVALID_PARAMETER). */
  async item(index: number): Promise<T> {
    this.#session.assertConnected();
    const item = Number.isInteger(index) ? this.#items[index - 1] : undefined;
    if (item === undefined)
      throw new FaxComError('INDEX_INVALID', { next: `Use an index from 1 to ${this.#items.length}.` });
    return item;
  }
}
