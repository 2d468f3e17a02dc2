import type { FaxFacts, StoredPage } from '../../document/page-works.ts';
import type { IncomingRing, PageSink, PageVerdict, ReceivedPage } from '../../lines/fax-line.ts';
import { toFaxError } from '../../model/errors.ts';
import type { TranscriptEntry } from '../../model/job.ts';
import { defaultPageQuality, pageQualityRule } from '../../model/page-quality.ts';
import type { Settings } from '../../model/settings.ts';
import type { AttemptRecord } from '../../store/records.ts';
import type { LiveCall, LiveJob } from './live.ts';
import { calledOf, factsOf, saidLastPage, wholeAttempt } from './reception-records.ts';
import type { ServerCore } from './server-core.ts';

/** The settings' rule by which a received page is answered: MCF, RTP or RTN. */
const qualityRule = ({ pageRetrainPercent, pageRefusePercent }: Settings) =>
  pageQualityRule({
    ...defaultPageQuality,
    retrainFrom: pageRetrainPercent / 100,
    refuseFrom: pageRefusePercent / 100,
  });

/** A call that is being received. */
export interface Receiving {
  readonly job: LiveJob;
  readonly call: LiveCall;
  readonly ring: Pick<IncomingRing, 'callerId' | 'ringKind'>;
  /** Its attempt as it began. */
  readonly attempt: AttemptRecord;
  /** As far as it has come. */
  readonly transcript: readonly TranscriptEntry[];
}

/** Stores the pages of one call, each durable before the far end is answered. */
export class ReceivedPages implements PageSink {
  readonly #core: ServerCore;
  readonly #receiving: Receiving;
  #pages = 0;
  #badLines = 0;
  /** The last page when it was refused and has not come again. */
  #refused: ReceivedPage | null = null;
  /** A page of which the call lost a part was among them. */
  #damaged = false;
  /** It is written that the last page is here. */
  #whole = false;

  constructor(core: ServerCore, receiving: Receiving) {
    this.#core = core;
    this.#receiving = receiving;
  }

  /** Pages stored, but for one that was refused. */
  get pages(): number {
    return this.#pages;
  }

  get badLines(): number {
    return this.#badLines;
  }

  /** What goes into the file's tags, as far as it is known by now. */
  get facts(): FaxFacts {
    const { job, call, ring, transcript } = this.#receiving;
    const called = calledOf(transcript, ring.ringKind ?? null);
    return factsOf(job.record, { remoteId: call.remoteId, callerId: ring.callerId, called });
  }

  get #path(): string {
    return this.#core.folders.received(this.#receiving.job.record.id);
  }

  async receive(page: ReceivedPage): Promise<PageVerdict> {
    const core = this.#core;
    const rule = qualityRule(core.settings);
    core.step('receive.page-storing');
    const judge = (stored: StoredPage) => rule({ ...stored, ecm: page.ecm, complete: page.complete });
    const keep = (decoded: StoredPage) => judge(decoded) !== 'reject';
    const stored = await core.works.appendReceived(this.#path, page, this.facts, keep);
    const { rows, badRows, longestBadRun } = stored;
    const status = judge(stored);
    this.#refused = status === 'reject' ? page : null;
    if (this.#refused === null) {
      this.#count(page, badRows);
      await this.#noteWhole();
    }
    core.step('receive.page-stored');
    return { rows, badRows, longestBadRun, status };
  }

  /** Stores a page that was refused and never came again: it is better than none. */
  async keepRefused(): Promise<void> {
    const page = this.#refused;
    if (page === null) return;
    const { badRows } = await this.#core.works.appendReceived(this.#path, page, this.facts);
    this.#refused = null;
    this.#count(page, badRows);
  }

  #count({ complete }: ReceivedPage, badRows: number): void {
    const { job } = this.#receiving;
    this.#pages += 1;
    this.#badLines += badRows;
    this.#damaged ||= !complete;
    job.pagesConfirmed = this.#pages;
    this.#core.change(job, { pages: this.#pages });
    this.#core.showJob(job);
  }

  /**
   * Writes that the fax is whole, before the far end hears it: what is cut behind that is filed as what it is; and takes
   * it back where a page comes all the same. Where the disk refuses, a fax that is cut there is called partial.
   */
  async #noteWhole(): Promise<void> {
    const core = this.#core;
    const { job, call, attempt, transcript } = this.#receiving;
    const whole = !this.#damaged && saidLastPage(transcript);
    if (!whole && !this.#whole) return;
    this.#whole = whole;
    try {
      await core.store.startAttempt(job.record, whole ? wholeAttempt(attempt, call, this.#pages) : attempt);
    } catch (error) {
      const { code } = toFaxError(error);
      core.log('warn', 'That a fax is whole could not be written', { job: job.record.id, code });
    }
  }
}
