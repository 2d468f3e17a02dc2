import { describe, expect, it } from 'vitest';
import { type Bitmap, createBitmap, cropRows, stackBitmaps } from '../../app/image/bitmap.ts';
import { differenceOf } from './compare-pages.ts';

/** White rows, and then rows that are all different. */
function page(white: number, drawn: number): Bitmap {
  const bitmap = createBitmap(64, white + drawn);
  for (let row = 0; row < drawn; row++) bitmap.words[(white + row) * bitmap.stride] = row + 1;
  return bitmap;
}

describe('comparing pages', () => {
  it('finds pages equal that are', () => {
    expect(differenceOf([page(10, 20), page(0, 5)], [page(10, 20), page(0, 5)])).toBeNull();
  });

  it('tells missing pages, other widths, rows too few and rows that differ', () => {
    const sent = page(10, 20);
    const spoilt = page(10, 20);
    spoilt.words[15 * spoilt.stride + 1] = 1;
    expect(differenceOf([sent, sent], [sent])).toBe('1 pages arrived of 2');
    expect(differenceOf([sent], [createBitmap(96, 30)])).toBe('page 1 is 96 dots wide and not 64');
    expect(differenceOf([sent], [cropRows(sent, 1, 30)])).toContain('has 29 rows and not 30');
    expect(differenceOf([sent], [cropRows(sent, 0, 29)])).toContain('has 29 rows and not 30');
    expect(differenceOf([sent], [spoilt])).toBe('page 1 differs in 1 of 30 rows');
  });

  it('overlooks a header put above the page, and nothing below it', () => {
    const sent = page(10, 20);
    const lower = stackBitmaps(createBitmap(64, 7), sent);
    expect(differenceOf([sent], [lower])).not.toBeNull();
    expect(differenceOf([sent], [lower], { shift: 8 })).toBeNull();
    expect(differenceOf([sent], [lower], { shift: 6 })).not.toBeNull();
    lower.words[30 * lower.stride] = 99;
    expect(differenceOf([sent], [lower], { shift: 8 })).toBe('page 1 differs in 1 of 30 rows');
  });

  it('overlooks missing rows at the top only while they are white', () => {
    const sent = page(10, 20);
    expect(differenceOf([sent], [cropRows(sent, 4, 30)], { whiteTop: 8 })).toBeNull();
    expect(differenceOf([sent], [cropRows(sent, 9, 30)], { whiteTop: 8 })).not.toBeNull();
    expect(differenceOf([sent], [cropRows(sent, 12, 30)], { whiteTop: 20 })).not.toBeNull();
    expect(differenceOf([sent], [cropRows(sent, 0, 26)], { whiteTop: 8 })).not.toBeNull();
  });
});
