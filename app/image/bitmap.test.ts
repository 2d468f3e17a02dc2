import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bitmapFromOctets,
  bitmapToOctets,
  blackRatio,
  createBitmap,
  cropRows,
  invertBitmap,
  reverseBits,
  stackBitmaps,
} from './bitmap.ts';
import { bitmapOfText, bitmaps, sameBitmap, textOfBitmap } from './drawn-bitmaps.ts';

const drawn = bitmapOfText(['#.........', '.#........', '..########']);

describe('octets', () => {
  it('hold a bitmap in any order of bits and either colour', () => {
    const layouts = fc.record({
      bitOrder: fc.constantFrom('msb', 'lsb'),
      black: fc.constantFrom(0, 1),
      spare: fc.nat(5),
    });
    fc.assert(
      fc.property(bitmaps, layouts, (bitmap, { bitOrder, black, spare }) => {
        const layout = { bitOrder, black, octetsPerRow: Math.ceil(bitmap.width / 8) + spare } as const;
        const octets = bitmapToOctets(bitmap, layout);
        expect(sameBitmap(bitmapFromOctets(octets, bitmap.width, bitmap.rows, layout), bitmap)).toBe(true);
      }),
    );
  });

  it('are those of PBM and TIFF', () => {
    expect([...bitmapToOctets(drawn)]).toEqual([0x80, 0, 0x40, 0, 0x3f, 0xc0]);
    expect([...bitmapToOctets(drawn, { bitOrder: 'lsb' })]).toEqual([1, 0, 2, 0, 0xfc, 3]);
    expect([...reverseBits(Uint8Array.of(0x80, 0x13))]).toEqual([0x01, 0xc8]);
  });

  it('leave the bits past the width white', () => {
    expect(bitmapFromOctets(Uint8Array.of(0xff, 0xff), 10, 1).words[0]).toBe(0xffc00000);
    expect(bitmapFromOctets(Uint8Array.of(0, 0), 10, 1, { black: 0 }).words[0]).toBe(0xffc00000);
  });

  it('too few are refused', () => {
    expect(() => bitmapFromOctets(new Uint8Array(5), 10, 3)).toThrow(RangeError);
  });
});

describe('rows', () => {
  it('are cut out and put above each other', () => {
    const banner = createBitmap(10, 1);
    const page = stackBitmaps(banner, drawn);
    expect(textOfBitmap(page)).toEqual(['..........', ...textOfBitmap(drawn)]);
    expect(sameBitmap(cropRows(page, 1, 4), drawn)).toBe(true);
    expect(cropRows(page, 3, 99).rows).toBe(1);
    expect(cropRows(page, 9, 2).rows).toBe(0);
    expect(() => stackBitmaps(createBitmap(11, 1), drawn)).toThrow(RangeError);
  });
});

describe('colour', () => {
  it('is exchanged within the width', () => {
    expect(textOfBitmap(invertBitmap(drawn))[0]).toBe('.#########');
    expect(sameBitmap(invertBitmap(invertBitmap(drawn)), drawn)).toBe(true);
  });

  it('is measured', () => {
    expect(blackRatio(drawn)).toBeCloseTo(10 / 30);
    expect(blackRatio(createBitmap(10, 0))).toBe(0);
  });
});
