import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FaxError } from '../model/errors.ts';
import { a4, type Bench, openBench, pdf } from './page-works.testing.ts';

const endings = ['.pdf', '.png', '.jpg', '.webp', '.gif', '.tif', '.txt', '.docx', '.rtf', ''];
let bench: Bench;
/** One whole file of each kind, by its ending. */
let whole: ReadonlyMap<string, Uint8Array>;

beforeAll(async () => {
  bench = await openBench({ limits: { taskTime: 10_000, pages: 50 }, findProgram: async () => null });
  const noise = Buffer.from(Array.from({ length: 120 * 90 }, (_, at) => (at * 7919) % 251));
  const picture = () => sharp(noise, { raw: { width: 120, height: 90, channels: 1 } });
  const png = await picture().png().toBuffer();
  const drawn = await pdf([a4, [300, 200]], (page) => page.image(png, 20, 20).fontSize(9).text('words', 30, 150));
  const fax = await bench.file('whole.pdf', drawn);
  const options = { resolution: 'standard', width: null, dither: 'content', compression: 'mr' } as const;
  await bench.works.convert([fax], bench.path('whole.tif'), options);
  whole = new Map<string, Uint8Array>([
    ['.pdf', drawn],
    ['.png', png],
    ['.jpg', await picture().jpeg().toBuffer()],
    ['.webp', await picture().webp().toBuffer()],
    ['.gif', await picture().gif().toBuffer()],
    ['.tif', await readFile(bench.path('whole.tif'))],
  ]);
});
afterAll(() => bench.close());

/** Pages, or a `FaxError` with a sentence that names the file: nothing else, and nothing left behind. */
async function survives(ending: string, content: Uint8Array): Promise<void> {
  const path = await bench.file(`fed${ending}`, content);
  const out = bench.path('fed.out.tif');
  const before = await bench.names();
  const options = { resolution: 'standard', width: 'a4', dither: 'content' } as const;
  const abort = new AbortController();
  const pages = await bench.works
    .render([path], options, out, () => undefined, abort.signal)
    .then(
      (document) => document.pages,
      (error: unknown) => error,
    );
  if (Array.isArray(pages)) {
    expect(await bench.works.describe(out)).toEqual(pages);
    return;
  }
  expect(pages).toBeInstanceOf(FaxError);
  expect(pages).toMatchObject({ message: expect.stringContaining(`fed${ending}`) });
  const others = (names: readonly string[]) => names.filter((name) => name !== 'fed.out.tif');
  expect(others(await bench.names())).toEqual(others(before));
}

describe('hostile files', () => {
  it('end in pages or a sentence when they are noise under any name', async () => {
    const soup = fc.uint8Array({ minLength: 1, maxLength: 3000 });
    await fc.assert(fc.asyncProperty(fc.constantFrom(...endings), soup, survives), { numRuns: 40 });
  });

  it('end in pages or a sentence when a whole file is changed or cut', async () => {
    const change = fc.record({
      ending: fc.constantFrom('.pdf', '.png', '.jpg', '.webp', '.gif', '.tif'),
      cut: fc.double({ min: 0.2, max: 1, noNaN: true }),
      flips: fc.array(fc.tuple(fc.double({ min: 0, max: 0.9999, noNaN: true }), fc.nat(255)), { maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ ending, cut, flips }) => {
        const source = whole.get(ending) ?? new Uint8Array(1);
        const octets = source.slice(0, Math.max(1, Math.floor(source.length * cut)));
        for (const [place, value] of flips) octets[Math.floor(place * octets.length)] = value;
        await survives(ending, octets);
      }),
      { numRuns: 60 },
    );
  });

  it('do not unpack for ever', async () => {
    // A PDF whose one page wants a picture of 60,000 by 60,000 dots out of a few octets.
    const bomb = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>endobj
4 0 obj<</Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/RunLengthDecode/Length 3>>stream
\u0081a\u0080
endstream endobj
5 0 obj<</Length 28>>stream
q 595 0 0 842 0 0 cm /I Do Q
endstream endobj
trailer<</Root 1 0 R>>
%%EOF`;
    await survives('.pdf', Buffer.from(bomb, 'latin1'));
  });
});
