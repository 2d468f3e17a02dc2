import { toFaxError } from '../../../model/errors.ts';
import type { AgedFax } from '../../../store/aged-faxes.ts';
import type { ServerCore } from '../server-core.ts';
import { type ArchiveUsage, MEGABYTE } from './archive-usage.ts';
import type { Eraser } from './eraser.ts';

const DAY = 86_400_000;
/** Between two looks, ms. */
const HOUR = 3_600_000;
/** Faxes that are looked at in one go. */
const BATCH = 200;

/**
 * Erases what has come of age (object model 3.3). Two limits that do not touch each other: `archiveAgeLimit` counts
 * from the end of a fax that was sent or received, `dirtyDays` from the submission of one that was not sent, failed, was
 * cancelled, or could not be routed and has no copy in the archive. `archiveSizeLimit` erases the oldest archived first.
 * A fax whose receipt or filing is still to come stays until that is done; an uncertain one waits for a person.
 */
export class Retention {
  readonly #core: ServerCore;
  readonly #eraser: Eraser;
  readonly #usage: ArchiveUsage;
  #stopTimer: (() => void) | null = null;
  #running: Promise<void> | null = null;
  #again = false;

  constructor(core: ServerCore, eraser: Eraser, usage: ArchiveUsage) {
    this.#core = core;
    this.#eraser = eraser;
    this.#usage = usage;
  }

  /** Looks now and every hour from now on. */
  start(): void {
    this.look();
    this.#stopTimer = this.#core.clock.after(HOUR, () => this.start());
  }

  async stop(): Promise<void> {
    this.#stopTimer?.();
    this.#stopTimer = null;
    await this.#running;
  }

  /** Looks in its own time. */
  look(): void {
    if (this.#core.stopping) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = this.#run()
      .catch((thrown: unknown) => {
        this.#core.log('error', 'Old faxes could not be erased', { code: toFaxError(thrown).code });
      })
      .finally(() => {
        this.#running = null;
        const again = this.#again;
        this.#again = false;
        if (again) this.look();
      });
  }

  /** The archive has outgrown its limit. */
  get isTooLarge(): boolean {
    const { archiveSizeLimit } = this.#core.settings;
    return archiveSizeLimit > 0 && this.#usage.bytes > archiveSizeLimit * MEGABYTE;
  }

  async #run(): Promise<void> {
    const kept = new Set<number>();
    await this.#byAge(kept);
    await this.#bySize(kept);
  }

  async #byAge(kept: Set<number>): Promise<void> {
    const core = this.#core;
    const { archiveAgeLimit, dirtyDays } = core.settings;
    if (archiveAgeLimit <= 0 && dirtyDays <= 0) return;
    const now = core.clock.now();
    const query = {
      sentBefore: archiveAgeLimit > 0 ? now - archiveAgeLimit * DAY : null,
      unsentBefore: dirtyDays > 0 ? now - dirtyDays * DAY : null,
    };
    for (;;) {
      const aged = await core.store.agedFaxes({ ...query, limit: BATCH + kept.size });
      const left = aged.filter(({ id }) => !kept.has(id));
      if (left.length === 0) return;
      for (const fax of left) {
        if (core.stopping) return;
        if (!(await this.#remove(fax))) kept.add(fax.id);
      }
    }
  }

  async #remove({ id, limit }: AgedFax): Promise<boolean> {
    const { archiveAgeLimit, dirtyDays } = this.#core.settings;
    if (limit === 'sent')
      return this.#erase(id, 'expired', `Older than the archive’s limit of ${days(archiveAgeLimit)}`);
    return (await this.#end(id)) && this.#erase(id, 'aged-out', `Not sent within ${days(dirtyDays)}`);
  }

  /** A fax that waits ends first: whoever asked for a receipt hears that it was not sent. */
  async #end(id: number): Promise<boolean> {
    const core = this.#core;
    const job = await core.find(id);
    const { state, receipt } = job.record;
    if (state !== 'waiting' && state !== 'retrying') return true;
    if (job.call !== null || job.turn !== null) return false;
    const record = core.change(job, {
      state: 'cancelled',
      outcome: 'cancelled',
      words: `Not sent within ${days(core.settings.dirtyDays)}`,
      paused: false,
      retryAt: null,
      finishedAt: core.clock.now(),
    });
    await core.write(job, () => core.store.putJobs([record]));
    core.showJob(job);
    core.wake();
    // Its receipt goes out before it is erased.
    return receipt === null;
  }

  async #erase(id: number, action: 'expired' | 'aged-out', words: string): Promise<boolean> {
    try {
      await this.#eraser.erase(id, action, words);
      return true;
    } catch (thrown) {
      const { code } = toFaxError(thrown);
      this.#core.log('warn', 'An old fax could not be erased', { fax: id, code });
      return false;
    }
  }

  async #bySize(kept: Set<number>): Promise<void> {
    const core = this.#core;
    while (this.isTooLarge && !core.stopping) {
      const oldest = await core.store.oldestArchived(BATCH + kept.size);
      const next = oldest.filter((id) => !kept.has(id));
      if (next.length === 0) return;
      for (const id of next) {
        if (!this.isTooLarge || core.stopping) return;
        if (!(await this.#erase(id, 'expired', 'The archive was larger than its limit'))) kept.add(id);
      }
    }
  }
}

const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;
