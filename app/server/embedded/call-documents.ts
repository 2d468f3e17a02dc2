import type { PageSource, SourcePage } from '../../lines/fax-line.ts';
import { FaxError } from '../../model/errors.ts';
import type { CodedPage, PageFormat } from '../../model/page-format.ts';
import { DocumentPages } from './document-pages.ts';
import { JobAttempt } from './job-attempt.ts';
import type { LiveCall, LiveJob } from './live.ts';
import type { ServerCore } from './server-core.ts';

/** A job's document in a call, and the index of its first page among the call's pages. */
interface Part {
  readonly document: DocumentPages;
  readonly attempt: JobAttempt;
  readonly offset: number;
}

/** A document that is delivered while its call goes on. */
const confirmedAll = { outcome: 'ok', code: 'ok', words: '', unconfirmed: false, hopeless: false } as const;

/**
 * The documents of the jobs that go in one call, one after the other, as the line sends them. A job's attempt begins
 * when its turn comes and the far end is ready for it, and ends when its last page is confirmed, or with the call.
 */
export class CallDocuments implements PageSource {
  readonly pages: readonly SourcePage[];
  readonly #core: ServerCore;
  readonly #call: LiveCall;
  readonly #number: string;
  readonly #parts: readonly Part[];
  /** The part on the line. */
  #now: Part;
  /** Its attempt's beginning, where that is under way or over. */
  #beginning: Promise<void> | null = null;

  private constructor(core: ServerCore, call: LiveCall, parts: readonly [Part, ...Part[]]) {
    this.#core = core;
    this.#call = call;
    this.#parts = parts;
    this.#now = parts[0];
    this.#number = parts[0].document.job.record.number;
    this.pages = parts.flatMap(({ document }) => document.pages);
  }

  /**
   * @param first the job whose attempt has begun, with its document
   * @param rest jobs that wait for their turn; one whose document cannot be read is left out, and goes on its own
   */
  static async of(
    core: ServerCore,
    call: LiveCall,
    first: { readonly document: DocumentPages; readonly attempt: JobAttempt },
    rest: readonly LiveJob[],
  ): Promise<CallDocuments> {
    const parts: [Part, ...Part[]] = [{ ...first, offset: 0 }];
    let offset = first.document.pages.length;
    for (const job of rest) {
      const document = await DocumentPages.open(core, job, call.port).catch((error: unknown) => {
        core.log('warn', 'A stored document cannot be read', { job: job.record.id, error: String(error) });
        return null;
      });
      if (document === null) {
        job.turn = null;
        continue;
      }
      parts.push({ document, attempt: new JobAttempt(core, job, call), offset });
      offset += document.pages.length;
    }
    return new CallDocuments(core, call, parts);
  }

  /** The document on the line, and its job's attempt, which may not have begun. */
  get now(): Pick<Part, 'document' | 'attempt' | 'offset'> {
    return this.#now;
  }

  /** Resolves when no beginning of an attempt is under way: a line may end its call without waiting for a page. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.#beginning]);
  }

  get firstPage(): number {
    return this.#firstOf(this.#now);
  }

  /** The page of its own document, 0-based, that a page of the call is. */
  pageOf(index: number): number {
    return index - this.#partOf(index).offset;
  }

  #partOf(index: number): Part {
    return this.#parts.findLast(({ offset }) => offset <= index) ?? this.#parts[0] ?? this.#now;
  }

  /** The first page that is wanted of a document: pages confirmed in an earlier call are not sent again. */
  #firstOf({ document, offset }: Part): number {
    return offset + document.job.pagesConfirmed;
  }

  async code(index: number, format: PageFormat): Promise<CodedPage> {
    const part = this.#partOf(index);
    // A page may be asked for again, in another format, while the attempt is still being written.
    if (part === this.#now && !part.attempt.begun) {
      this.#beginning ??= this.#begin(part);
      await this.#beginning;
    }
    return part.document.code(this.pageOf(index), format);
  }

  /** The far end is ready for the document whose turn it is. */
  async #begin({ document, attempt }: Part): Promise<void> {
    if (!this.#isWanted(document.job) || !this.#goesOn() || !(await attempt.begin('sending')))
      throw new FaxError('CANCELLED');
    document.attempt = attempt.n;
  }

  /** Another document may follow in this call. */
  #goesOn(): boolean {
    const { settings, storeError, stopping } = this.#core;
    return this.#call.ending === null && !stopping && storeError === null && !settings.pauseServerQueue;
  }

  /** The next part that is still wanted. */
  #upNext(): Part | null {
    if (!this.#goesOn()) return null;
    const behind = this.#parts.slice(this.#parts.indexOf(this.#now) + 1);
    return behind.find(({ document: { job } }) => job.turn === this.#call && this.#isWanted(job)) ?? null;
  }

  /** It still waits to be sent, to this number. */
  #isWanted({ record }: LiveJob): boolean {
    const waits = record.state === 'waiting' || record.state === 'retrying';
    return waits && !record.paused && record.number === this.#number;
  }

  following(index: number): number | null {
    // Once the document is confirmed, the one on the line is the next one already.
    const next = this.#partOf(index) === this.#now ? this.#upNext() : this.#now;
    return next === null ? null : this.#firstOf(next);
  }

  async confirmed(index: number): Promise<void> {
    const part = this.#partOf(index);
    await part.document.confirmed(this.pageOf(index));
    const next = part === this.#now && part.document.delivered ? this.#upNext() : null;
    if (next === null) return;
    this.#turnTo(next);
    await part.attempt.end(confirmedAll, null);
    part.document.job.call = null;
    this.#core.showJob(part.document.job);
  }

  #turnTo(next: Part): void {
    const { job } = next.document;
    this.#now = next;
    this.#beginning = null;
    job.turn = null;
    job.call = this.#call;
    job.decision = null;
    this.#call.currentPage = null;
    this.#call.port.job = job;
    this.#core.showJob(job);
  }

  lastPageSent(index: number): Promise<void> {
    return this.#partOf(index).document.lastPageSent();
  }
}
