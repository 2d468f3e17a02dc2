import type { RequestOutput, RequestParsed } from '../../contract/requests.ts';
import { toFaxError } from '../../model/errors.ts';
import { parseFaxNumber } from '../../model/fax-number.ts';
import type { Operation } from '../../model/job.ts';
import type { JobRecord } from '../../store/records.ts';
import { destinationContext, isPracticeFax } from './destination-context.ts';
import { assertNotBlocked } from './destinations.ts';
import { assertAllowed } from './job-state.ts';
import type { LiveCall, LiveJob } from './live.ts';
import type { ServerCore } from './server-core.ts';
import { cancelled } from './settlement.ts';

/** A cancelled call is given so long to end with DCN before the command answers with what is so far, ms. */
const CALL_END = 15_000;

type SimpleOperation = Exclude<Operation, 'alter'>;
type CommandResults = RequestOutput<'jobs.pause'>;
type Alteration = RequestParsed<'jobs.alter'>;

/** What people ask of faxes. Each command takes effect or throws; what is allowed is what `allowed` shows. */
export class Commands {
  readonly #core: ServerCore;

  constructor(core: ServerCore) {
    this.#core = core;
  }

  /** Does one thing to several faxes; each has its own result. */
  async each(operation: SimpleOperation, ids: readonly number[]): Promise<CommandResults> {
    const results = ids.map(async (id) => {
      try {
        const job = await this.#core.find(id);
        await this.#apply(operation, job);
        return { id, job: this.#core.view(job), error: null };
      } catch (thrown) {
        const known = this.#core.jobs.get(id);
        return { id, job: known ? this.#core.view(known) : null, error: toFaxError(thrown).toData() };
      }
    });
    return { results: await Promise.all(results) };
  }

  async #apply(operation: SimpleOperation, job: LiveJob): Promise<void> {
    this.#assertAllowed(operation, job);
    switch (operation) {
      case 'pause':
        return this.#write(job, { paused: true });
      case 'resume':
        return this.#write(job, { paused: false });
      case 'restart':
        return this.#write(job, {
          state: 'waiting',
          outcome: null,
          words: null,
          failures: 0,
          failuresByOutcome: {},
          avoidPort: null,
          retryAt: null,
          finishedAt: null,
        });
      case 'cancel':
        return job.call === null
          ? this.#write(job, cancelled(this.#core.clock.now(), job.record.state === 'uncertain'))
          : this.#endCall(job, job.call);
    }
  }

  #assertAllowed(operation: Operation, job: LiveJob): void {
    assertAllowed(operation, job.record, job.call?.ending != null);
  }

  /** Memory first, then the disk: nobody sees the job in between. */
  async #write(job: LiveJob, changes: Partial<Omit<JobRecord, 'id'>>): Promise<void> {
    const before = job.record;
    // It waits behind another fax in a call, and nothing of it has begun: that call goes on without it.
    job.turn = null;
    const record = this.#core.change(job, changes);
    try {
      await this.#core.store.putJobs([record]);
    } catch (error) {
      // Nothing else changed it meanwhile: take it back, so that the command had no effect.
      if (job.record === record) this.#core.change(job, before);
      throw error;
    } finally {
      this.#core.showJob(job);
      this.#core.wake();
    }
  }

  async #endCall(job: LiveJob, call: LiveCall): Promise<void> {
    call.ending = 'cancel';
    this.#core.showJob(job);
    call.abort.abort();
    const { promise, resolve } = Promise.withResolvers<void>();
    const stopWaiting = this.#core.clock.after(CALL_END, resolve);
    await Promise.race([call.ended, promise]);
    stopWaiting();
  }

  /**
   * Changes a fax that is not on a line. A new number gets all pages, from the first on. Throws `NUMBER_INVALID`,
   * `NUMBER_BLOCKED`, `NUMBER_NOT_PRACTICE`.
   */
  async alter({ id, number, when, priority }: Alteration): Promise<LiveJob> {
    const job = await this.#core.find(id);
    this.#assertAllowed('alter', job);
    const { record } = job;
    const changes: Partial<Omit<JobRecord, 'id'>> = {
      ...(priority === undefined ? {} : { priority }),
      ...(when === undefined
        ? {}
        : { schedule: when.kind, notBefore: when.kind === 'time' ? Date.parse(when.at) : null, retryAt: null }),
    };
    const dialled = number === undefined ? record.number : parseFaxNumber(number);
    if (dialled === record.number) await this.#write(job, changes);
    else await this.#redirect(job, dialled, changes);
    return job;
  }

  async #redirect(job: LiveJob, number: string, changes: Partial<Omit<JobRecord, 'id'>>): Promise<void> {
    const core = this.#core;
    assertNotBlocked(number, destinationContext(core));
    const practice = isPracticeFax(core, number, job.record.onlyPort);
    job.turn = null;
    // What was tried with the old number says nothing about the new one.
    const state = job.record.state === 'retrying' ? 'waiting' : job.record.state;
    const fresh = state === 'waiting' ? { outcome: null, words: null } : {};
    const before = { record: job.record, pagesConfirmed: job.pagesConfirmed };
    const record = core.change(job, {
      ...changes,
      ...fresh,
      number,
      practice,
      state,
      failures: 0,
      failuresByOutcome: {},
      avoidPort: null,
      retryAt: null,
      unconfirmedPage: null,
    });
    job.pagesConfirmed = 0;
    try {
      await core.store.forgetPages(record);
    } catch (error) {
      if (job.record === record) {
        core.change(job, before.record);
        job.pagesConfirmed = before.pagesConfirmed;
      }
      throw error;
    } finally {
      core.showJob(job);
      core.wake();
    }
  }
}
