import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Coding } from '../model/page-format.ts';
import type { Bitmap } from './bitmap.ts';
import { bitmapOfRuns, bitmapOfText, bitmaps, sameBitmap, textOfBitmap } from './drawn-bitmaps.ts';
import { type DecodedPage, decodePage, type EncodeOptions, encodePage } from './page-coder.ts';
import { decodePlainly } from './plain-decoder.ts';

const codings: readonly Coding[] = ['mh', 'mr', 'mmr'];
const eol = '000000000001';

function bits(data: Uint8Array): string {
  return Array.from(data, (octet) => octet.toString(2).padStart(8, '0')).join('');
}

function octets(...codes: readonly string[]): Uint8Array {
  const packed = codes.join('').replaceAll(/\s/g, '');
  const padded = packed.padEnd(Math.ceil(packed.length / 8) * 8, '0');
  return Uint8Array.from(padded.match(/.{8}/g) ?? [], (octet) => Number.parseInt(octet, 2));
}

function expectSame(page: DecodedPage, bitmap: Bitmap): void {
  const { rows, badRows, longestBadRun } = page;
  expect({ rows, badRows, longestBadRun }).toEqual({ rows: bitmap.rows, badRows: 0, longestBadRun: 0 });
  expect(sameBitmap(page.bitmap, bitmap)).toBe(true);
}

const encodeOptions: fc.Arbitrary<EncodeOptions> = fc.record({
  resolution: fc.constantFrom('standard', 'fine', 'superfine'),
  minLineBits: fc.constantFrom(0, 0, 96, 288),
  endOfPage: fc.boolean(),
  eolAligned: fc.boolean(),
});

