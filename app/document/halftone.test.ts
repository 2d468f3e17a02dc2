import { describe, expect, it } from 'vitest';
import { blackRatio } from '../image/bitmap.ts';
import { halftone } from './halftone.ts';
import { blackBelow } from './halftone-kernel.ts';
import { isBlack } from './page-works.testing.ts';

const width = 256;
const rows = 128;
const page = (tone: (x: number, y: number) => number) => {
  const grey = new Uint8Array(width * rows);
  for (let at = 0; at < grey.length; at++) grey[at] = tone(at % width, Math.floor(at / width));
  return grey;
};

describe('halftone', () => {
  it('keeps white white and black black', () => {
    for (const dither of ['content', 'always', 'never'] as const) {
      expect(
        blackRatio(
          halftone(
            page(() => 255),
            width,
            rows,
            dither,
          ),
        ),
      ).toBe(0);
      expect(
        blackRatio(
          halftone(
            page(() => 0),
            width,
            rows,
            dither,
          ),
        ),
      ).toBe(1);
    }
  });

  it('keeps the tone of a grey area', () => {
    for (const tone of [48, 96, 128, 160, 208])
      for (const dither of ['content', 'always'] as const)
        expect(
          blackRatio(
            halftone(
              page(() => tone),
              width,
              rows,
              dither,
            ),
          ),
        ).toBeCloseTo(1 - tone / 255, 1);
  });

  it('keeps the tone of a slope, light end and dark end included', () => {
    const bitmap = halftone(
      page((x) => 16 + Math.floor((x * 220) / width)),
      width,
      rows,
      'content',
    );
    const inColumns = (from: number) => {
      let black = 0;
      for (let y = 0; y < rows; y++) for (let x = from; x < from + 32; x++) if (isBlack(bitmap, x, y)) black++;
      return black / (32 * rows);
    };
    for (let from = 0; from < width; from += 32)
      expect(Math.abs(inColumns(from) - (1 - (16 + ((from + 16) * 220) / width) / 255))).toBeLessThan(0.06);
  });

  it('thresholds soft edges: no dots around letters', () => {
    const stroke = page((x, y) =>
      y % 32 > 8 && x % 40 > 4 && x % 40 < 12 ? 0 : x % 40 === 4 || x % 40 === 12 ? 100 : 255,
    );
    const content = halftone(stroke, width, rows, 'content');
    expect(content).toEqual(halftone(stroke, width, rows, 'never'));
    expect(content).not.toEqual(halftone(stroke, width, rows, 'always'));
  });

  it('leaves text beside a picture alone', () => {
    const mixed = page((x, y) => (x < 96 ? 128 : x > 160 && y % 16 < 3 ? 0 : x > 160 && y % 16 === 3 ? 120 : 255));
    const content = halftone(mixed, width, rows, 'content');
    const never = halftone(mixed, width, rows, 'never');
    for (let y = 0; y < rows; y++)
      for (let word = 5; word < 8; word++)
        expect(content.words[y * content.stride + word]).toBe(never.words[y * never.stride + word]);
    expect(content).not.toEqual(never);
  });

  it('sets a dot where it is darker than the threshold, at its place', () => {
    const tone = (x: number, y: number) => (x * 7 + y * 13) % 256;
    const bitmap = halftone(page(tone), width, rows, 'never');
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < width; x++) expect(isBlack(bitmap, x, y)).toBe(tone(x, y) < blackBelow);
  });

  it('keeps a result when the next page is made, also of another size', () => {
    const first = halftone(
      page((x) => (x < 40 ? 0 : 255)),
      width,
      rows,
      'content',
    );
    const copy = first.words.slice();
    halftone(new Uint8Array(512 * 300), 512, 300, 'content');
    expect(first.words).toEqual(copy);
    expect(halftone(new Uint8Array(64), 64, 1, 'always').words).toEqual(Uint32Array.of(0xffffffff, 0xffffffff));
    expect(halftone(new Uint8Array(0), 64, 0, 'content').rows).toBe(0);
  });

  it('reads grey that does not begin on a word', () => {
    const shifted = new Uint8Array(width * rows + 1).subarray(1);
    shifted.set(page((x) => x));
    expect(halftone(shifted, width, rows, 'never')).toEqual(
      halftone(
        page((x) => x),
        width,
        rows,
        'never',
      ),
    );
  });
});
