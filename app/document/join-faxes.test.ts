import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bitmapOfRuns, sameBitmap } from '../image/drawn-bitmaps.ts';
import { handMadeTiff } from '../image/tiff-in-memory.ts';
import { readTiffStrips } from '../image/tiff-pages.ts';
import { openTiff, readTiffTag } from '../image/tiff-reader.ts';
import { memoryReader } from '../image/tiff-source.ts';
import { tiffTag } from '../image/tiff-tags.ts';
import { a4, type Bench, openBench, pdf, tiffBitmap } from './page-works.testing.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

async function fax(name: string, words: readonly string[], resolution: 'standard' | 'fine'): Promise<string> {
  const source = await bench.file(
    `${name}.pdf`,
    await pdf(
      words.map(() => a4),
      (page, index) => page.fontSize(30).text(words[index] ?? '', 72, 72),
    ),
  );
  const out = bench.path(`${name}.tif`);
  await bench.works.render(
    [source],
    { resolution, width: null, dither: 'never' },
    out,
    () => undefined,
    new AbortController().signal,
  );
  return out;
}

it('makes one fax of several: the very strips, the numbers over the whole', async () => {
  const sources = [await fax('cover', ['cover'], 'standard'), await fax('letter', ['one', 'two'], 'fine')];
  const facts = await bench.works.join(sources, bench.path('joined.tif'));
  expect(facts.map(({ yDpi }) => yDpi)).toEqual([98, 196, 196]);
  const joined = await openTiff(memoryReader(await readFile(bench.path('joined.tif'))));
  const [cover, letter] = await Promise.all(sources.map(async (path) => openTiff(memoryReader(await readFile(path)))));
  const stripOf = async (file: typeof joined | undefined, index: number) =>
    file && Buffer.from((await readTiffStrips(file, index))[0]?.data ?? []);
  expect(await stripOf(joined, 0)).toEqual(await stripOf(cover, 0));
  expect(await stripOf(joined, 2)).toEqual(await stripOf(letter, 1));
  const numbers = await Promise.all([0, 1, 2].map((index) => readTiffTag(joined, index, tiffTag.pageNumber)));
  expect(numbers.map((value) => value?.kind === 'numbers' && value.numbers)).toEqual([
    [0, 3],
    [1, 3],
    [2, 3],
  ]);
});

it('takes pages of others in as they look: black for 0, several strips', async () => {
  const page = bitmapOfRuns(1728, [
    [100, 28],
    [0, 1728],
  ]);
  const white = Uint8Array.from({ length: 216 }, () => 0xff);
  const rows = (octets: Uint8Array) => octets;
  const first = white.slice();
  first.fill(0xf0, 12, 13);
  first.fill(0, 13, 16);
  const octets = handMadeTiff(true, [
    {
      fields: [
        { tag: 256, type: 3, values: [1728] },
        { tag: 257, type: 3, values: [2] },
        { tag: 259, type: 3, values: [1] },
        { tag: 262, type: 3, values: [1] },
        { tag: 278, type: 3, values: [1] },
      ],
      strips: [rows(first), new Uint8Array(216)],
    },
  ]);
  await writeFile(bench.path('other.tif'), octets);
  await bench.works.join([bench.path('other.tif')], bench.path('taken.tif'));
  expect(sameBitmap(await tiffBitmap(await readFile(bench.path('taken.tif'))), page)).toBe(true);
});

it('leaves nothing behind when one of them is not right', async () => {
  const good = await fax('good', ['good'], 'fine');
  const bad = await bench.file('bad.tif', 'II*\0nothing');
  const before = await bench.names();
  await expect(bench.works.join([good, bad], bench.path('none.tif'))).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
  await expect(bench.works.join([], bench.path('none.tif'))).rejects.toMatchObject({ code: 'NO_PAGES' });
  expect(await bench.names()).toEqual(before);
});
