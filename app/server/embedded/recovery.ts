import { readFile, rm } from 'node:fs/promises';
import type { PageFacts } from '../../document/page-works.ts';
import type { Outcome } from '../../model/job.ts';
import type { AttemptRecord, MessageRecord, StoredJob, StoredOffice } from '../../store/records.ts';
import { announce } from './call-runner.ts';
import type { LiveJob } from './live.ts';
import type { Reception } from './reception.ts';
import { type CallParties, factsOf } from './reception-records.ts';
import { isOpen, routedWords } from './routing/routing-state.ts';
import type { ServerCore } from './server-core.ts';
import { delivered, interrupted, uncertain } from './settlement.ts';

/**
 * Puts right what was under way when the server last ended, be it by a kill: calls become interrupted attempts, faxes
 * whose every page was confirmed are delivered, those cut between the last page and its confirmation wait for a person,
 * and what a cut reception had stored is filed.
 */
export class Recovery {
  readonly #core: ServerCore;
  readonly #reception: Reception;

  constructor(core: ServerCore, reception: Reception) {
    this.#core = core;
    this.#reception = reception;
  }

  /** Brings stored jobs and messages into memory and settles what was cut. */
  async load(office: StoredOffice): Promise<void> {
    for (const message of office.messages) this.#core.messages.set(message.id, message);
    const cut = office.jobs
      .map((stored) => ({ stored, job: this.#core.keepStored(stored) }))
      .filter(({ stored }) => wasActive(stored));
    for (const { stored, job } of cut) {
      if (stored.job.direction === 'out') {
        this.#core.step('restart.call-settling');
        await this.#settleCall(stored, job);
        this.#core.step('restart.call-settled');
      } else {
        this.#core.step('restart.reception-settling');
        await this.#settleReception(stored, job);
        this.#core.step('restart.reception-settled');
      }
    }
  }

  async #settleCall(stored: StoredJob, job: LiveJob): Promise<void> {
    const core = this.#core;
    const now = core.clock.now();
    const { record } = job;
    const allConfirmed = stored.pagesConfirmed >= record.pages;
    const changes = allConfirmed
      ? delivered(record, now)
      : stored.openAttempt?.lastPageSent
        ? { ...uncertain(now), unconfirmedPage: record.pages - 1 }
        : interrupted('The last call was interrupted');
    const changed = core.change(job, changes);
    // Both in one write: a second kill between them would forget that the last page had gone out.
    const attempt = await this.#closedAttempt(stored, job, changes.outcome ?? 'line-failed');
    await (attempt === null ? core.store.putJobs([changed]) : core.store.endAttempt(changed, attempt));
    core.log('info', 'A call that was cut is settled', { job: record.id, state: changed.state });
    announce(core, job);
  }

  /** The attempt that a kill cut gets its end, so that the list of attempts tells what happened. */
  async #closedAttempt({ openAttempt }: StoredJob, job: LiveJob, outcome: Outcome): Promise<AttemptRecord | null> {
    if (openAttempt === null) return null;
    const { store, clock } = this.#core;
    const attempts = await store.attempts(job.record.id);
    const attempt = attempts.find(({ n }) => n === openAttempt.n);
    if (!attempt) return null;
    const earlier = attempts.reduce((sum, each) => (each.n < attempt.n ? sum + each.pagesConfirmed : sum), 0);
    return {
      ...attempt,
      endedAt: clock.now(),
      outcome: outcome === 'ok' || outcome === 'uncertain' ? outcome : 'line-failed',
      code: 'interrupted',
      pagesConfirmed: Math.max(0, job.pagesConfirmed - earlier),
    };
  }

  async #settleReception(stored: StoredJob, job: LiveJob): Promise<void> {
    const core = this.#core;
    const filed = core.messages.get(job.record.id) ?? (await core.store.message(job.record.id));
    if (filed !== null) return this.#takeAsFiled(job, filed);
    const path = core.folders.received(job.record.id);
    const pages = await this.#pagesOf(job, path);
    const complete = await this.#closedReception(stored, job, pages.length);
    if (pages.length > 0) {
      const badLines = pages.reduce((sum, page) => sum + page.badLines, 0);
      const facts = factsOf(job.record, await this.#partiesOf(job, path));
      return this.#reception.fileCut(job, { badLines }, complete, facts);
    }
    await removePageless(path);
    const record = core.change(job, {
      state: 'failed',
      outcome: 'line-failed',
      words: 'Nothing was received: the call was interrupted',
      finishedAt: core.clock.now(),
    });
    await core.store.putJobs([record]);
  }

  /**
   * A fax that is filed though its job's row does not say so: the disk had refused the row, and took an older one last.
   * Filing it again would send it on again.
   */
  async #takeAsFiled(job: LiveJob, message: MessageRecord): Promise<void> {
    const core = this.#core;
    const open = message.routing.some(isOpen);
    const record = core.change(job, {
      state: open ? 'routing' : 'received',
      pages: message.pages,
      outcome: message.state === 'complete' ? 'ok' : 'lost-in-page',
      words: routedWords(message, core.clock.now(), core.zone),
      document: message.file,
      finishedAt: open ? null : core.clock.now(),
    });
    await core.store.putJobs([record]);
  }

  async #pagesOf({ record }: LiveJob, path: string): Promise<readonly PageFacts[]> {
    try {
      return await this.#core.works.describe(path);
    } catch (error) {
      this.#core.log('info', 'A reception that was cut had stored nothing', { job: record.id, error: String(error) });
      return [];
    }
  }

  /** Ends the attempt of a cut reception; true where the whole fax had come before the cut. */
  async #closedReception(stored: StoredJob, job: LiveJob, pages: number): Promise<boolean> {
    const { store, clock } = this.#core;
    const attempt = (await store.attempts(job.record.id)).at(-1);
    if (stored.openAttempt === null || attempt === undefined) return attempt?.outcome === 'ok';
    const whole = attempt.outcome === 'ok';
    const cut = { outcome: 'line-failed', code: 'interrupted', pagesConfirmed: pages } as const;
    const end = whole ? { code: 'ok' } : cut;
    await store.endAttempt(job.record, { ...attempt, ...end, endedAt: clock.now() });
    return whole;
  }

  /** Who had called whom: the file's tags tell it, and the job's row of a file that cannot be read so. */
  async #partiesOf({ record }: LiveJob, path: string): Promise<CallParties> {
    try {
      const { tsid, callerId, routing } = (await this.#core.works.faxFacts(path, { placeholder: '' })).model;
      return { remoteId: tsid || null, callerId: callerId || null, called: routing || null };
    } catch (error) {
      this.#core.log('warn', 'The facts of a cut reception cannot be read', { job: record.id, error: String(error) });
      return { remoteId: record.number || null, callerId: null, called: null };
    }
  }
}

/**
 * Removes a file that was begun and has no page yet, however much of its first one is there: nobody would ever look for
 * it again. One with pages stays, also where it cannot be read.
 */
async function removePageless(path: string): Promise<void> {
  // Null: the kill came before the file was there.
  const octets = await readFile(path).catch(() => null);
  // A TIFF's header ends with the place of its first page, which is written behind the page itself.
  if (octets?.subarray(4, 8).every((octet) => octet === 0)) await rm(path, { force: true });
}

const wasActive = ({ job }: StoredJob): boolean =>
  job.state === 'dialing' || job.state === 'sending' || job.state === 'receiving' || isUnfiled(job);

/** What is filed already only waits for its rules: `Routing` goes on with it. */
const isUnfiled = ({ state, document }: StoredJob['job']): boolean => state === 'routing' && document === '';
