import { describe, expect, it } from 'vitest';
import { type Bitmap, blackRatio, createBitmap } from '../image/bitmap.ts';
import { inkBox } from './page-works.testing.ts';
import { centreOn, greyOf, resample } from './resample.ts';

function drawn(width: number, rows: number, black: (x: number, y: number) => boolean): Bitmap {
  const bitmap = createBitmap(width, rows);
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < width; x++)
      if (black(x, y)) {
        const at = y * bitmap.stride + (x >>> 5);
        bitmap.words[at] = (bitmap.words[at] ?? 0) | (0x80000000 >>> (x & 31));
      }
  return bitmap;
}

describe('resampling', () => {
  it('repeats rows for a whole multiple, and comes back by halving', () => {
    const page = drawn(64, 40, (x, y) => (x * 7 + y * 3) % 11 < 4);
    expect(resample(resample(page, 64, 160), 64, 40)).toEqual(page);
  });

  it('keeps lines one row high and one dot wide', () => {
    const lines = drawn(1728, 400, (x, y) => y % 40 === 7 || x % 96 === 5);
    const half = resample(lines, 1728, 200);
    for (let y = 3; y < 200; y += 20)
      expect(inkBox({ ...half, rows: 1, words: half.words.subarray(y * half.stride) })?.right).toBe(1727);
    expect(inkBox(resample(lines, 1216, 282))).not.toBeNull();
  });

  it('keeps the tone of a halftone', () => {
    for (const part of [2, 3, 5, 7]) {
      const tone = drawn(2432, 300, (x, y) => (x * 5 + y * 3) % 10 < part);
      expect(Math.abs(blackRatio(resample(tone, 1728, 213)) - part / 10)).toBeLessThan(0.12);
    }
  });

  it('averages dots to greys', () => {
    expect([
      ...greyOf(
        drawn(64, 2, (x) => x < 16),
        4,
        1,
      ),
    ]).toEqual([0, 255, 255, 255]);
    expect(
      greyOf(
        drawn(64, 2, (x) => x % 2 === 0),
        2,
        1,
      )[0],
    ).toBeCloseTo(127, -1);
    expect([...greyOf(createBitmap(32, 0), 2, 1)]).toEqual([255, 255]);
  });

  it('centres a narrow page on a wide one', () => {
    const box = inkBox(
      centreOn(
        drawn(1728, 2, () => true),
        2048,
      ),
    );
    expect([box?.left, box?.right]).toEqual([160, 160 + 1727]);
  });
});
