import type { BannerText } from '../../document/page-works.ts';
import type { SourcePage } from '../../lines/fax-line.ts';
import { FaxError } from '../../model/errors.ts';
import { type CodedPage, type PageFormat, pageWidthOfDots, resolutionOfLines } from '../../model/page-format.ts';
import type { Settings } from '../../model/settings.ts';
import type { JobRecord, PortRecord } from '../../store/records.ts';
import type { LiveJob, LivePort } from './live.ts';
import type { ServerCore } from './server-core.ts';
import { localDateTime } from './wording.ts';

/**
 * Our identification in a call: the port's; where the setting `useDeviceTsid` is off the one given with the fax, and the
 * port's where none was (object model 1.1, 3.4). The banner says the same.
 */
export function stationOf(
  settings: Pick<Settings, 'useDeviceTsid'>,
  port: Pick<PortRecord, 'tsid'>,
  job: Pick<JobRecord, 'tsid'>,
): string {
  const given = job.tsid ?? '';
  return settings.useDeviceTsid ? port.tsid || given : given || port.tsid;
}

/**
 * One job's stored pages as a call sends them: coded for the far end with the banner, every confirmation on the disk
 * before the next page goes. Pages are counted within the document, from 0.
 */
export class DocumentPages {
  readonly pages: readonly SourcePage[];
  readonly job: LiveJob;
  /** The attempt that the pages go in; set when it begins. */
  attempt = 0;
  readonly #core: ServerCore;
  readonly #file: string;
  readonly #branding: boolean;
  readonly #station: string;
  #lastPageSent = false;

  private constructor(core: ServerCore, job: LiveJob, port: LivePort, pages: readonly SourcePage[]) {
    this.#core = core;
    this.job = job;
    this.#file = core.folders.document(job.record.document);
    // One call is one way of sending: a change of the setting holds from the next call on.
    this.#branding = core.settings.branding;
    this.#station = stationOf(core.settings, port.record, job.record);
    this.pages = pages;
  }

  /** Looks at the stored document. Throws what the page works throw of a file that is gone or damaged. */
  static async open(core: ServerCore, job: LiveJob, port: LivePort): Promise<DocumentPages> {
    const facts = await core.works.describe(core.folders.document(job.record.document));
    if (facts.length !== job.record.pages)
      throw new FaxError('FILE_DAMAGED', { message: 'The stored document does not have the pages that it had.' });
    const resent = job.record.unconfirmedPage;
    const pages = facts.map(({ width, yDpi }, index): SourcePage => {
      const paper = pageWidthOfDots(width);
      if (paper === undefined)
        throw new FaxError('FILE_DAMAGED', { message: 'A stored page has a width of no paper.' });
      return {
        width: paper,
        resolution: resolutionOfLines(yDpi),
        startsDocument: index === 0,
        resent: index === resent && index === job.pagesConfirmed,
      };
    });
    return new DocumentPages(core, job, port, pages);
  }

  /** The last page went out in full, and nothing was heard of it since. */
  get awaitsConfirmation(): boolean {
    return this.#lastPageSent && !this.delivered;
  }

  /** Every page is confirmed. */
  get delivered(): boolean {
    return this.job.pagesConfirmed >= this.pages.length;
  }

  code(index: number, format: PageFormat): Promise<CodedPage> {
    return this.#core.works.codePage(this.#file, index, format, this.#branding ? this.#banner(index) : null);
  }

  #banner(index: number): BannerText {
    const { clock, zone } = this.#core;
    return {
      at: localDateTime(clock.now(), zone),
      from: this.#station,
      to: this.job.record.number,
      page: index + 1,
      pages: this.pages.length,
    };
  }

  /** Throws `WRITE_FAILED`: without a record the next page must not go; after a kill it would be sent twice. */
  async confirmed(index: number): Promise<void> {
    const { job } = this;
    const core = this.#core;
    core.step('send.confirmation-writing');
    job.pagesConfirmed = Math.max(job.pagesConfirmed, index + 1);
    const written = await core.write(job, () => core.store.confirmPage(job.record.id, this.attempt, index));
    core.showJob(job);
    if (!written || core.storeError !== null) throw new FaxError('WRITE_FAILED');
    core.step('send.confirmation-written');
  }

  async lastPageSent(): Promise<void> {
    const core = this.#core;
    core.step('send.last-page-writing');
    // When this write is refused the command does not go out: the page is known not to be confirmed.
    await core.store.setLastPageSent(this.job.record.id, this.attempt, true);
    this.#lastPageSent = true;
    core.step('send.last-page-written');
  }

  /** The far end answered that it could not read the page: it has not arrived. */
  refused(index: number): void {
    if (index !== this.pages.length - 1 || !this.#lastPageSent) return;
    this.#lastPageSent = false;
    const { store } = this.#core;
    void this.#core.write(this.job, () => store.setLastPageSent(this.job.record.id, this.attempt, false));
  }
}
