import type { Bitmap } from '../image/bitmap.ts';
import { createBitmap } from '../image/bitmap.ts';
import { decodePage, encodePage } from '../image/page-coder.ts';
import { type CodedPage, type PageFormat, pageWidthOfDots, widthInDots } from '../model/page-format.ts';
import type { PageSink, PageSource, PageVerdict, ReceivedPage, SourcePage } from './fax-line.ts';

/** Share of bad rows from which a page is kept but training is asked for again, and from which it is refused. */
const RETRAIN = 0.05;
const REJECT = 0.15;

/** A document of given bitmaps, coded for real; its pages go in their own format or not at all. */
export class BitmapDocument implements PageSource {
  readonly pages: readonly SourcePage[];
  readonly confirmedPages: number[] = [];
  readonly coded: CodedPage[] = [];
  readonly #bitmaps: readonly Bitmap[];

  constructor(bitmaps: readonly Bitmap[], resolution: SourcePage['resolution'] = 'fine') {
    this.#bitmaps = bitmaps;
    this.pages = bitmaps.map(({ width }) => ({ resolution, width: pageWidthOfDots(width) ?? 'a4' }));
  }

  async code(index: number, format: PageFormat): Promise<CodedPage> {
    const bitmap = this.#bitmaps[index];
    if (!bitmap || bitmap.width !== widthInDots[format.width]) throw new Error('this page is not rescaled in tests');
    const { coding, resolution, minLineBits } = format;
    const page = { format, rows: bitmap.rows, data: encodePage(bitmap, coding, { resolution, minLineBits }) };
    this.coded.push(page);
    return page;
  }

  async confirmed(index: number): Promise<void> {
    this.confirmedPages.push(index);
  }
}

/** A sink that decodes what comes and judges it by its bad rows, as a fax machine does. */
export class DecodingSink implements PageSink {
  readonly bitmaps: Bitmap[] = [];
  readonly verdicts: PageVerdict[] = [];

  async receive(page: ReceivedPage): Promise<PageVerdict> {
    const { bitmap, rows, badRows } = decodePage(page.data, page.coding, widthInDots[page.width]);
    const share = rows === 0 ? 1 : badRows / rows;
    const status = share >= REJECT ? 'reject' : share >= RETRAIN ? 'retrain' : 'accept';
    const verdict = { rows, badRows, status } as const;
    this.verdicts.push(verdict);
    if (status !== 'reject') this.bitmaps.push(bitmap);
    return verdict;
  }
}

/** A page that looks somewhat like lines of text: bars of several lengths on white. */
export function textLikeBitmap(width = 1728, rows = 1100, seed = 1): Bitmap {
  const bitmap = createBitmap(width, rows);
  let state = seed;
  for (let row = 40; row < rows - 40; row++) {
    if (row % 32 > 20) continue;
    for (let word = 4; word < bitmap.stride - 4; word++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      if ((state >>> 28) % 3 === 0) bitmap.words[row * bitmap.stride + word] = (state & 0x0ff0f00f) >>> 0;
    }
  }
  return bitmap;
}
