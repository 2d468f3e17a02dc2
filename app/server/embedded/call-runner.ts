import type { CallObserver, CallResult } from '../../lines/fax-line.ts';
import { toFaxError } from '../../model/errors.ts';
import { CallDocuments } from './call-documents.ts';
import { DocumentPages, stationOf } from './document-pages.ts';
import { endOf, JobAttempt } from './job-attempt.ts';
import { type LiveCall, type LiveJob, type LivePort, noteFrame } from './live.ts';
import type { ServerCore } from './server-core.ts';
import { type CallEnd, cancelled } from './settlement.ts';

export { announce } from './job-attempt.ts';

/** Makes calls: from the port's taking to the written outcome of every job that was begun. */
export class CallRunner {
  readonly #core: ServerCore;

  constructor(core: ServerCore) {
    this.#core = core;
  }

  /**
   * Takes the port for a job, and for others that go in the same call behind it, and calls. Returns at once; the port is
   * taken when it does.
   */
  start(job: LiveJob, port: LivePort, others: readonly LiveJob[] = []): void {
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
    port.call = call;
    this.#take(job, call);
    for (const other of others) {
      other.turn = call;
      other.decision = { kind: 'ready', reason: `Goes in the same call on ${port.record.name}` };
      this.#core.showJob(other);
    }
    void this.#run(job, call, others)
      .catch((error: unknown) =>
        this.#core.log('error', 'A call ended in a defect', { job: job.record.id, error: describeError(error) }),
      )
      .finally(() => {
        this.#release(call, [job, ...others]);
        resolve();
        this.#core.wake();
      });
  }

  #take(job: LiveJob, call: LiveCall): void {
    job.turn = null;
    job.call = call;
    job.decision = null;
    call.port.job = job;
  }

  /** The call is over: the port is free, and jobs that were not begun are in the queue as they were. */
  #release(call: LiveCall, jobs: readonly LiveJob[]): void {
    for (const each of jobs) {
      if (each.turn === call) each.turn = null;
      if (each.call === call) each.call = null;
      this.#core.showJob(each);
    }
    call.port.job = null;
    call.port.call = null;
    this.#core.restPort(call.port);
  }

  async #run(job: LiveJob, call: LiveCall, others: readonly LiveJob[]): Promise<void> {
    const attempt = new JobAttempt(this.#core, job, call);
    if (!(await attempt.begin('dialing'))) return;
    let document: DocumentPages;
    try {
      document = await DocumentPages.open(this.#core, job, call.port);
    } catch (error) {
      this.#logFailure(job, error);
      // A stored document that cannot be read is no better the next time. The others have a call of their own.
      await attempt.end({ ...brokenOff(error, false), hopeless: true }, job.record.unconfirmedPage);
      return;
    }
    document.attempt = attempt.n;
    const documents = await CallDocuments.of(this.#core, call, { document, attempt }, others);
    await this.#call(call, documents);
  }

  async #call(call: LiveCall, documents: CallDocuments): Promise<void> {
    const core = this.#core;
    let end: CallEnd;
    let unconfirmedPage: number | null = null;
    try {
      core.step('send.dialling');
      const result = await this.#send(call, documents);
      core.step('send.call-ended');
      call.remoteId ??= result.remoteId;
      end = endOf(result, documents.now.document.awaitsConfirmation);
      unconfirmedPage = unconfirmedOf(result, documents);
    } catch (error) {
      this.#logFailure(documents.now.document.job, error);
      end = brokenOff(error, documents.now.document.awaitsConfirmation);
      unconfirmedPage = documents.now.document.job.record.unconfirmedPage;
    }
    await documents.settled();
    const { attempt, document } = documents.now;
    if (attempt.begun) await attempt.end(end, unconfirmedPage);
    else await this.#neverBegun(document.job, call);
  }

  /** The call ended between two documents: the second is where it was, unless a person took it back meanwhile. */
  async #neverBegun(job: LiveJob, call: LiveCall): Promise<void> {
    if (call.ending !== 'cancel') return;
    const core = this.#core;
    const record = core.change(job, cancelled(core.clock.now(), false));
    await core.write(job, () => core.store.putJobs([record]));
  }

  #send(call: LiveCall, documents: CallDocuments): Promise<CallResult> {
    const { job } = documents.now.document;
    return call.port.line.send(
      {
        number: job.record.number,
        localId: stationOf(this.#core.settings, call.port.record, job.record),
        document: documents,
        firstPage: documents.firstPage,
        resent: documents.pages[documents.firstPage]?.resent ?? false,
        ecm: true,
      },
      this.#observer(call, documents),
      call.abort.signal,
    );
  }

  #observer(call: LiveCall, documents: CallDocuments): CallObserver {
    const core = this.#core;
    return {
      frame: (entry) => noteFrame(documents.now.attempt.transcript, entry),
      negotiated: (facts) => {
        call.rate = facts.rate;
        call.ecm = facts.ecm;
        call.coding = facts.coding;
        call.remoteId = facts.remoteId;
        core.showJob(documents.now.document.job);
      },
      pageStarted: (index) => {
        const { job } = documents.now.document;
        call.currentPage = documents.pageOf(index) + 1;
        if (job.record.state === 'dialing') {
          core.change(job, { state: 'sending' });
          core.setPortState(call.port, 'sending');
        }
        core.showJob(job);
        core.step('send.page-started');
      },
      pageEnded: ({ index, status }) => {
        if (status === 'RTN') documents.now.document.refused(documents.pageOf(index));
      },
    };
  }

  #logFailure(job: LiveJob, error: unknown): void {
    this.#core.log('error', 'A call could not be made', { job: job.record.id, error: describeError(error) });
  }
}

/** Which page of the document on the line went out whole and was not confirmed. */
function unconfirmedOf({ unconfirmedPage }: CallResult, documents: CallDocuments): number | null {
  if (unconfirmedPage === null || unconfirmedPage === undefined) return null;
  return unconfirmedPage < documents.now.offset ? null : documents.pageOf(unconfirmedPage);
}

const brokenOff = (error: unknown, unconfirmed: boolean): CallEnd => ({
  outcome: 'line-failed',
  code: toFaxError(error).code,
  words: toFaxError(error).message,
  unconfirmed,
  hopeless: false,
});

const describeError = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
