import { createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { encodePage } from '../../image/page-coder.ts';
import { FaxError } from '../../model/errors.ts';
import { fingerprintOf, storedPage } from '../join-faxes.ts';
import { writeError } from '../look-at-file.ts';
import { TiffPages } from '../tiff-pages.ts';
import { loadFonts } from '../type-setter.ts';
import type { ProofFacts } from './proof-facts.ts';
import { ProofSheets } from './proof-sheets.ts';

/**
 * Sets a proof as PDF at `out`, a file that must not exist: what happened, then each page of the document as it is
 * stored. The answer is the PDF's number of pages. Throws what reading and writing throw.
 */
export async function typesetProof(
  facts: ProofFacts,
  tiff: string | null,
  out: string,
  resourcesDir: string,
): Promise<number> {
  const source = tiff === null ? null : await TiffPages.open(tiff, basename(tiff));
  try {
    const fingerprint = source === null ? null : await fingerprintOf(source);
    const sheets = new ProofSheets(facts, await loadFonts(resourcesDir));
    const { document } = sheets.setter;
    const written = pipeline(document, createWriteStream(out, { flags: 'wx' })).catch((cause: unknown) =>
      Promise.reject(writeError(cause, 'proof')),
    );
    // It may fail while the pages are still read, before anybody waits for it: that would end the thread.
    written.catch(() => undefined);
    try {
      sheets.setReport(fingerprint);
      for (let index = 0; source !== null && index < source.count; index++)
        sheets.setPage(index, source.count, await t6Page(source, index));
      sheets.finish();
      await written;
      return sheets.count;
    } catch (error) {
      document.destroy();
      await Promise.allSettled([written]);
      throw error;
    }
  } finally {
    await source?.close();
  }
}

/** A page as T.6, which PDF can hold as it is. */
async function t6Page(source: TiffPages, index: number) {
  const page = await storedPage(source, index);
  if (page.coding === 'mmr') return page;
  const bitmap = await source.bitmap(index);
  if (bitmap === null) throw new FaxError('FILE_TYPE_UNKNOWN');
  return { ...page, strip: encodePage(bitmap, 'mmr') };
}
