import { FaxError } from '../../../model/errors.ts';
import type { ServerCore } from '../server-core.ts';
import { MEGABYTE } from './archive-usage.ts';

/** Between two looks, ms; longer while there is plenty. */
const OFTEN = 60_000;
const SELDOM = 600_000;
/** Plenty is so many times what is warned of. */
const PLENTY = 4;
/** What happens meanwhile sets off a look at most so often, ms. */
const SOON = 5000;

/**
 * Watches the room on the data folder's disk: warns early, has no call answered before a fax would be cut for want of
 * room, and takes both back when there is room again.
 */
export class DiskWatch {
  readonly #core: ServerCore;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #stopTimer: (() => void) | null = null;
  #stopped = false;
  #words: string | null = null;
  #plenty = true;

  constructor(core: ServerCore) {
    this.#core = core;
  }

  /** Looks now, and from now on: every minute, or every ten where there is plenty. */
  async start(): Promise<void> {
    await this.look();
    if (this.#stopped) return;
    this.#stopTimer = this.#core.clock.after(this.#plenty ? SELDOM : OFTEN, () => void this.start());
  }

  stop(): void {
    this.#stopped = true;
    this.#stopTimer?.();
  }

  /** Something came or went: looks, unless it has just been done. */
  wake(): void {
    if (this.#stopped || this.#core.clock.monotonic() - this.#lookedAt < SOON) return;
    void this.look();
  }

  /** Asks how much room there is, and says what follows. */
  async look(): Promise<void> {
    const core = this.#core;
    this.#lookedAt = core.clock.monotonic();
    const free = await core.outside.freeBytes(core.folders.data);
    if (this.#stopped) return;
    const { lowDiskRefuse, lowDiskWarning } = core.settings;
    const isBelow = (megabytes: number): boolean => free !== null && free < megabytes * MEGABYTE;
    const room = `Only ${Math.floor((free ?? 0) / MEGABYTE)} MB are free on the disk of the faxes.`;
    this.#plenty = !isBelow(PLENTY * Math.max(lowDiskWarning, lowDiskRefuse));
    this.#words = isBelow(lowDiskRefuse) ? room : null;
    core.receptionRefusal = this.#words;
    core.warn(
      'reception-refused',
      this.#words === null
        ? null
        : {
            words: `Calls are not answered. ${room}`,
            next: 'Free some space; calls are answered again by themselves.',
          },
    );
    const isLow = this.#words === null && isBelow(lowDiskWarning);
    core.warn(
      'disk-low',
      isLow
        ? { words: room, next: `Free some space: below ${lowDiskRefuse} MB no call is answered and no fax taken.` }
        : null,
    );
  }

  /**
   * Throws `DISK_LOW` where a new submission would fill the disk; one that is known already is answered all the same.
   */
  async assertRoom(key: string): Promise<void> {
    if (this.#words === null || (await this.#core.store.submission(key)) !== null) return;
    throw new FaxError('DISK_LOW', { message: `There is too little room for a new fax. ${this.#words}` });
  }
}
