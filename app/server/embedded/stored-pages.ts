import type { PageFacts, RequestOutput, RequestParsed, StoredPagesRef } from '../../contract/requests.ts';
import type { FaxFacts } from '../../document/page-works.ts';
import { FaxError } from '../../model/errors.ts';
import { sentFactsOf } from './fax-facts.ts';
import type { Previews } from './previews.ts';
import type { ServerCore } from './server-core.ts';

/** Looks at stored pages: of jobs, received faxes and previews. */
export class StoredPages {
  readonly #core: ServerCore;
  readonly #previews: Previews;

  constructor(core: ServerCore, previews: Previews) {
    this.#core = core;
    this.#previews = previews;
  }

  /** Throws `JOB_NOT_FOUND`, `MESSAGE_NOT_FOUND`, `PREVIEW_NOT_FOUND`, or what reading the file throws. */
  async list(source: StoredPagesRef): Promise<readonly PageFacts[]> {
    return this.#core.works.describe(await this.#fileOf(source));
  }

  /** Throws `PAGE_NOT_FOUND` as well. */
  async image({ source, page, width }: RequestParsed<'pages.image'>): Promise<RequestOutput<'pages.image'>> {
    const png = await this.#core.works.image(await this.#fileOf(source), page - 1, width);
    return { png: Buffer.from(png.buffer, png.byteOffset, png.byteLength).toString('base64') };
  }

  /**
   * Writes the stored pages of a fax, whichever list its id is of. Throws `MESSAGE_NOT_FOUND`, `WRITE_FAILED`, and
   * `ARGUMENT_INVALID` for a folder of ours.
   */
  async save({ id, path, format }: RequestParsed<'save'>): Promise<RequestOutput<'save'>> {
    this.#core.folders.assertNotOurs(path);
    const source: StoredPagesRef = (await this.#isMessage(id)) ? { kind: 'message', id } : { kind: 'job', id };
    if (source.kind === 'job' && !(await this.#core.store.job(id))) throw new FaxError('MESSAGE_NOT_FOUND');
    const facts = source.kind === 'job' && format === 'tif' ? await this.#sentFacts(id) : null;
    const { pages } = await this.#core.works.saveAs(await this.#fileOf(source), path, format, facts);
    return { path, pages };
  }

  /** What a sent fax's file tells besides its pages; the stored document is that of all its recipients and tells nothing. */
  async #sentFacts(id: number): Promise<FaxFacts | null> {
    const { record } = await this.#core.find(id);
    return record.direction === 'in' ? null : sentFactsOf(record, await this.#core.store.attempts(id));
  }

  async #fileOf(source: StoredPagesRef): Promise<string> {
    if (source.kind === 'preview') return (await this.#previews.fileOf(source.id)).file;
    const { folders } = this.#core;
    if (source.kind === 'message' || (await this.#isMessage(source.id)))
      return folders.received((await this.#core.message(source.id)).id);
    const { record } = await this.#core.find(source.id);
    if (record.direction === 'out') return folders.document(record.document);
    if (record.pages === 0) throw new FaxError('NO_PAGES', { message: 'No page has been received.' });
    return folders.received(record.id);
  }

  async #isMessage(id: number): Promise<boolean> {
    return this.#core.messages.has(id) || (await this.#core.store.message(id)) !== null;
  }
}
