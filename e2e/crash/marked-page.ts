import { type Bitmap, createBitmap } from '../../app/image/bitmap.ts';

/** What stands on a page: which job's it is, which of its pages (from 1), and how many there are. */
export interface PageMark {
  readonly job: number;
  readonly page: number;
  readonly pages: number;
}

/** What was read of a received page. `whole`: the mark at its foot is there too, so the page came to its end. */
export interface ReadMark extends PageMark {
  readonly whole: boolean;
}

/** A4 at standard resolution: 1728 dots across, 98 lines an inch. */
const WIDTH = 1728;
const ROWS = 1100;
const xDpi = 204;
const yDpi = 98;
export const markedPageDensity = { xDpi, yDpi } as const;

/** One cell of the mark, dots across and rows down: about 6 mm each way. */
const CELL = { width: 48, rows: 22 } as const;
const COLUMNS = 24;
const LEFT = 240;
const BAR = { width: COLUMNS * CELL.width, rows: 22 } as const;
/** Where the two marks stand, from the top of the page. */
const PLACES = [60, 960] as const;
/** Where the digits stand, for who looks at the page. */
const DIGITS_AT = 400;

/**
 * A page with its number drawn on it twice, near its head and near its foot: a black bar, under it two rows of 24
 * cells that hold 48 bits (job, page, pages, checksum). In the middle the same in digits.
 */
export function drawMarkedPage(mark: PageMark): Bitmap {
  const bitmap = createBitmap(WIDTH, ROWS);
  const bits = bitsOf(mark);
  for (const top of PLACES) {
    fill(bitmap, LEFT, top, BAR.width, BAR.rows);
    bits.forEach((bit, n) => {
      if (bit === 0) return;
      const x = LEFT + (n % COLUMNS) * CELL.width;
      const y = top + BAR.rows + (1 + Math.floor(n / COLUMNS)) * CELL.rows;
      fill(bitmap, x, y, CELL.width, CELL.rows);
    });
  }
  drawDigits(bitmap, `${mark.job}-${mark.page}-${mark.pages}`);
  return bitmap;
}

/**
 * Reads the marks of a page, wherever a banner or a cut moved them. Null where there is none whose checksum is right.
 */
export function readMarks(bitmap: Bitmap): ReadMark | null {
  const found: PageMark[] = [];
  for (let row = 0; row + BAR.rows + 3 * CELL.rows < bitmap.rows; row += 1) {
    if (!isBar(bitmap, row)) continue;
    let end = row;
    while (end < bitmap.rows && isBar(bitmap, end)) end += 1;
    const mark = end - row >= BAR.rows / 2 ? readCells(bitmap, end) : null;
    if (mark !== null) found.push(mark);
    row = end;
  }
  const [first, second] = found;
  if (first === undefined) return null;
  return { ...first, whole: second !== undefined && sameMark(first, second) };
}

const sameMark = (a: PageMark, b: PageMark): boolean => a.job === b.job && a.page === b.page && a.pages === b.pages;

/** A row that is black along the whole bar, but for a few damaged dots. */
function isBar(bitmap: Bitmap, row: number): boolean {
  let white = 0;
  for (let x = LEFT; x < LEFT + BAR.width; x += 4) if (!isBlack(bitmap, x, row) && ++white > 8) return false;
  return true;
}

function readCells(bitmap: Bitmap, barEnd: number): PageMark | null {
  const bits = Array.from({ length: COLUMNS * 2 }, (_, n) => {
    const x = LEFT + (n % COLUMNS) * CELL.width;
    const y = barEnd + (1 + Math.floor(n / COLUMNS)) * CELL.rows;
    return cellIsBlack(bitmap, x, y) ? 1 : 0;
  });
  return markOfBits(bits);
}

/** By the majority of the dots in its middle. */
function cellIsBlack(bitmap: Bitmap, left: number, top: number): boolean {
  let black = 0;
  let all = 0;
  for (let y = top + 5; y < top + CELL.rows - 5; y += 2)
    for (let x = left + 12; x < left + CELL.width - 12; x += 4) {
      all += 1;
      if (isBlack(bitmap, x, y)) black += 1;
    }
  return black * 2 > all;
}

function bitsOf({ job, page, pages }: PageMark): readonly number[] {
  const octets = [(job >>> 8) & 0xff, job & 0xff, page & 0xff, pages & 0xff];
  const check = checksum(octets);
  return [...octets, (check >>> 8) & 0xff, check & 0xff].flatMap((octet) =>
    Array.from({ length: 8 }, (_, n) => (octet >>> (7 - n)) & 1),
  );
}

function markOfBits(bits: readonly number[]): PageMark | null {
  const octets = Array.from({ length: 6 }, (_, n) =>
    bits.slice(n * 8, n * 8 + 8).reduce((value, bit) => value * 2 + bit, 0),
  );
  const [high = 0, low = 0, page = 0, pages = 0, checkHigh = 0, checkLow = 0] = octets;
  if (checksum(octets.slice(0, 4)) !== checkHigh * 256 + checkLow) return null;
  return { job: high * 256 + low, page, pages };
}

/** CRC-16 with the polynomial 1021, from FFFF: no page of one colour passes. */
function checksum(octets: readonly number[]): number {
  let crc = 0xffff;
  for (const octet of octets) {
    crc ^= octet << 8;
    for (let n = 0; n < 8; n += 1) crc = ((crc & 0x8000) !== 0 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
}

const isBlack = ({ words, stride, rows, width }: Bitmap, x: number, y: number): boolean =>
  x < width && y < rows && ((words[y * stride + (x >>> 5)] ?? 0) & (0x80000000 >>> (x & 31))) !== 0;

function fill({ words, stride }: Bitmap, left: number, top: number, width: number, rows: number): void {
  for (let y = top; y < top + rows; y += 1)
    for (let x = left; x < left + width; x += 1) {
      const at = y * stride + (x >>> 5);
      words[at] = (words[at] ?? 0) | (0x80000000 >>> (x & 31));
    }
}

/** Digits of 3 by 5 dots, a row each in three bits. */
const glyphs: Readonly<Record<string, readonly number[]>> = {
  '0': [7, 5, 5, 5, 7],
  '1': [2, 6, 2, 2, 7],
  '2': [7, 1, 7, 4, 7],
  '3': [7, 1, 7, 1, 7],
  '4': [5, 5, 7, 1, 1],
  '5': [7, 4, 7, 1, 7],
  '6': [7, 4, 7, 5, 7],
  '7': [7, 1, 1, 1, 1],
  '8': [7, 5, 7, 5, 7],
  '9': [7, 5, 7, 1, 7],
  '-': [0, 0, 7, 0, 0],
};

function drawDigits(bitmap: Bitmap, text: string): void {
  const dot = { width: 24, rows: 12 };
  [...text].forEach((character, place) => {
    (glyphs[character] ?? []).forEach((row, y) => {
      for (let x = 0; x < 3; x += 1)
        if ((row & (4 >>> x)) !== 0)
          fill(bitmap, LEFT + (place * 4 + x) * dot.width, DIGITS_AT + y * dot.rows, dot.width, dot.rows);
    });
  });
}
