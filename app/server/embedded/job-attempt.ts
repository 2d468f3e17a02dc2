import type { CallResult } from '../../lines/fax-line.ts';
import type { TranscriptEntry } from '../../model/job.ts';
import type { AttemptRecord, JobRecord } from '../../store/records.ts';
import type { LiveCall, LiveJob } from './live.ts';
import type { ServerCore } from './server-core.ts';
import { type CallEnd, settle } from './settlement.ts';

/** What is changed of a job when an attempt begins, to be put back where the disk refuses it. */
type Before = Pick<JobRecord, 'state' | 'attempts' | 'port' | 'retryAt'>;

/**
 * One job's part of a call: its attempt, from the record that it begins to the record of how it ended. Between the two
 * `begun` is true.
 */
export class JobAttempt {
  readonly job: LiveJob;
  /** The part of the call's transcript that is this job's. */
  readonly transcript: TranscriptEntry[] = [];
  readonly #core: ServerCore;
  readonly #call: LiveCall;
  readonly #confirmedBefore: number;
  #record: AttemptRecord | null = null;

  constructor(core: ServerCore, job: LiveJob, call: LiveCall) {
    this.#core = core;
    this.job = job;
    this.#call = call;
    this.#confirmedBefore = job.pagesConfirmed;
  }

  get begun(): boolean {
    return this.#record !== null;
  }

  /** The attempt's number; 0 before it begins. */
  get n(): number {
    return this.#record?.n ?? 0;
  }

  /**
   * Writes that the attempt begins, before the line does anything for it: after a kill it is known to have been under
   * way. False where the disk refuses; then nothing has begun.
   *
   * @param state `dialing` where the call is still to be made, `sending` where it is up
   */
  async begin(state: 'dialing' | 'sending'): Promise<boolean> {
    const core = this.#core;
    const { job } = this;
    const before: Before = job.record;
    const record = this.#newRecord();
    core.change(job, { state, attempts: record.n, port: record.port, retryAt: null });
    core.setPortState(this.#call.port, state);
    core.showJob(job);
    core.step('send.attempt-writing');
    if (!(await core.write(job, () => core.store.startAttempt(job.record, record)))) {
      core.change(job, {
        state: before.state,
        attempts: before.attempts,
        port: before.port,
        retryAt: before.retryAt,
      });
      return false;
    }
    this.#record = record;
    core.step('send.attempt-written');
    return true;
  }

  #newRecord(): AttemptRecord {
    return {
      jobId: this.job.record.id,
      n: this.job.record.attempts + 1,
      startedAt: this.#core.clock.now(),
      endedAt: null,
      port: this.#call.port.record.name,
      outcome: null,
      code: null,
      rate: null,
      coding: null,
      ecm: null,
      remoteId: null,
      pagesConfirmed: 0,
      transcript: [],
    };
  }

  /** Decides what becomes of the job, and writes it together with how the attempt ended. Tells of a final state. */
  async end(end: CallEnd, unconfirmedPage: number | null): Promise<void> {
    const attempt = this.#record;
    if (attempt === null) return;
    this.#record = null;
    const core = this.#core;
    const { job } = this;
    const now = core.clock.now();
    const settled = settle(job, this.#call.ending, end, core.settings, now);
    // After a restart of the server too the page is known to be a repeat.
    // A line that was in use made no call: it is no attempt (object model 3.2), and the list of them does not keep it.
    const attempts = end.code === 'a-line-in-use' && settled.state === 'waiting' ? attempt.n - 1 : attempt.n;
    const record = core.change(job, { unconfirmedPage, attempts, ...settled });
    core.step('send.outcome-writing');
    // The record as it is when it is written: made late, it must not take back what became of the fax meanwhile.
    await core.write(job, () =>
      core.store.endAttempt(job.record, {
        ...attempt,
        endedAt: now,
        outcome: record.state === 'delivered' ? 'ok' : attemptOutcome(end, record.outcome),
        code: end.code,
        rate: this.#call.rate,
        coding: this.#call.coding,
        ecm: this.#call.ecm,
        remoteId: this.#call.remoteId,
        pagesConfirmed: job.pagesConfirmed - this.#confirmedBefore,
        transcript: this.transcript,
      }),
    );
    core.step('send.outcome-written');
    announce(core, job);
  }
}

/** A call's result as far as a job is concerned. */
export const endOf = (result: CallResult, unconfirmed: boolean): CallEnd => ({
  outcome: result.outcome,
  code: result.code,
  words: result.words,
  unconfirmed,
  hopeless: false,
});

/** A call that we ended because the server stops is `cancelled` in the attempt; the job itself goes on. */
const attemptOutcome = (end: CallEnd, job: AttemptRecord['outcome']): AttemptRecord['outcome'] =>
  end.outcome === 'ok' ? (job ?? 'line-failed') : end.outcome;

/** Tells of a final state, once. */
export function announce(core: ServerCore, job: LiveJob): void {
  const { record } = job;
  core.showJob(job);
  if (record.state !== 'delivered' && record.state !== 'failed' && record.state !== 'uncertain') return;
  core.notice({
    notice: record.state,
    id: record.id,
    pages: record.pages,
    practice: record.practice,
    outcome: record.outcome,
    words: core.view(job).reason,
  });
}
