import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { encodePage } from '../image/page-coder.ts';
import { readTiffStrips } from '../image/tiff-pages.ts';
import { readTiffTag } from '../image/tiff-reader.ts';
import { tiffTag } from '../image/tiff-tags.ts';
import { createTiffAppender, type TiffPage } from '../image/tiff-writer.ts';
import { FaxError } from '../model/errors.ts';
import { writeError } from './look-at-file.ts';
import type { FaxFacts } from './page-works.ts';
import { tiffFacts } from './received-file.ts';
import { TiffPages } from './tiff-pages.ts';

/**
 * Writes the pages of several stored faxes, in order, into one at `out`, a file that must not exist; the number of
 * pages stands in each, and the facts in the first. Throws `NO_PAGES`, and what reading and writing throw.
 */
export async function joinFaxes(tiffs: readonly string[], facts: FaxFacts | null, out: string): Promise<void> {
  const sources: TiffPages[] = [];
  try {
    for (const tiff of tiffs) sources.push(await TiffPages.open(tiff, basename(tiff)));
    const pageCount = sources.reduce((sum, source) => sum + source.count, 0);
    if (pageCount === 0) throw new FaxError('NO_PAGES');
    const file = await open(out, 'wx').catch((cause: unknown) => Promise.reject(writeError(cause, basename(out))));
    try {
      const appender = await createTiffAppender(file, {
        durable: false,
        pageCount,
        ...(facts === null ? {} : { facts: tiffFacts(facts) }),
      });
      for (const source of sources)
        for (let index = 0; index < source.count; index++) await appender.append(await storedPage(source, index));
      await appender.finish();
    } finally {
      await file.close();
    }
  } finally {
    for (const source of sources) await source.close();
  }
}

/**
 * A page to be stored elsewhere, or put into a PDF: its strip as it is where it is one of T.6 or T.4 with 0 for white,
 * which all of ours are; else coded anew as T.6.
 */
export async function storedPage(source: TiffPages, index: number): Promise<TiffPage & StripPage> {
  const { compression, orientation, badLines: badRows, longestBadRun } = source.info(index);
  const { width, rows, xDpi, yDpi } = source.facts(index);
  const facts = { xDpi, yDpi, badRows, longestBadRun };
  if (orientation === 1 && (compression === 'mmr' || compression === 'mr' || compression === 'mh')) {
    const [strip, ...more] = await readTiffStrips(source.file, index);
    if (strip && more.length === 0 && (await isPlain(source, index)))
      return { strip: strip.data, coding: compression, width, rows, ...facts };
  }
  const bitmap = await source.bitmap(index);
  if (bitmap === null) throw new FaxError('FILE_TYPE_UNKNOWN', { message: 'This TIFF is not a fax.' });
  return { strip: encodePage(bitmap, 'mmr'), coding: 'mmr', width: bitmap.width, rows: bitmap.rows, ...facts };
}

/**
 * What tells whether two files hold the same pages, whatever else they hold: the SHA-256 of the pages' strips, one
 * after the other, as {@link storedPage} gives them. In lower-case hexadecimal.
 */
export async function fingerprintOf(source: TiffPages): Promise<string> {
  const hash = createHash('sha256');
  for (let index = 0; index < source.count; index++) hash.update((await storedPage(source, index)).strip);
  return hash.digest('hex');
}

/** A page of one coded strip. */
export interface StripPage {
  readonly strip: Uint8Array;
  readonly coding: 'mh' | 'mr' | 'mmr';
  readonly width: number;
  readonly rows: number;
  readonly xDpi: number;
  readonly yDpi: number;
}

/** White is 0, and the code is plain: no rows on whole octets, no uncompressed mode. */
async function isPlain({ file }: TiffPages, index: number): Promise<boolean> {
  const numbers = async (tag: number, missing: number): Promise<number> => {
    const value = await readTiffTag(file, index, tag);
    return value?.kind === 'numbers' ? (value.numbers[0] ?? missing) : missing;
  };
  return (
    (await numbers(tiffTag.photometric, 0)) === 0 &&
    (await numbers(tiffTag.compression, 1)) >= 3 &&
    ((await numbers(tiffTag.t4Options, 0)) & ~1) === 0 &&
    (await numbers(tiffTag.t6Options, 0)) === 0
  );
}
