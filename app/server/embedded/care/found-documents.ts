import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { RequestOutput } from '../../../contract/requests.ts';
import { FaxError, toFaxError } from '../../../model/errors.ts';
import type { ServerCore } from '../server-core.ts';

type Found = RequestOutput<'found.list'>['documents'][number];

/** Documents that lay on the disk when the list of faxes had lost those that they belong to. */
export class FoundDocuments {
  readonly #core: ServerCore;

  constructor(core: ServerCore) {
    this.#core = core;
  }

  /** Newest first; a file whose pages cannot be read is not among them. */
  async list(): Promise<readonly Found[]> {
    const found = await Promise.all((await this.#names()).map((name) => this.#describe(name)));
    return found.flatMap((each) => each ?? []).sort((a, b) => b.at.localeCompare(a.at));
  }

  /** Throws `FILE_NOT_FOUND` for a path that is none of them. */
  async remove(path: string): Promise<void> {
    const { recovered } = this.#core.folders;
    if (dirname(path) !== recovered || !(await this.#names()).includes(basename(path)))
      throw new FaxError('FILE_NOT_FOUND', {
        message: 'This is none of the documents that were found.',
        next: 'Look at the list of them: fax found.',
      });
    await rm(path);
    await this.tell();
  }

  /** Shows the warning as long as there are any. */
  async tell(): Promise<void> {
    const { length } = await this.#names();
    this.#core.warn(
      'documents-found',
      length === 0
        ? null
        : {
            words: `${length === 1 ? 'One document' : `${length} documents`} on the disk ${length === 1 ? 'belongs' : 'belong'} to no fax: the list of faxes had to be repaired.`,
            next: 'Look at them with fax found; send them again or remove them.',
          },
    );
  }

  async #names(): Promise<readonly string[]> {
    try {
      return (await readdir(this.#core.folders.recovered)).filter((name) => /^[^.].*\.tif$/.test(name));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  }

  async #describe(name: string): Promise<Found | null> {
    const path = join(this.#core.folders.recovered, name);
    try {
      const [pages, { mtime }] = await Promise.all([this.#core.works.describe(path), stat(path)]);
      return pages.length === 0 ? null : { path, pages: pages.length, at: mtime.toISOString() };
    } catch (thrown) {
      this.#core.log('warn', 'A document that was found cannot be read', { code: toFaxError(thrown).code });
      return null;
    }
  }
}
