import type { Clock } from '../../model/clock.ts';
import type { JobRecord } from '../../store/records.ts';
import type { LiveJob } from './live.ts';

/** How long a full or failing disk is given before the store is tried again, ms. */
const STORE_PAUSE = 15_000;

/** A write that the disk refused. */
interface RefusedWrite {
  readonly job: LiveJob;
  readonly write: () => Promise<void>;
}

/** What refused writes are made with, and who is told. */
export interface RefusedWritesOptions {
  readonly clock: Clock;
  readonly putJobs: (records: readonly JobRecord[]) => Promise<void>;
  /** Its rows are gone: what was still to be written of it can never be written, and need not. */
  readonly isErased: (job: LiveJob) => boolean;
  /** The disk refused; false: nobody is to try again by a timer, since the server stops. */
  readonly onRefused: (error: unknown) => boolean;
  /** Everything that was refused is on the disk now. */
  readonly onWritten: () => void;
}

/** Writes of jobs that must not be lost: what the disk refuses is kept in its order and tried until it succeeds. */
export class RefusedWrites {
  readonly #options: RefusedWritesOptions;
  /** Oldest first. */
  readonly #owed: RefusedWrite[] = [];
  /** The run that makes them now. */
  #writing: Promise<void> | null = null;
  #timer: (() => void) | null = null;

  constructor(options: RefusedWritesOptions) {
    this.#options = options;
  }

  /** True: it is on the disk, or need not be. False: the disk refused, and it is tried again. */
  async write(job: LiveJob, write: () => Promise<void>): Promise<boolean> {
    // What was refused before goes first: an older state must not come to lie over a newer one.
    if (this.#isOwed(job)) await this.#writeAgain();
    if (this.#isOwed(job)) {
      this.#owed.push({ job, write });
      return false;
    }
    try {
      await write();
      return true;
    } catch (error) {
      if (this.#options.isErased(job)) return true;
      this.#owed.push({ job, write });
      this.#refused(error);
      return false;
    }
  }

  /** Takes back the timer. What the disk refused gets a last chance: it may be well again meanwhile. */
  async close(): Promise<void> {
    this.#timer?.();
    if (this.#owed.length > 0) await this.#writeAgain();
  }

  #isOwed(job: LiveJob): boolean {
    return this.#owed.some((each) => each.job === job);
  }

  #refused(error: unknown): void {
    if (!this.#options.onRefused(error)) return;
    this.#timer ??= this.#options.clock.after(STORE_PAUSE, () => {
      this.#timer = null;
      void this.#writeAgain();
    });
  }

  /** One run at a time: each write is taken off the list by the run that made it. */
  #writeAgain(): Promise<void> {
    this.#writing ??= this.#writeOwed().finally(() => {
      this.#writing = null;
    });
    return this.#writing;
  }

  async #writeOwed(): Promise<void> {
    const { putJobs, isErased, onWritten } = this.#options;
    const jobs = new Set<LiveJob>();
    try {
      for (let first = this.#owed[0]; first; first = this.#owed[0]) {
        if (await this.#writeLate(first)) jobs.add(first.job);
        this.#owed.shift();
      }
      // A late write brought an old state of its job to the disk: the present one goes last.
      await putJobs([...jobs].filter((job) => !isErased(job)).map((job) => job.record));
    } catch (error) {
      for (const job of jobs) this.#owed.push({ job, write: () => putJobs([job.record]) });
      this.#refused(error);
      return;
    }
    onWritten();
  }

  /** False where the fax was erased meanwhile. */
  async #writeLate({ job, write }: RefusedWrite): Promise<boolean> {
    const { isErased } = this.#options;
    if (isErased(job)) return false;
    try {
      await write();
      return true;
    } catch (error) {
      if (isErased(job)) return false;
      throw error;
    }
  }
}
