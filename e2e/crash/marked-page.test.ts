import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBitmap, cropRows, stackBitmaps } from '../../app/image/bitmap.ts';
import { decodePage, encodePage } from '../../app/image/page-coder.ts';
import { drawMarkedPage, readMarks } from './marked-page.ts';

const marks = fc.record({
  job: fc.integer({ min: 0, max: 0xffff }),
  page: fc.integer({ min: 1, max: 255 }),
  pages: fc.integer({ min: 1, max: 255 }),
});

describe('the number on a page', () => {
  test('is read back from below a banner, after coding', () => {
    fc.assert(
      fc.property(marks, fc.integer({ min: 0, max: 70 }), (mark, banner) => {
        const drawn = stackBitmaps(createBitmap(1728, banner), drawMarkedPage(mark));
        const { bitmap } = decodePage(encodePage(drawn, 'mh'), 'mh', drawn.width, { rows: drawn.rows });
        expect(readMarks(bitmap)).toEqual({ ...mark, whole: true });
      }),
      { numRuns: 20 },
    );
  });

  test('tells a page that was cut before its foot', () => {
    const drawn = drawMarkedPage({ job: 7, page: 1, pages: 2 });
    expect(readMarks(cropRows(drawn, 0, 700))).toEqual({ job: 7, page: 1, pages: 2, whole: false });
    expect(readMarks(cropRows(drawn, 0, 40))).toBeNull();
  });

  test('is not seen on a white page or a black one', () => {
    expect(readMarks(createBitmap(1728, 1100))).toBeNull();
    const black = createBitmap(1728, 1100);
    black.words.fill(0xffffffff);
    expect(readMarks(black)).toBeNull();
  });
});
