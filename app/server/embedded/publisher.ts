import type { FaxEvent, FaxNotice } from '../../contract/events.ts';
import type { Change } from '../../contract/snapshot.ts';
import type { Clock } from '../../model/clock.ts';

/** What has changed: the thing itself is read when the patch is made, so that several changes of one tick are one. */
export type Changed = `job:${number}` | `port:${number}` | `message:${number}` | 'settings' | 'server';

/**
 * Changes in one patch at most. Ten thousand faxes that are held at once would hold the main thread longer than a modem
 * on a call waits for its next command; between two patches others have their turn.
 */
const MOST_AT_ONCE = 500;

type Listener = (event: FaxEvent) => void;

/**
 * Tells listeners what changed: one counter of versions, one patch a tick, in order and without gaps. A notice follows
 * the patch that shows what it speaks of.
 */
export class Publisher {
  readonly #clock: Clock;
  readonly #read: (changed: Changed) => Change | null;
  readonly #onDefect: (error: unknown) => void;
  readonly #listeners = new Set<Listener>();
  readonly #changed = new Set<Changed>();
  #notices: FaxNotice[] = [];
  #timer: (() => void) | null = null;
  #version = 0;

  /**
   * @param read the change that shows a thing as it is now; null when there is nothing to show
   * @param onDefect told when a listener threw; the others hear the event all the same
   */
  constructor(clock: Clock, read: (changed: Changed) => Change | null, onDefect: (error: unknown) => void) {
    this.#clock = clock;
    this.#read = read;
    this.#onDefect = onDefect;
  }

  /** Flushes first: whoever asks for the version is about to look at the state that belongs to it. */
  currentVersion(): number {
    this.flush();
    return this.#version;
  }

  subscribe(listener: Listener): () => void {
    // A listener of its own for each subscription: the same function may be given twice.
    const own: Listener = (event) => listener(event);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  mark(...changed: readonly Changed[]): void {
    for (const each of changed) this.#changed.add(each);
    this.#arm();
  }

  notice(notice: FaxNotice): void {
    this.#notices.push(notice);
    this.#arm();
  }

  /** Tells at once, beside the versions: progress of previews. */
  tell(event: FaxEvent): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        this.#onDefect(error);
      }
    }
  }

  /** Tells everything that has changed so far; what a listener changes meanwhile is told by the next tick. */
  flush(): void {
    for (let left = this.#changed.size; left > 0; left -= MOST_AT_ONCE) this.#tellSome();
    this.#tellNotices();
    if (this.#changed.size > 0) this.#arm();
  }

  #tellSome(): void {
    this.#timer?.();
    this.#timer = null;
    const some = [...this.#changed].slice(0, MOST_AT_ONCE);
    for (const each of some) this.#changed.delete(each);
    const changes = some.map(this.#read).filter((change) => change !== null);
    if (changes.length > 0) this.tell({ type: 'patch', version: ++this.#version, changes });
    this.#tellNotices();
  }

  #tellNotices(): void {
    if (this.#changed.size > 0) return;
    const notices = this.#notices;
    this.#notices = [];
    for (const notice of notices) this.tell(notice);
  }

  #arm(): void {
    this.#timer ??= this.#clock.after(0, () => {
      this.#timer = null;
      this.#tellSome();
      if (this.#changed.size > 0) this.#arm();
    });
  }
}
