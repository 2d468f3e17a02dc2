import type { CallObserver, CallResult } from '../../lines/fax-line.ts';
import { toFaxError } from '../../model/errors.ts';
import type { TranscriptEntry } from '../../model/job.ts';
import type { AttemptRecord } from '../../store/records.ts';
import { DocumentPages, stationOf } from './document-pages.ts';
import { type LiveCall, type LiveJob, type LivePort, noteFrame } from './live.ts';
import type { ServerCore } from './server-core.ts';
import { type CallEnd, settle } from './settlement.ts';

/** Makes calls: one attempt from the port's taking to the written outcome. */
export class CallRunner {
  readonly #core: ServerCore;

  constructor(core: ServerCore) {
    this.#core = core;
  }

  /** Takes the port for the job and calls. Returns at once; the port is taken when it does. */
  start(job: LiveJob, port: LivePort): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    const call: LiveCall = {
      port,
      abort: new AbortController(),
      ended: promise,
      ending: null,
      currentPage: null,
      rate: null,
      ecm: null,
      coding: null,
      remoteId: null,
    };
    job.call = call;
    job.decision = null;
    port.job = job;
    void this.#run(job, call)
      .catch((error: unknown) =>
        this.#core.log('error', 'A call ended in a defect', { job: job.record.id, error: describeError(error) }),
      )
      .finally(() => {
        job.call = null;
        port.job = null;
        this.#core.restPort(port);
        this.#core.showJob(job);
        resolve();
        this.#core.wake();
      });
  }

  async #run(job: LiveJob, call: LiveCall): Promise<void> {
    const core = this.#core;
    const before = job.record;
    const attempt = this.#begin(job, call);
    // On the disk before the line is touched: after a kill the attempt is known to have been under way.
    if (!(await core.write(job, () => core.store.startAttempt(job.record, attempt)))) {
      const { state, attempts, port, retryAt } = before;
      core.change(job, { state, attempts, port, retryAt });
      return;
    }
    const transcript: TranscriptEntry[] = [];
    const confirmedBefore = job.pagesConfirmed;
    let end: CallEnd;
    let pages: DocumentPages | null = null;
    try {
      pages = await DocumentPages.open(core, job, call, attempt.n);
      end = endOf(await this.#call(job, call, pages, transcript), pages);
    } catch (error) {
      core.log('error', 'A call could not be made', { job: job.record.id, error: describeError(error) });
      end = {
        outcome: 'line-failed',
        code: toFaxError(error).code,
        words: toFaxError(error).message,
        unconfirmed: pages?.awaitsConfirmation ?? false,
        // A stored document that cannot be read is no better the next time.
        hopeless: pages === null,
      };
    }
    const record = core.change(job, settle(job, call.ending, end, core.settings, core.clock.now()));
    await core.write(job, () =>
      core.store.endAttempt(record, {
        ...attempt,
        endedAt: core.clock.now(),
        outcome: record.state === 'delivered' ? 'ok' : attemptOutcome(end, record.outcome),
        code: end.code,
        rate: call.rate,
        coding: call.coding,
        ecm: call.ecm,
        remoteId: call.remoteId,
        pagesConfirmed: job.pagesConfirmed - confirmedBefore,
        transcript,
      }),
    );
    announce(core, job);
  }

  #begin(job: LiveJob, call: LiveCall): AttemptRecord {
    const core = this.#core;
    const port = call.port.record.name;
    const n = job.record.attempts + 1;
    core.change(job, { state: 'dialing', attempts: n, port, retryAt: null });
    core.setPortState(call.port, 'dialing');
    core.showJob(job);
    return {
      jobId: job.record.id,
      n,
      startedAt: core.clock.now(),
      endedAt: null,
      port,
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

  async #call(job: LiveJob, call: LiveCall, pages: DocumentPages, transcript: TranscriptEntry[]): Promise<CallResult> {
    const core = this.#core;
    const result = await call.port.line.send(
      {
        number: job.record.number,
        localId: stationOf(call, job),
        document: pages,
        firstPage: job.pagesConfirmed,
        resent: job.record.unconfirmedPage === job.pagesConfirmed,
        ecm: true,
      },
      this.#observer(job, call, pages, transcript),
      call.abort.signal,
    );
    call.remoteId ??= result.remoteId;
    // Written with what becomes of the job: after a restart of the server the page is still known to be a repeat.
    core.change(job, { unconfirmedPage: result.unconfirmedPage ?? null });
    return result;
  }

  #observer(job: LiveJob, call: LiveCall, pages: DocumentPages, transcript: TranscriptEntry[]): CallObserver {
    const core = this.#core;
    return {
      frame: (entry) => noteFrame(transcript, entry),
      negotiated: (facts) => {
        call.rate = facts.rate;
        call.ecm = facts.ecm;
        call.coding = facts.coding;
        call.remoteId = facts.remoteId;
        core.showJob(job);
      },
      pageStarted: (index) => {
        call.currentPage = index + 1;
        if (job.record.state === 'dialing') {
          core.change(job, { state: 'sending' });
          core.setPortState(call.port, 'sending');
        }
        core.showJob(job);
      },
      pageEnded: ({ index, status }) => {
        if (status === 'RTN') pages.refused(index);
      },
    };
  }
}

function endOf(result: CallResult, pages: DocumentPages): CallEnd {
  return {
    outcome: result.outcome,
    code: result.code,
    words: result.words,
    unconfirmed: pages.awaitsConfirmation,
    hopeless: false,
  };
}

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

const describeError = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
