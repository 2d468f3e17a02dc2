import type { BannerText } from '../../document/page-works.ts';
import type { PageSource, SourcePage } from '../../lines/fax-line.ts';
import { FaxError } from '../../model/errors.ts';
import { type CodedPage, type PageFormat, pageWidthOfDots, resolutionOfLines } from '../../model/page-format.ts';
import type { LiveCall, LiveJob } from './live.ts';
import type { ServerCore } from './server-core.ts';
import { localDateTime } from './wording.ts';

/** Our identification: the port's, or what came with the fax where the port has none. */
export const stationOf = (call: LiveCall, job: LiveJob): string => call.port.record.tsid || (job.record.tsid ?? '');

/**
 * A job's stored pages as one call sends them: coded for the far end with the banner, every confirmation on the disk
 * before the next page goes.
 */
export class DocumentPages implements PageSource {
  readonly pages: readonly SourcePage[];
  readonly #core: ServerCore;
  readonly #job: LiveJob;
  readonly #call: LiveCall;
  readonly #attempt: number;
  readonly #file: string;
  readonly #branding: boolean;
  #lastPageSent = false;

  private constructor(core: ServerCore, job: LiveJob, call: LiveCall, attempt: number, pages: readonly SourcePage[]) {
    this.#core = core;
    this.#job = job;
    this.#call = call;
    this.#attempt = attempt;
    this.#file = core.folders.document(job.record.document);
    // One call is one way of sending: a change of the setting holds from the next call on.
    this.#branding = core.settings.branding;
    this.pages = pages;
  }

  /** Looks at the stored document. Throws what the page works throw of a file that is gone or damaged. */
  static async open(core: ServerCore, job: LiveJob, call: LiveCall, attempt: number): Promise<DocumentPages> {
    const facts = await core.works.describe(core.folders.document(job.record.document));
    if (facts.length !== job.record.pages)
      throw new FaxError('FILE_DAMAGED', { message: 'The stored document does not have the pages that it had.' });
    const pages = facts.map(({ width, yDpi }): SourcePage => {
      const paper = pageWidthOfDots(width);
      if (paper === undefined)
        throw new FaxError('FILE_DAMAGED', { message: 'A stored page has a width of no paper.' });
      return { width: paper, resolution: resolutionOfLines(yDpi) };
    });
    return new DocumentPages(core, job, call, attempt, pages);
  }

  /** The last page went out in full, and nothing was heard of it since. */
  get awaitsConfirmation(): boolean {
    return this.#lastPageSent && this.#job.pagesConfirmed < this.pages.length;
  }

  code(index: number, format: PageFormat): Promise<CodedPage> {
    return this.#core.works.codePage(this.#file, index, format, this.#branding ? this.#banner(index) : null);
  }

  #banner(index: number): BannerText {
    const { clock, zone } = this.#core;
    return {
      at: localDateTime(clock.now(), zone),
      from: stationOf(this.#call, this.#job),
      to: this.#job.record.number,
      page: index + 1,
      pages: this.pages.length,
    };
  }

  async confirmed(index: number): Promise<void> {
    const job = this.#job;
    job.pagesConfirmed = Math.max(job.pagesConfirmed, index + 1);
    const { store } = this.#core;
    const written = await this.#core.write(job, () => store.confirmPage(job.record.id, this.#attempt, index));
    this.#core.showJob(job);
    // Without a record the next page must not go: after a kill it would be sent twice.
    if (!written || this.#core.storeError !== null) throw new FaxError('WRITE_FAILED');
  }

  async lastPageSent(): Promise<void> {
    // When this write is refused the command does not go out: the page is known not to be confirmed.
    await this.#core.store.setLastPageSent(this.#job.record.id, this.#attempt, true);
    this.#lastPageSent = true;
  }

  /** The far end answered that it could not read the page: it has not arrived. */
  refused(index: number): void {
    if (index !== this.pages.length - 1 || !this.#lastPageSent) return;
    this.#lastPageSent = false;
    const { store } = this.#core;
    void this.#core.write(this.#job, () => store.setLastPageSent(this.#job.record.id, this.#attempt, false));
  }
}
