import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CoverFields, coverFields } from '../../model/cover.ts';
import { type Bench, inkBox, isBlack, openBench, tiffBitmap } from '../page-works.testing.ts';
import { builtInCovers, readCover } from './cover-files.ts';
import type { CoverTemplate } from './cover-template.ts';

let bench: Bench;
let plain: CoverTemplate;
let letter: CoverTemplate;
beforeAll(async () => {
  bench = await openBench();
  plain = await readCover(join(builtInCovers(), 'plain.json'));
  letter = await readCover(join(builtInCovers(), 'plain-letter.json'));
});
afterAll(() => bench.close());

const fine = { resolution: 'fine', width: null, dither: 'content' } as const;
const known = { recipientName: 'Ana', recipientFax: '5550101', subject: 'Papers', dateSent: '2026-03-07 14:05' };

it.each([
  ['standard', 1146],
  ['fine', 2292],
  ['superfine', 4572],
] as const)('is one fax page at %s, its rules unbroken from margin to margin', async (resolution, rows) => {
  const out = bench.path(`${resolution}.tif`);
  const options = { ...fine, resolution };
  expect(await bench.works.drawCover(plain, coverFields({ ...known, note: 'Hello' }), out, options)).toBe(1);
  const [page, ...more] = await bench.works.describe(out);
  expect([page?.width, more.length]).toEqual([1728, 0]);
  expect(Math.abs((page?.rows ?? 0) - rows)).toBeLessThan(4);
  const bitmap = await tiffBitmap(await readFile(out));
  const rules = Array.from({ length: bitmap.rows }, (_, y) => y).filter((y) =>
    Array.from({ length: 1300 }, (_, x) => isBlack(bitmap, 220 + x, y)).every(Boolean),
  );
  // Two thick ones of 3 points and a thin one of 1 point.
  const lines = resolution === 'standard' ? 98 : resolution === 'fine' ? 196 : 391;
  expect(rules.length).toBeGreaterThan(((2 * 3 + 0.4) / 72) * lines - 2);
  const box = inkBox(bitmap);
  expect(box?.left).toBeGreaterThan(100);
  expect(box?.right).toBeLessThan(1628);
});

it('a field without a value takes no room', async () => {
  const bottomOf = async (fields: Partial<CoverFields>) => {
    const out = bench.path('room.tif');
    await bench.works.drawCover(plain, coverFields(fields), out, fine);
    return inkBox(await tiffBitmap(await readFile(out)))?.bottom ?? 0;
  };
  expect(await bottomOf(known)).toBeLessThan(
    await bottomOf({ ...known, recipientCompany: 'Co', recipientEmail: 'a@b' }),
  );
});

it('a long note goes on, and the page count takes the cover’s own pages in', async () => {
  const asked: number[] = [];
  const fields = (coverPages: number) => {
    asked.push(coverPages);
    return coverFields({ ...known, pages: String(coverPages + 2), note: 'All work and no play. '.repeat(400) });
  };
  const pages = await bench.works.drawCover(letter, fields, bench.path('long.tif'), fine);
  expect(pages).toBeGreaterThan(1);
  expect(asked).toEqual([1, pages]);
  expect(await bench.works.describe(bench.path('long.tif'))).toHaveLength(pages);
});

it('is a PDF of text where that is asked for', async () => {
  expect(await bench.works.drawCover(plain, coverFields(known), bench.path('c.pdf'), null)).toBe(1);
  expect((await readFile(bench.path('c.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');
});

it('refused, it leaves nothing behind', async () => {
  const before = await bench.names();
  const draw = (note: string) => bench.works.drawCover(plain, coverFields({ note }), bench.path('bad.tif'), fine);
  await expect(draw('東京')).rejects.toMatchObject({ code: 'TEXT_NOT_SETTABLE' });
  await expect(draw('\n a'.repeat(3000))).rejects.toMatchObject({ code: 'TOO_MANY_PAGES' });
  expect(await bench.names()).toEqual(before);
});

it('holds words of any length', async () => {
  const fields = coverFields({ recipientName: 'x'.repeat(10_000), note: 'y'.repeat(10_000), subject: ' ' });
  expect(await bench.works.drawCover(plain, fields, bench.path('wide.tif'), fine)).toBeGreaterThan(1);
  const box = inkBox(await tiffBitmap(await readFile(bench.path('wide.tif'))));
  expect(box?.right).toBeLessThan(1628);
});