describe.each(codings)('%s', (coding) => {
  it('decodes what it encoded, whatever the bitmap, fill, alignment and end', () => {
    fc.assert(
      fc.property(bitmaps, encodeOptions, fc.boolean(), (bitmap, options, tellRows) => {
        const data = encodePage(bitmap, coding, options);
        const page = decodePage(data, coding, bitmap.width, tellRows ? { rows: bitmap.rows } : {});
        expectSame(page, bitmap);
      }),
      { numRuns: 400 },
    );
  });

  it.each([1, 2, 31, 32, 33, 63, 64, 65, 1728, 2432, 2623, 2624, 2625, 5000, 5248, 20_000])(
    'carries white, black, and alternate pels in both phases at width %i',
    (width) => {
      const alternate = Array.from({ length: width }, () => 1);
      const rows = [[], [0, width], alternate, [0, ...alternate], alternate, [width - 1, 1], [0, 1], alternate, []];
      const bitmap = bitmapOfRuns(width, rows);
      expectSame(decodePage(encodePage(bitmap, coding), coding, width), bitmap);
    },
  );

  it('tells whether the page ended by its own sign', () => {
    const bitmap = bitmapOfRuns(1728, [[10, 5], [9, 7], []]);
    expect(decodePage(encodePage(bitmap, coding), coding, 1728).ended).toBe('eop');
    expect(decodePage(encodePage(bitmap, coding, { endOfPage: false }), coding, 1728).ended).toBe('data');
    expect(decodePage(encodePage(bitmap, coding), coding, 1728, { maxRows: 2 })).toMatchObject({
      ended: 'limit',
      rows: 2,
    });
  });

  it('counts rows that are missing as bad and leaves them white', () => {
    const bitmap = bitmapOfRuns(100, [
      [10, 5],
      [9, 7],
    ]);
    const page = decodePage(encodePage(bitmap, coding, { endOfPage: false }), coding, 100, { rows: 5 });
    expect(page).toMatchObject({ rows: 5, badRows: 3, longestBadRun: 3 });
    expect(textOfBitmap(page.bitmap).slice(2)).toEqual(Array(3).fill('.'.repeat(100)));
  });

  it('survives any damage: it ends, keeps to its limits and gives a whole bitmap', () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(bitmaps, encodeOptions, flips, fc.boolean(), (bitmap, options, damage, tellRows) => {
        const data = encodePage(bitmap, coding, options);
        for (const [place, mask] of damage) {
          if (data.length > 0) data[place % data.length] = (data[place % data.length] as number) ^ mask;
        }
        const page = decodePage(data, coding, bitmap.width, tellRows ? { rows: bitmap.rows } : { maxRows: 500 });
        expect(page.rows).toBeLessThanOrEqual(500);
        if (tellRows) expect(page.rows).toBe(bitmap.rows);
        expectWhole(page);
      }),
      { numRuns: 400 },
    );
  });

  it('survives noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.integer({ min: 1, max: 3000 }), (noise, width) => {
        expectWhole(decodePage(noise, coding, width, { maxRows: 1000 }));
      }),
      { numRuns: 400 },
    );
  });

  it('reads a page the same whatever was read before it', () => {
    fc.assert(
      fc.property(
        bitmaps,
        fc.uint8Array({ maxLength: 300 }),
        fc.uint8Array({ maxLength: 300 }),
        (other, noise, tail) => {
          const data = Uint8Array.from([...encodePage(other, coding).subarray(0, 40), ...tail]);
          const alone = decodePage(data, coding, 600, { rows: 30 });
          decodePage(encodePage(other, coding), coding, other.width);
          decodePage(noise, coding, 1728, { rows: 50 });
          expect(decodePage(data, coding, 600, { rows: 30 })).toEqual(alone);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('gives a bitmap that later pages leave alone', () => {
    const black = bitmapOfRuns(1728, [
      [0, 1728],
      [5, 9],
      [0, 1728],
    ]);
    const page = decodePage(encodePage(black, coding), coding, 1728);
    decodePage(encodePage(bitmapOfRuns(1728, [[], [], [], []]), coding), coding, 1728);
    expectSame(page, black);
  });

  it('reads small pages after one that needs much memory', () => {
    const small = bitmapOfRuns(1728, [[3, 700], [2, 700], []]);
    expect(decodePage(new Uint8Array(8), coding, 20_000, { rows: 9000 })).toMatchObject({ rows: 9000, badRows: 9000 });
    expectSame(decodePage(encodePage(small, coding), coding, 1728), small);
  });

  it('ends where runs of 0 never leave the column', () => {
    const runs = coding === 'mmr' ? '001 00110101 0000110111' : '00110101 0000110111';
    const page = decodePage(octets(runs.repeat(20_000)), coding, 1728, { rows: 4 });
    expect(page).toMatchObject({ rows: 4, badRows: 4 });
  });

  it('needs no memory for a width that the data cannot fill', () => {
    expect(decodePage(Uint8Array.of(0x26, 0xa0), coding, 200_000_000, { rows: 1 }).rows).toBe(1);
  });

  it('bounds its memory whatever the data say', () => {
    const ones = new Uint8Array(1_000_000).fill(0xff);
    expect(decodePage(ones, coding, 1728, { maxRows: 3000 }).rows).toBeLessThanOrEqual(3000);
    expect(decodePage(ones, coding, 10_000_000).rows).toBeLessThanOrEqual(20);
  });
});

function expectWhole(page: DecodedPage): void {
  const { bitmap, rows, badRows, longestBadRun } = page;
  expect(bitmap.rows).toBe(rows);
  expect(bitmap.words.length).toBe(rows * bitmap.stride);
  expect(badRows).toBeLessThanOrEqual(rows);
  expect(longestBadRun).toBeLessThanOrEqual(badRows);
  const spare = bitmap.stride * 32 - bitmap.width;
  const beyond = 2 ** spare - 1;
  for (let row = 1; row <= rows; row++) {
    expect((((bitmap.words[row * bitmap.stride - 1] as number) & beyond) >>> 0) % 2 ** spare).toBe(0);
  }
}

describe('the codes of T.4 and T.6', () => {
  it('writes an MH line as EOL and runs, white first (T.4 4.1)', () => {
    // 1728 white: make-up 1728, terminating 0.
    const white = bitmapOfRuns(1728, [[]]);
    expect(bits(encodePage(white, 'mh', { endOfPage: false })).startsWith(`${eol}01001101100110101`)).toBe(true);
    // 0 white, 3 black, 5 white; then the RTC of six EOLs.
    const black = bitmapOfText(['###.....']);
    expect(bits(encodePage(black, 'mh'))).toMatch(new RegExp(`^${eol}00110101101100${eol.repeat(6)}0*$`));
  });

  it('repeats the make-up code of 2560 for longer runs (T.4 4.1.1)', () => {
    const long = bitmapOfRuns(5200, [[]]);
    // 2560 + 2560 + 64 + 16
    expect(bits(encodePage(long, 'mh', { endOfPage: false }))).toMatch(
      new RegExp(`^${eol}000000011111${'000000011111'}11011101010`),
    );
  });

  it('writes the modes of T.6 table 1', () => {
    const page = bitmapOfText([
      '....####........', // horizontal 4 white 4 black, vertical 0 to the end
      '...######.......', // vertical left 1, right 1, vertical 0
      '................', // pass, vertical 0
      '#..............#', // horizontal 0 white 1 black, vertical left 1, vertical 0
    ]);
    expect(bits(encodePage(page, 'mmr'))).toMatch(
      new RegExp(`^001 1011 011 1 010 011 1 0001 1 001 00110101 010 010 1 ${eol}${eol} 0*$`.replaceAll(' ', '')),
    );
  });

  it.each([
    ['standard', '101010'],
    ['fine', '100010'],
    ['superfine', '100000'],
  ] as const)('tags one-dimensional lines in MR by K of %s (T.4 4.2.2)', (resolution, tags) => {
    const page = bitmapOfRuns(1728, [[], [], [], [], [], []]);
    const text = bits(encodePage(page, 'mr', { resolution, endOfPage: false }));
    expect([...text.matchAll(new RegExp(`${eol}([01])`, 'g'))].map((match) => match[1]).join('')).toBe(tags);
  });

  it('fills short lines up to the least length, EOL included (T.4 4.1.3)', () => {
    const page = bitmapOfRuns(1728, [[], [], []]);
    const text = bits(encodePage(page, 'mh', { minLineBits: 96 }));
    const starts = [...text.matchAll(new RegExp(eol, 'g'))].map((match) => match.index + match[0].length);
    // The fill stands before the EOL: 96 bits from one EOL to the next.
    expect(starts.slice(0, 4)).toEqual([12, 108, 204, 300]);
  });

  it('ends each EOL on an octet where asked', () => {
    const page = bitmapOfRuns(1728, [[3, 5], [700, 1], []]);
    for (const coding of ['mh', 'mr'] as const) {
      const text = bits(encodePage(page, coding, { eolAligned: true, endOfPage: false }));
      const ends = [...text.matchAll(/0{11}1/g)].map((match) => match.index + 12);
      expect(ends).toHaveLength(3);
      expect(ends.every((end) => end % 8 === 0)).toBe(true);
    }
  });
});

describe('MMR beside a plain decoder', () => {
  const damages = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { maxLength: 6 });

  it('gives the same page of the same data, damaged or not', () => {
    fc.assert(
      fc.property(bitmaps, damages, fc.integer({ min: 1, max: 16 }), (bitmap, damage, rows) => {
        const data = encodePage(bitmap, 'mmr');
        for (const [place, mask] of damage) data[place % data.length] = (data[place % data.length] as number) ^ mask;
        expectAlike(data, bitmap.width, rows);
      }),
      { numRuns: 400 },
    );
  });

  it('gives the same page of noise', () => {
    const octet = fc.oneof(fc.constantFrom(0xff, 0xfb, 0x92, 0x24, 0x35), fc.integer({ min: 0, max: 255 }));
    const noises = fc.array(octet, { maxLength: 200 }).map((octets) => Uint8Array.from(octets));
    fc.assert(fc.property(noises, fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 40 }), expectAlike), {
      numRuns: 400,
    });
  });
});

