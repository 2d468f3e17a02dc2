import { basename } from 'node:path';
import type { Bitmap } from '../image/bitmap.ts';
import { stackBitmaps } from '../image/bitmap.ts';
import { readFaxTiffModel, tiffTagString } from '../image/fax-tiff.ts';
import { decodePage, encodePage } from '../image/page-coder.ts';
import { FaxError } from '../model/errors.ts';
import { resolutionOfLines, widthInDots } from '../model/page-dots.ts';
import type { CodedPage, PageFormat, Resolution } from '../model/page-format.ts';
import { drawBanner } from './banner.ts';
import { fingerprintOf } from './join-faxes.ts';
import { pagePng } from './page-image.ts';
import type { BannerText, FaxTiffFacts, FaxTiffReading, PageFacts, ReceivedPageData } from './page-works.ts';
import { centreOn, resample } from './resample.ts';
import { TiffPages } from './tiff-pages.ts';
import type { WorkTasks } from './work-tasks.ts';

/** Lines of each resolution by those of standard: exact, where dots an inch are rounded (3.85, 7.7, 15.4 lines a mm). */
const lines: Readonly<Record<Resolution, number>> = { standard: 1, fine: 2, superfine: 4 };

async function withPages<T>(tiff: string, read: (pages: TiffPages) => Promise<T>): Promise<T> {
  const pages = await TiffPages.open(tiff, basename(tiff));
  try {
    return await read(pages);
  } finally {
    await pages.close();
  }
}

async function storedBitmap(pages: TiffPages, index: number, tiff: string): Promise<Bitmap> {
  const bitmap = await pages.bitmap(index);
  if (bitmap === null)
    throw new FaxError('FILE_TYPE_UNKNOWN', { message: `“${basename(tiff)}” is a TIFF, but not a fax.` });
  return bitmap;
}

/** The facts of every page. */
export function describeTiff(tiff: string): Promise<readonly PageFacts[]> {
  return withPages(tiff, async (pages) => Array.from({ length: pages.count }, (_, index) => pages.facts(index)));
}

/** What FaxTiff reads. */
export function faxFactsOf(tiff: string, options: FaxTiffReading = {}): Promise<FaxTiffFacts> {
  return withPages(tiff, async (pages) => ({
    pages: Array.from({ length: pages.count }, (_, index) => ({
      ...pages.facts(index),
      compression: pages.info(index).compression,
    })),
    model: await readFaxTiffModel(pages.file, options),
    tags: await textsOfTags(pages, options.tags ?? []),
    fingerprint: options.fingerprint ? await readableFingerprint(pages) : null,
  }));
}

/** A file with a page that is no fax's, or damaged, has facts all the same. */
async function readableFingerprint(pages: TiffPages): Promise<string | null> {
  if (pages.count === 0) return null;
  try {
    return await fingerprintOf(pages);
  } catch (error) {
    if (error instanceof FaxError) return null;
    throw error;
  }
}

async function textsOfTags(pages: TiffPages, tags: readonly number[]): Promise<Readonly<Record<number, string>>> {
  const texts: Record<number, string> = {};
  for (const tag of tags) {
    const text = await tiffTagString(pages.file, tag, '');
    if (text !== '') texts[tag] = text;
  }
  return texts;
}

/** Codes a stored page for the far end; see `PageWorks.codePage`. */
export function codeStoredPage(
  tiff: string,
  index: number,
  format: PageFormat,
  banner: BannerText | null,
): Promise<CodedPage> {
  return withPages(tiff, async (pages) => {
    const stored = await storedBitmap(pages, index, tiff);
    const page = fitFormat(stored, resolutionOfLines(pages.facts(index).yDpi), format);
    const whole = banner === null ? page : stackBitmaps(drawBanner(banner, format.width, format.resolution), page);
    const data = encodePage(whole, format.coding, { resolution: format.resolution, minLineBits: format.minLineBits });
    return { format, rows: whole.rows, data };
  });
}

/** A page at the format's resolution and width: a wider one is made smaller as a whole, a narrower one centred. */
function fitFormat(bitmap: Bitmap, resolution: Resolution, format: PageFormat): Bitmap {
  const width = widthInDots[format.width];
  const shrink = Math.min(1, width / bitmap.width);
  const rows = Math.max(1, Math.round((bitmap.rows * shrink * lines[format.resolution]) / lines[resolution]));
  if (bitmap.width > width) return resample(bitmap, width, rows);
  return resample(centreOn(bitmap, width), width, rows);
}

/** Decodes a page as it came over the line, bad rows repaired and counted, and codes it for the file. */
export function decodeReceivedPage(page: ReceivedPageData): WorkTasks['decodeReceived']['output'] {
  const width = widthInDots[page.width];
  const { bitmap, rows, badRows, longestBadRun } = decodePage(page.data, page.coding, width);
  return { width, rows, badRows, longestBadRun, data: encodePage(bitmap, 'mmr') };
}

/** A stored page as one T.6 strip with its facts. */
export function recodePage(tiff: string, index: number): Promise<WorkTasks['recode']['output']> {
  return withPages(tiff, async (pages) => {
    const bitmap = await storedBitmap(pages, index, tiff);
    const { longestBadRun } = pages.info(index);
    const { width, rows } = bitmap;
    return { ...pages.facts(index), longestBadRun, width, rows, data: encodePage(bitmap, 'mmr') };
  });
}

/** One page as a PNG; see `PageWorks.image`. */
export function imageOfPage(tiff: string, index: number, width: number | null): Promise<Uint8Array> {
  return withPages(tiff, async (pages) => {
    const { xDpi, yDpi } = pages.facts(index);
    return pagePng(await storedBitmap(pages, index, tiff), xDpi / yDpi, width);
  });
}
