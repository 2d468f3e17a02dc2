import type { FaxFacts } from '../../document/page-works.ts';
import type { CallObserver, CallResult, IncomingRing } from '../../lines/fax-line.ts';
import { FaxError, toFaxError } from '../../model/errors.ts';
import type { TranscriptEntry } from '../../model/job.ts';
import type { AttemptRecord, MessageRecord } from '../../store/records.ts';
import { type LiveCall, type LiveJob, type LivePort, noteFrame } from './live.ts';
import { ReceivedPages } from './received-pages.ts';
import { attemptEnd, firstAttempt, messageOf, newReception } from './reception-records.ts';
import { incomingBlocked, isBlockedInCall, mayNameCaller, notAnswered } from './reception-rules.ts';
import { pendingRecord, rulesFor } from './routing/choose-rules.ts';
import { routedWords } from './routing/routing-state.ts';
import type { ServerCore } from './server-core.ts';
import { receivedWords } from './views.ts';
import { outcomeWords, practiceWords } from './wording.ts';

/** Filing that failed is tried again after this, ms. */
const FILE_AGAIN = 15_000;

/** Answers calls and files what they bring. */
export class Reception {
  readonly #core: ServerCore;
  readonly #filed: () => void;
  /** Ports that ring: what answers the call, and what leaves it alone. */
  readonly #ringing = new Map<LivePort, { readonly answer: () => void; readonly leave: () => void }>();

  /** Calls that were ended because their caller's are not taken. */
  readonly #blocked = new WeakSet<LiveCall>();

  /** @param filed told when a fax was filed that is to be sent on */
  constructor(core: ServerCore, filed: () => void) {
    this.#core = core;
    this.#filed = filed;
  }

  /**
   * Answers the call that rings on a port. Throws `PORT_BUSY`; `OPERATION_NOT_ALLOWED` where nothing rings or no call is
   * answered; `CALLER_BLOCKED`, `DISK_LOW`.
   */
  answer(port: LivePort): void {
    const ringing = this.#ringing.get(port);
    const refusal = ringing ? notAnswered(this.#core, port.callerId) : null;
    if (refusal) throw refusal;
    if (ringing) ringing.answer();
    else if (this.#core.isOnCall(port)) throw new FaxError('PORT_BUSY');
    else
      throw new FaxError('OPERATION_NOT_ALLOWED', {
        message: 'Nothing rings on this port.',
        next: 'Answer a call while its port is ringing.',
      });
  }

  /** Forgets the call that rings on a port: its line can no longer answer it. The port's state stays the caller's. */
  giveUp(port: LivePort): void {
    this.#ringing.get(port)?.leave();
    this.#ringing.delete(port);
  }

  /** A call is coming in on a port: shows it, and answers by the port's rules (object model 1.5). */
  ring(port: LivePort, ring: IncomingRing): void {
    const core = this.#core;
    let shown = false;
    let over = false;
    const answer = () => {
      over = true;
      this.#ringing.delete(port);
      this.#answer(port, ring);
    };
    const leave = () => {
      over = true;
    };
    const consider = (rings: number) => {
      if (over || port.closing || core.stopping) return;
      // A line that makes a call of any datagram is not to be held by one that nobody will take.
      if (port.record.receive === 'none') ring.decline?.();
      if (over) return;
      if (!shown) {
        // A port that is just ending its last call may be free at the next ring.
        if (port.state !== 'idle' || port.job !== null || port.record.receive === 'none') return;
        shown = true;
        core.setPortState(port, 'ringing');
        this.#ringing.set(port, { answer, leave });
      }
      // Caller ID comes between the first ring and the second.
      if (port.callerId !== ring.callerId) {
        port.callerId = ring.callerId;
        core.publisher.mark(`port:${port.record.id}`);
      }
      const refusal = notAnswered(core, ring.callerId);
      if (port.error !== (refusal?.message ?? null)) {
        core.setPortState(port, 'ringing', refusal?.message ?? null);
        if (refusal) core.log('info', 'A call is not answered', { port: port.record.id, code: refusal.code });
      }
      if (port.record.receive === 'manual') ring.atHumanPace?.();
      if (refusal !== null || port.record.receive !== 'auto' || rings < port.record.rings) return;
      // Who is blocked by number can only be told once the network has named the caller.
      if (rings === 1 && ring.callerId === null && mayNameCaller(core, port)) return;
      answer();
    };
    ring.onGone(() => {
      if (over) return;
      over = true;
      if (!shown) return;
      this.#ringing.delete(port);
      this.#free(port);
    });
    ring.onRing(consider);
    consider(ring.rings);
  }

  #free(port: LivePort): void {
    port.job = null;
    this.#core.restPort(port);
    this.#core.wake();
  }

  #answer(port: LivePort, ring: IncomingRing): void {
    const core = this.#core;
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
    core.step('receive.answering');
    core.setPortState(port, 'receiving');
    core.receptions.add(call);
    void this.#receive(port, ring, call)
      .catch((error: unknown) => core.log('error', 'A reception ended in a defect', { error: String(error) }))
      .finally(() => {
        core.receptions.delete(call);
        resolve();
        core.wake();
      });
  }

