import type { Door } from '../../app/contract/door.ts';
import type { FaxEvent } from '../../app/contract/events.ts';
import { applyChanges, type Snapshot } from '../../app/contract/snapshot.ts';

/**
 * The snapshot as the desktop's own parts need it (tray, task bar, power): asked for once, kept by patches, asked for
 * again on a gap.
 */
export class WatchedSnapshot {
  readonly #door: Door;
  readonly #onChange: (snapshot: Snapshot) => void;
  readonly #onProblem: (error: unknown) => void;
  #snapshot: Snapshot | null = null;
  #asking: Promise<void> | null = null;
  #early: Extract<FaxEvent, { type: 'patch' }>[] = [];

  constructor(door: Door, onChange: (snapshot: Snapshot) => void, onProblem: (error: unknown) => void) {
    this.#door = door;
    this.#onChange = onChange;
    this.#onProblem = onProblem;
    door.subscribe((event) => {
      if (event.type === 'patch') this.#take(event);
    });
  }

  get current(): Snapshot | null {
    return this.#snapshot;
  }

  /** Asks for a snapshot; patches that come meanwhile are applied on top of it. */
  refresh(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #ask(): Promise<void> {
    try {
      const snapshot = await this.#door.request('snapshot', {});
      const early = this.#early.filter((each) => each.version > snapshot.version);
      this.#early = [];
      this.#snapshot = snapshot;
      for (const each of early) this.#apply(each.version, each.changes);
      this.#onChange(this.#snapshot);
    } catch (thrown) {
      this.#early = [];
      this.#onProblem(thrown);
    }
  }

  #take(event: Extract<FaxEvent, { type: 'patch' }>): void {
    if (this.#asking) {
      // A gap that comes while a snapshot is on its way belongs to what the snapshot already holds or is found later.
      if (event.changes.length > 0) this.#early.push(event);
      return;
    }
    if (this.#snapshot === null || event.version !== this.#snapshot.version + 1) {
      void this.refresh();
      return;
    }
    this.#apply(event.version, event.changes);
    this.#onChange(this.#snapshot);
  }

  #apply(version: number, changes: Extract<FaxEvent, { type: 'patch' }>['changes']): void {
    if (this.#snapshot) this.#snapshot = applyChanges(this.#snapshot, version, changes);
  }
}
