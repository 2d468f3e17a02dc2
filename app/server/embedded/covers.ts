import { basename, isAbsolute, join } from 'node:path';
import type { RequestOutput, RequestParsed } from '../../contract/requests.ts';
import { builtInCovers, coverFilesIn, type NamedCover, readCover } from '../../document/cover/cover-files.ts';
import type { CoverTemplate, RenderOptions } from '../../document/page-works.ts';
import { type Cover, type CoverChoice, type CoverFields, coverFieldNames, coverFields } from '../../model/cover.ts';
import { FaxError } from '../../model/errors.ts';
import type { ServerCore } from './server-core.ts';

/** How `fax cover render` draws a TIFF. */
const asSent: RenderOptions = { resolution: 'fine', width: null, dither: 'content' };

/**
 * The office's cover pages (object model 3.7): common ones by name, from the product and from the data folder, where
 * the office's own go before the product's of the same name; personal ones by the full path of their file.
 */
export class Covers {
  readonly #core: ServerCore;

  constructor(core: ServerCore) {
    this.#core = core;
  }

  /** The common cover pages by name. A file that is none is left out, and the log says so. */
  async list(): Promise<readonly Cover[]> {
    const covers: Cover[] = [];
    for (const { name, path } of await this.#common()) {
      try {
        const { title, paper } = await readCover(path);
        covers.push({ name, title, scope: 'common', paper });
      } catch (error) {
        if (!(error instanceof FaxError)) throw error;
        this.#core.log('warn', 'A file among the cover pages cannot be used', { code: error.code });
      }
    }
    return covers;
  }

  /**
   * Throws `COVER_NOT_ALLOWED` for a personal cover page where the setting `serverCoverpage` is on, `COVER_NOT_FOUND`,
   * `COVER_INVALID`, `FILE_NOT_READABLE`.
   */
  async check(choice: CoverChoice): Promise<void> {
    await this.#template(choice);
  }

  /**
   * Draws a cover page as fax pages at `out` (TIFF-F, on the disk when this resolves) and gives the number of its
   * pages: one, or more where the note is long. `fields` as a function is asked for the fields of a cover of so many
   * pages. Throws what {@link check} throws, `TEXT_NOT_SETTABLE`, `TOO_MANY_PAGES`, and what writing throws.
   */
  async draw(
    choice: CoverChoice,
    fields: CoverFields | ((coverPages: number) => CoverFields),
    out: string,
    options: RenderOptions,
    signal?: AbortSignal,
  ): Promise<number> {
    return this.#core.works.drawCover(await this.#template(choice), fields, out, options, signal);
  }

  /** Draws a cover page with given fields into a file. Throws `ARGUMENT_INVALID` for a field that there is not. */
  async render({
    cover,
    fields,
    path,
    format,
  }: RequestParsed<'covers.render'>): Promise<RequestOutput<'covers.render'>> {
    this.#core.folders.assertNotOurs(path);
    const unknown = Object.keys(fields).find((name) => !coverFieldNames.some((known) => known === name));
    if (unknown !== undefined)
      throw new FaxError('ARGUMENT_INVALID', {
        message: `A cover page has no field “${unknown.slice(0, 40)}”.`,
        next: `Use one of: ${coverFieldNames.join(', ')}.`,
      });
    const template = await this.#template(cover);
    const options = format === 'pdf' ? null : asSent;
    return { path, pages: await this.#core.works.drawCover(template, coverFields(fields), path, options) };
  }

  async #template({ name, scope }: CoverChoice): Promise<CoverTemplate> {
    if (scope === 'common') {
      const found = (await this.#common()).find((cover) => cover.name === name || `${cover.name}.json` === name);
      if (found === undefined)
        throw new FaxError('COVER_NOT_FOUND', {
          message: `There is no cover page “${basename(name).slice(0, 60)}”.`,
          next: 'Look at the list of cover pages.',
        });
      return readCover(found.path);
    }
    if (this.#core.settings.serverCoverpage) throw new FaxError('COVER_NOT_ALLOWED');
    if (!isAbsolute(name))
      throw new FaxError('COVER_NOT_FOUND', { message: 'A personal cover page is named by its full path.' });
    return readCover(name);
  }

  async #common(): Promise<readonly NamedCover[]> {
    const own = await coverFilesIn(join(this.#core.folders.data, 'covers'));
    const names = new Set(own.map(({ name }) => name));
    const builtIn = (await coverFilesIn(builtInCovers())).filter(({ name }) => !names.has(name));
    return [...builtIn, ...own].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}