  async #receive(port: LivePort, ring: IncomingRing, call: LiveCall): Promise<void> {
    const core = this.#core;
    const transcript: TranscriptEntry[] = [];
    let job: LiveJob;
    let attempt: AttemptRecord;
    let pages: ReceivedPages;
    let result: CallResult;
    try {
      const fresh = newReception(port, ring.callerId, core.clock.now());
      job = core.keep({ id: await core.store.addJob(fresh), ...fresh }, 0);
      job.call = call;
      port.job = job;
      core.showJob(job);
      const begun = job.record;
      attempt = firstAttempt(begun, port);
      pages = new ReceivedPages(core, { job, call, ring, attempt, transcript });
      // The record as it is now: a write that is made late must not bring the filed state before the fax itself.
      await core.write(job, () => core.store.startAttempt(begun, attempt));
      core.step('receive.job-written');
      result = await ring.answer(
        { localId: port.record.csid, sink: pages, ecm: true },
        this.#observer(job, call, transcript),
        call.abort.signal,
      );
    } finally {
      // Filing takes its time; the line need not wait for it.
      this.#free(port);
    }
    // From here on it cannot be cancelled: what came is filed.
    core.change(job, { state: 'routing' });
    job.call = null;
    core.showJob(job);
    core.step('receive.call-ended');
    call.remoteId ??= result.remoteId;
    await this.#untilDone(job, call.abort.signal, () => pages.keepRefused());
    const ended = attemptEnd(attempt, call, result, pages.pages, transcript, core.clock.now());
    const routing = job.record;
    await core.write(job, () => core.store.startAttempt(routing, ended));
    if (pages.pages === 0) await this.#nothingCame(job, result, call);
    else {
      const known = pages.facts;
      const facts = { ...known, routing: result.subAddress ?? known.routing };
      await this.#untilDone(job, call.abort.signal, () => this.file(job, pages, result.outcome === 'ok', facts));
    }
  }

  /** Waits out a disk that refuses; when the server stops meanwhile, the next start files what came. */
  async #untilDone(job: LiveJob, stop: AbortSignal, work: () => Promise<void>): Promise<void> {
    const core = this.#core;
    for (;;) {
      try {
        return await work();
      } catch (thrown) {
        const error = toFaxError(thrown);
        core.log('error', 'A received fax could not be filed', { job: job.record.id, code: error.code });
        core.change(job, { words: `Filing is tried again. ${error.message}` });
        core.showJob(job);
        const { promise, resolve } = Promise.withResolvers<void>();
        const stopWaiting = core.clock.after(FILE_AGAIN, resolve);
        stop.addEventListener('abort', () => resolve(), { once: true });
        await promise;
        stopWaiting();
        if (core.stopping) throw error;
      }
    }
  }

  #observer(job: LiveJob, call: LiveCall, transcript: TranscriptEntry[]): CallObserver {
    const core = this.#core;
    return {
      frame: (entry) => noteFrame(transcript, entry),
      negotiated: (facts) => {
        call.rate = facts.rate;
        call.ecm = facts.ecm;
        call.coding = facts.coding;
        call.remoteId = facts.remoteId;
        core.showJob(job);
        if (isBlockedInCall(core, facts.remoteId, call.port.callerId) && job.pagesConfirmed === 0) {
          this.#blocked.add(call);
          call.abort.abort();
        }
        if (facts.remoteId === null || facts.remoteId === job.record.number) return;
        // Written now: after a kill the file must still say whose fax it is.
        const record = core.change(job, { number: facts.remoteId });
        void core.write(job, () => core.store.putJobs([record]));
      },
      pageStarted: (index) => {
        call.currentPage = index + 1;
        core.showJob(job);
      },
    };
  }

  /** Ends a reception that stored no page. */
  async #nothingCame(job: LiveJob, { outcome }: CallResult, call: LiveCall): Promise<void> {
    const core = this.#core;
    const blocked = this.#blocked.has(call);
    const ended = blocked ? 'blocked-number' : outcome === 'ok' ? 'remote-hung-up' : outcome;
    const record = core.change(job, {
      state: call.ending === 'cancel' ? 'cancelled' : 'failed',
      outcome: ended,
      words: blocked
        ? 'Nothing was received: calls of this caller are not taken'
        : `Nothing was received: ${outcomeWords[ended].toLowerCase()}`,
      finishedAt: core.clock.now(),
    });
    await core.write(job, () => core.store.putJobs([record]));
    core.showJob(job);
  }

  /**
   * Files what a kill had cut. Where the disk refuses, the start goes on and it is tried again; the fax is on the disk,
   * and the next start finds it too.
   */
  async fileCut(...fax: Parameters<Reception['file']>): Promise<void> {
    const core = this.#core;
    const [job] = fax;
    try {
      return await this.file(...fax);
    } catch (error) {
      core.log('error', 'A cut fax could not be filed', { job: job.record.id, code: toFaxError(error).code });
    }
    void this.#untilDone(job, new AbortController().signal, () => this.file(...fax)).catch((error: unknown) =>
      core.log('error', 'A cut fax is left to the next start', { job: job.record.id, error: String(error) }),
    );
  }

  /**
   * Files what came: final tags, the inbox, a notice, and the rules by which it is sent on. Also called at start-up for
   * what a kill had cut.
   */
  async file(
    job: LiveJob,
    arrived: Pick<ReceivedPages, 'badLines'>,
    complete: boolean,
    facts: FaxFacts,
  ): Promise<void> {
    const core = this.#core;
    core.change(job, { state: 'routing' });
    core.showJob(job);
    const path = core.folders.received(job.record.id);
    const pages = (await core.works.finishReceived(path, facts)).length;
    core.step('receive.file-finished');
    job.pagesConfirmed = pages;
    const message = this.#routed(messageOf(job.record, { badLines: arrived.badLines, pages }, complete, facts));
    const open = message.routing.some(({ state }) => state === 'pending');
    const now = core.clock.now();
    const record = core.change(job, {
      // Sent on by rules, it stays in `routing` until the last of them is through; it is in the inbox all the same.
      state: open ? 'routing' : 'received',
      pages,
      outcome: complete ? 'ok' : 'lost-in-page',
      words: routedWords(message, now, core.zone),
      document: message.file,
      finishedAt: open ? null : now,
    });
    core.step('receive.message-writing');
    // A write that is made late must not take back what became of the fax meanwhile.
    await core.write(job, () => core.store.fileMessage(job.record, core.messages.get(message.id) ?? message));
    core.step('receive.message-written');
    core.keepMessage(message);
    core.showJob(job);
    const words = receivedWords(pages, !complete);
    core.notice({
      notice: 'received',
      id: message.id,
      pages,
      practice: message.practice,
      outcome: record.outcome,
      words: message.practice ? `${words}. ${practiceWords}` : words,
    });
    this.#filed();
  }

  /** The fax with the office's rules as they are now: those that hold are still to be done. */
  #routed(message: MessageRecord): MessageRecord {
    const { lists, ports, settings, zone } = this.#core;
    const portId = [...ports.values()].find(({ record }) => record.name === message.port)?.record.id ?? null;
    const rules = rulesFor(lists.now.routing, { ...message, stationId: message.tsid, portId }, zone);
    const routing = [...message.routing, ...rules.map(pendingRecord)];
    return { ...message, routing, archiveDue: settings.archiveInboundFaxes };
  }

  /** Warns while no call is answered. Call it when the settings changed. */
  showSwitch(): void {
    this.#core.warn('incoming-blocked', this.#core.settings.incomingQueueBlocked ? incomingBlocked : null);
  }
}
