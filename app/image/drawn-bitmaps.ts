/** Bitmaps for this room's tests: drawn by runs or by text, and at random in the way of print. */
import fc from 'fast-check';
import { type Bitmap, createBitmap } from './bitmap.ts';

/** A bitmap drawn by run lengths, white first, row after row; a row that ends early is white behind. */
export function bitmapOfRuns(width: number, rows: readonly (readonly number[])[]): Bitmap {
  const bitmap = createBitmap(width, rows.length);
  rows.forEach((runs, row) => {
    let column = 0;
    runs.forEach((run, index) => {
      const end = Math.min(width, column + run);
      for (; column < end; column++) if (index % 2 === 1) setBlack(bitmap, row, column);
    });
  });
  return bitmap;
}

function setBlack(bitmap: Bitmap, row: number, column: number): void {
  const at = row * bitmap.stride + (column >>> 5);
  bitmap.words[at] = (bitmap.words[at] as number) | (0x80000000 >>> (column & 31));
}

/** A bitmap drawn in text: `#` is black, a line is a row. */
export function bitmapOfText(lines: readonly string[]): Bitmap {
  const bitmap = createBitmap(lines[0]?.length ?? 1, lines.length);
  lines.forEach((line, row) => {
    for (let column = 0; column < line.length; column++) if (line[column] === '#') setBlack(bitmap, row, column);
  });
  return bitmap;
}

/** The bitmap drawn in text. */
export function textOfBitmap(bitmap: Bitmap): readonly string[] {
  return Array.from({ length: bitmap.rows }, (_, row) =>
    Array.from({ length: bitmap.width }, (__, column) => {
      const word = bitmap.words[row * bitmap.stride + (column >>> 5)] as number;
      return word << (column & 31) < 0 ? '#' : '.';
    }).join(''),
  );
}

/** True when both have the same size and picture elements. */
export function sameBitmap(a: Bitmap, b: Bitmap): boolean {
  return (
    a.width === b.width &&
    a.rows === b.rows &&
    a.words.length === b.words.length &&
    a.words.every((word, at) => word === b.words[at])
  );
}

const runLength = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 8 }) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 130 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 6000 }) },
);

/** Rows that are new, or the row above with its edges moved by a few columns, or the row above again. */
const drawnRows = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('new' as const), runs: fc.array(runLength, { maxLength: 60 }) }),
    fc.record({
      kind: fc.constant('moved' as const),
      runs: fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 60 }),
    }),
    fc.record({ kind: fc.constant('same' as const), runs: fc.constant([]) }),
  ),
  { maxLength: 12 },
);

/** Random bitmaps of 1 to 5000 columns and up to 12 rows. */
export const bitmaps: fc.Arbitrary<Bitmap> = fc
  .tuple(fc.oneof(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 5000 })), drawnRows)
  .map(([width, drawn]) => {
    const rows: number[][] = [];
    for (const { kind, runs } of drawn) {
      const above = rows.at(-1) ?? [];
      if (kind === 'new') rows.push([...runs]);
      else rows.push(above.map((run, index) => Math.max(index === 0 ? 0 : 1, run + (runs[index] ?? 0))));
    }
    return bitmapOfRuns(width, rows);
  });