function expectAlike(data: Uint8Array, width: number, rows: number): void {
  const page = decodePage(data, 'mmr', width, { rows });
  const plain = decodePlainly(data, width, rows);
  expect(page.badRows).toBe(plain.badRows);
  expect(sameBitmap(page.bitmap, plain.bitmap)).toBe(true);
}

describe('damage', () => {
  const white8 = '10011';
  const threeBlack = '00110101 10 1100';

  it('copies a bad MH row from above and goes on at the next EOL', () => {
    const data = octets(eol, threeBlack, eol, '1000 10', eol, threeBlack, eol.repeat(6));
    const page = decodePage(data, 'mh', 8);
    expect(page).toMatchObject({ rows: 3, badRows: 1, longestBadRun: 1, ended: 'eop' });
    expect(textOfBitmap(page.bitmap)).toEqual(['###.....', '###.....', '###.....']);
  });

  it('takes a row with codes left over for a bad one', () => {
    const data = octets(eol, white8, eol, threeBlack, '010', eol, white8, eol.repeat(6));
    expect(decodePage(data, 'mh', 8)).toMatchObject({ rows: 3, badRows: 1, ended: 'eop' });
  });

  it('waits for a one-dimensional line in MR', () => {
    const data = octets(`${eol}1`, threeBlack, `${eol}0`, '0000000 01', `${eol}0`, '11', `${eol}1`, white8);
    const page = decodePage(data, 'mr', 8);
    expect(page).toMatchObject({ rows: 4, badRows: 2, longestBadRun: 2 });
    expect(textOfBitmap(page.bitmap)).toEqual(['###.....', '###.....', '###.....', '........']);
  });

  it('stops at the first bad code in MMR and counts the rest', () => {
    const data = octets('001', threeBlack.slice(0, 11), '1', '0000000 1111', '1', '1');
    expect(decodePage(data, 'mmr', 8, { rows: 10 })).toMatchObject({ rows: 10, badRows: 9, ended: 'data' });
    expect(decodePage(data, 'mmr', 8)).toMatchObject({ rows: 2, badRows: 1, ended: 'data' });
  });

  it('passes over what a receiver caught before the first EOL', () => {
    const data = octets('0010 1111 0000 1', eol, threeBlack, eol, white8, eol.repeat(6));
    expect(decodePage(data, 'mh', 8)).toMatchObject({ rows: 2, badRows: 0 });
  });

  it.each([32, 100, 1728, 12_352])('passes over %i ones that a modem sent before it had a page', (ones) => {
    const data = octets('1'.repeat(ones), eol, threeBlack, eol, white8, eol.repeat(6));
    const page = decodePage(data, 'mh', 8);
    expect(page).toMatchObject({ rows: 2, badRows: 0, ended: 'eop' });
    expect(textOfBitmap(page.bitmap)).toEqual(['###.....', '........']);
  });

  it('takes three EOLs of a damaged RTC for the end', () => {
    const data = octets(eol, threeBlack, eol.repeat(3), '1111', eol, white8);
    expect(decodePage(data, 'mh', 8)).toMatchObject({ rows: 1, badRows: 0, ended: 'eop' });
  });

  it('reads MH without any EOL, and MH with rows that begin on octets', () => {
    expect(decodePage(octets(threeBlack, white8, threeBlack), 'mh', 8, { rows: 3 })).toMatchObject({ badRows: 0 });
    const rows = Uint8Array.of(...octets(threeBlack), ...octets(white8), ...octets(threeBlack));
    const page = decodePage(rows, 'mh', 8, { framing: 'octets' });
    expect(page).toMatchObject({ rows: 3, badRows: 0 });
    expect(textOfBitmap(page.bitmap)).toEqual(['###.....', '........', '###.....']);
  });

  it('takes a run of 0 inside a line for none', () => {
    // 2 white, 0 black, 2 white, 4 black.
    const data = octets(eol, '0111', '0000110111', '0111', '011', eol.repeat(6));
    expect(textOfBitmap(decodePage(data, 'mh', 8).bitmap)).toEqual(['....####']);
  });
});
