import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Resolution } from '../model/page-format.ts';
import { a4, type Bench, openBench, pdf, tiffBitmap } from './page-works.testing.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const options = { width: null, dither: 'content', compression: 'mmr' } as const;
const turned: readonly [number, number] = [a4[1], a4[0]];
const box = (page: PDFKit.PDFDocument) => page.rect(60, 60, 200, 90).fill();

async function fax(name: string, resolution: Resolution): Promise<string> {
  const file = await bench.file(`${name}.pdf`, await pdf([a4], box));
  const out = bench.path(`${name}.tif`);
  await bench.works.convert([file], out, { ...options, resolution });
  return out;
}

describe('a conversion that names no resolution', () => {
  it.each(['standard', 'fine', 'superfine'] as const)('keeps a fax page of %s dot for dot', async (resolution) => {
    const stored = await fax(resolution, resolution);
    const out = bench.path(`${resolution}-again.tif`);
    await bench.works.convert([stored], out, { ...options, resolution: null, compression: 'mh' });
    expect(await bench.works.describe(out)).toEqual(await bench.works.describe(stored));
    expect(await tiffBitmap(await readFile(out))).toEqual(await tiffBitmap(await readFile(stored)));
  });

  it('keeps each page’s own where they differ, and makes a PDF fine', async () => {
    const files = [await fax('low', 'standard'), await fax('high', 'superfine'), bench.path('low.pdf')];
    const out = bench.path('mixed.tif');
    await bench.works.convert(files, out, { ...options, resolution: null });
    expect((await bench.works.describe(out)).map(({ yDpi }) => yDpi)).toEqual([98, 391, 196]);
  });

  it('gives way to one that does', async () => {
    const stored = await fax('other', 'standard');
    const out = bench.path('other-fine.tif');
    await bench.works.convert([stored], out, { ...options, resolution: 'fine' });
    expect(await bench.works.describe(out)).toMatchObject([{ rows: 2292, yDpi: 196 }]);
  });
});

describe('what is told of a file', () => {
  const render = (files: readonly string[], limits: { width: 'a4' | null }) =>
    bench.works.render(
      files,
      { resolution: 'standard', dither: 'content', ...limits },
      bench.path('told.tif'),
      () => undefined,
      new AbortController().signal,
    );

  it('says which pages were turned and which made smaller', async () => {
    const files = [
      await bench.file('across.pdf', await pdf([turned, turned], box)),
      await bench.file('upright.pdf', await pdf([a4], box)),
      await bench.file('large.pdf', await pdf([[841.89, 1190.55]], box)),
    ];
    const { files: told } = await render(files, { width: 'a4' });
    expect(told.map(({ note }) => note)).toEqual(['Turned upright', null, 'A3, made to fit A4']);
  });

  it('names the file with which a document becomes too long', async () => {
    const small = await openBench({ limits: { pages: 3 } });
    try {
      const files = [
        await small.file('two.pdf', await pdf([a4, a4], box)),
        await small.file('more.pdf', await pdf([a4, a4], box)),
      ];
      const work = small.works.convert(files, small.path('long.tif'), { ...options, resolution: 'fine' });
      await expect(work).rejects.toMatchObject({
        code: 'TOO_MANY_PAGES',
        message: 'With “more.pdf” the document has more than 3 pages, the most one fax takes.',
      });
    } finally {
      await small.close();
    }
  });
});
