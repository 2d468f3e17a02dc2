import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Bitmap, createBitmap } from '../../app/image/bitmap.ts';
import { decodeTiffPage } from '../../app/image/tiff-pages.ts';
import { openTiff } from '../../app/image/tiff-reader.ts';
import { fileReader } from '../../app/image/tiff-source.ts';
import { createTiffAppender } from '../../app/image/tiff-writer.ts';
import type { Coding } from '../../app/model/page-format.ts';

/** Lines an inch of the two sample pages. */
const linesOf = { standard: 98, fine: 196 } as const;
export type RigResolution = keyof typeof linesOf;

/** A document to make. */
export interface RigDocument {
  readonly pages: number;
  readonly resolution: RigResolution;
  readonly coding: Coding;
  /** The number that the first page is marked with; 1 unless given. */
  readonly firstNumber?: number;
}

/** Reads every page of a fax TIFF. */
export async function readPages(file: string): Promise<readonly Bitmap[]> {
  const handle = await open(file);
  try {
    const tiff = await openTiff(await fileReader(handle));
    const pages: Bitmap[] = [];
    for (const index of tiff.pages.keys()) pages.push((await decodeTiffPage(tiff, index)).bitmap);
    return pages;
  } finally {
    await handle.close();
  }
}

/** Writes a document of so many pages to a file. Each page carries its number as a mark, so that none is like another. */
export async function writeDocument(
  file: string,
  { pages, resolution, coding, firstNumber = 1 }: RigDocument,
): Promise<void> {
  const [sample] = await readPages(samplePage(resolution));
  if (sample === undefined) throw new Error('the sample has no page');
  const handle = await open(file, 'w');
  try {
    const appender = await createTiffAppender(handle, { durable: false, pageCount: pages });
    for (let n = 0; n < pages; n++)
      await appender.append({ bitmap: marked(sample, firstNumber + n), coding, xDpi: 204, yDpi: linesOf[resolution] });
    await appender.finish();
  } finally {
    await handle.close();
  }
}

/** A page of text, 1728 dots wide. */
export function samplePage(resolution: RigResolution): string {
  const name = resolution === 'fine' ? 'page1-fine.tif' : 'page1-std.tif';
  return fileURLToPath(new URL(`pages/${name}`, import.meta.url));
}

/** A copy with the number as black squares of 32 rows, one for each bit, below the top margin. */
function marked(page: Bitmap, number: number): Bitmap {
  const copy = createBitmap(page.width, page.rows);
  copy.words.set(page.words);
  for (let bit = 0; bit < 8; bit++) {
    if ((number & (1 << bit)) === 0) continue;
    for (let row = 120; row < 152; row++) copy.words[row * copy.stride + 4 + 2 * bit] = 0xffffffff;
  }
  return copy;
}
