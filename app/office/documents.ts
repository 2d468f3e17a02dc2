import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Converted,
  type ConvertOptions,
  createPageWorks,
  type FaxTiffFacts,
  type PageWorks,
} from '../document/page-works.ts';
import { startWorkerThread } from './worker-threads.ts';

export type { Converted, ConvertOptions, FaxTiffFacts };

/**
 * Documents to fax pages and back, with no data folder and no server. Paths are absolute; the ending of `out` says
 * what is written. Throws the errors of `document`; leaves no half-written file.
 */
export function convertFiles(
  files: readonly string[],
  out: string,
  options: ConvertOptions,
  signal?: AbortSignal,
): Promise<Converted> {
  return withPageWorks((works) => works.convert(files, out, options, signal));
}

/** What FaxTiff reads of a file. Throws the errors of `document`. */
export function readFaxTiff(file: string): Promise<FaxTiffFacts> {
  return withPageWorks((works) => works.faxFacts(file));
}

/** Page works for one task: its threads and its temporary folder are gone when it is done. */
async function withPageWorks<T>(task: (works: PageWorks) => Promise<T>): Promise<T> {
  const tempDir = join(tmpdir(), `fax-console-${randomUUID()}`);
  const works = createPageWorks({ startWorker: startWorkerThread, threads: availableParallelism(), tempDir });
  try {
    return await task(works);
  } finally {
    await works.close();
    await rm(tempDir, { recursive: true, force: true });
  }
}
