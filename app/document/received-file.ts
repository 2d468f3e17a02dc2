import { type FileHandle, open, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { createTiffAppender, type TiffAppender, type TiffPage } from '../image/tiff-writer.ts';
import { writeError } from './look-at-file.ts';
import type { FaxFacts } from './page-works.ts';
import { writeWhole } from './safe-file.ts';

/** The TIFF of a fax that is being received: pages are on the disk when `append` resolves. */
export class ReceivedFile {
  readonly #handle: FileHandle;
  readonly #appender: TiffAppender;

  private constructor(handle: FileHandle, appender: TiffAppender) {
    this.#handle = handle;
    this.#appender = appender;
  }

  /** Begins a new file, which must not exist. Throws `WRITE_FAILED`, `DISK_FULL`. */
  static async create(path: string, facts: FaxFacts): Promise<ReceivedFile> {
    const failed = (cause: unknown) => Promise.reject(writeError(cause, basename(path)));
    const handle = await open(path, 'wx').catch(failed);
    try {
      return new ReceivedFile(handle, await createTiffAppender(handle, { facts: tiffFacts(facts) }));
    } catch (error) {
      await handle.close();
      // Left there, it would be in the way of the next page.
      await rm(path, { force: true });
      throw error;
    }
  }

  append(page: TiffPage): Promise<void> {
    return this.#appender.append(page);
  }

  async finish(facts: FaxFacts): Promise<void> {
    try {
      await this.#appender.finish(tiffFacts(facts));
    } finally {
      await this.close();
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** Writes a stored fax anew with other facts, whole or not at all: after a restart nobody knows the open file. */
export async function rewriteWithFacts(
  path: string,
  facts: FaxFacts,
  pages: readonly (() => Promise<TiffPage>)[],
): Promise<void> {
  await writeWhole(path, async (file) => {
    const appender = await createTiffAppender(file, {
      durable: false,
      pageCount: pages.length,
      facts: tiffFacts(facts),
    });
    for (const page of pages) await appender.append(await page());
    await appender.finish();
  });
}

/** Our facts as the image room writes them. */
export function tiffFacts(facts: FaxFacts) {
  return { ...facts, receiveTime: facts.receiveTime === null ? null : new Date(facts.receiveTime) };
}
