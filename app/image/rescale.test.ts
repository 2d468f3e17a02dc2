import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmapOfRuns, bitmapOfText, bitmaps, sameBitmap, textOfBitmap } from './drawn-bitmaps.ts';
import { rescale, scaleRows, scaleWidth } from './rescale.ts';

describe('fewer rows', () => {
  it('keep every line one row high', () => {
    for (let line = 0; line < 8; line++) {
      const page = bitmapOfText(Array.from({ length: 8 }, (_, row) => (row === line ? '####' : '....')));
      const rows = textOfBitmap(scaleRows(page, 4));
      expect(rows.filter((row) => row === '####')).toHaveLength(1);
      expect(rows.indexOf('####')).toBe(line >> 1);
    }
  });

  it('make no line thicker than its part, even at a ratio that is no whole number', () => {
    const page = bitmapOfText(Array.from({ length: 391 }, (_, row) => (row === 100 ? '#' : '.')));
    expect(textOfBitmap(scaleRows(page, 196)).filter((row) => row === '#')).toHaveLength(1);
  });
});

describe('more rows', () => {
  it('repeat the nearest', () => {
    expect(textOfBitmap(scaleRows(bitmapOfText(['#.', '.#']), 4))).toEqual(['#.', '#.', '.#', '.#']);
  });
});

describe('another width', () => {
  it('keeps every upright line one pel wide, at A3 to A4', () => {
    fc.assert(
      fc.property(fc.nat(2431), (column) => {
        const page = bitmapOfRuns(2432, [[column, 1]]);
        const [row = ''] = textOfBitmap(scaleWidth(page, 1728));
        expect(row.match(/#+/g)).toEqual(['#']);
        expect(Math.abs(row.indexOf('#') - (column * 1728) / 2432)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps black black and white white', () => {
    const page = bitmapOfRuns(2048, [[0, 2048], [], [1024, 1024]]);
    const rows = textOfBitmap(scaleWidth(page, 1728));
    expect(rows).toEqual(['#'.repeat(1728), '.'.repeat(1728), '.'.repeat(864) + '#'.repeat(864)]);
  });
});

it('any bitmap goes to any size, and to its own unchanged', () => {
  fc.assert(
    fc.property(bitmaps, fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 0, max: 30 }), (bitmap, width, rows) => {
      const scaled = rescale(bitmap, width, bitmap.rows === 0 ? 0 : rows);
      expect(scaled.width).toBe(width);
      expect(scaled.words.length).toBe(scaled.rows * scaled.stride);
      for (const row of textOfBitmap({ ...scaled, width: scaled.stride * 32 })) {
        expect(row.slice(width)).not.toContain('#');
      }
      expect(sameBitmap(rescale(bitmap, bitmap.width, bitmap.rows), bitmap)).toBe(true);
    }),
  );
});
