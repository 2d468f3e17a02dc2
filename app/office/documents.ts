import { rm, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import {
  type Converted,
  type ConvertOptions,
  createPageWorks,
  type FaxTiffFacts,
  type FaxTiffReading,
  type PageWorks,
  unavailable,
} from '../document/page-works.ts';
import { FaxError } from '../model/errors.ts';
import { makeWorkFolder } from './work-folder.ts';
import { startWorkerThread } from './worker-threads.ts';

export type { Converted, ConvertOptions, FaxTiffFacts, FaxTiffReading };
export { unavailable };

/**
 * Documents to fax pages and back, with no data folder and no server. Paths are absolute; the ending of `out` says
 * what is written. Throws the errors of `document`; leaves no half-written file.
 */
export async function convertFiles(
  files: readonly string[],
  out: string,
  options: ConvertOptions,
  signal?: AbortSignal,
): Promise<Converted> {
  await refuseOwnInput(files, out);
  return withPageWorks((works) => works.convert(files, out, options, signal));
}

/** Throws `ARGUMENT_INVALID` where the output is one of the inputs, by whatever name: it would destroy what it is made of. */
async function refuseOwnInput(files: readonly string[], out: string): Promise<void> {
  const written = await stat(out).catch(() => null);
  if (written === null) return;
  for (const file of files) {
    // A file that is not there is told of by who reads it.
    const read = await stat(file).catch(() => null);
    if (read !== null && read.dev === written.dev && read.ino === written.ino)
      throw new FaxError('ARGUMENT_INVALID', {
        message: `“${basename(out)}” is one of the files to be converted, and would be lost.`,
        next: 'Give another name for the file to write; it comes last.',
      });
  }
}

/** What FaxTiff reads of a file. Throws the errors of `document`, and `FILE_NOT_READABLE` for what is no file. */
export async function readFaxTiff(file: string, options: FaxTiffReading = {}): Promise<FaxTiffFacts> {
  // A pipe would be waited for until somebody writes to it. What is not there is told of by who reads it.
  const facts = await stat(file).catch(() => null);
  if (facts && !facts.isFile())
    throw new FaxError('FILE_NOT_READABLE', { message: `“${basename(file)}” is not a file.` });
  return withPageWorks((works) => works.faxFacts(file, options));
}

/** Page works for one task: its threads and its temporary folder are gone when it is done. */
async function withPageWorks<T>(task: (works: PageWorks) => Promise<T>): Promise<T> {
  const tempDir = await makeWorkFolder();
  const works = createPageWorks({ startWorker: startWorkerThread, threads: availableParallelism(), tempDir });
  try {
    return await task(works);
  } finally {
    await works.close();
    await rm(tempDir, { recursive: true, force: true });
  }
}
