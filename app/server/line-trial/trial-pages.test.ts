import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, openBench } from '../../document/page-works.testing.ts';
import { decodePage } from '../../image/page-coder.ts';
import { openTrialPages } from './trial-pages.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const never = new AbortController().signal;
const open = (files: readonly string[], resolution: 'standard' | 'fine' = 'fine') =>
  openTrialPages(bench.works, { files, resolution }, bench.dir, never);

/** A fax page made of text: at standard resolution, in MR. */
async function faxPage(): Promise<string> {
  const text = await bench.file('fax.txt', 'A page that is a fax already.\n');
  const out = bench.path('fax.tif');
  const options = { resolution: 'standard', width: null, dither: 'content', compression: 'mr' } as const;
  await bench.works.convert([text], out, options);
  return out;
}

test('a fax page keeps its resolution and goes out with the same dots and no banner', async () => {
  const file = await faxPage();
  const source = await open([file]);
  expect(source.pages).toMatchObject([{ resolution: 'standard', width: 'a4' }]);
  const [facts] = await bench.works.describe(file);
  const coded = await source.code(0, { coding: 'mh', resolution: 'standard', width: 'a4', minLineBits: 0 });
  expect(coded.rows).toBe(facts?.rows);
  const stored = await bench.works.codePage(file, 0, coded.format, null);
  expect(decodePage(coded.data, 'mh', 1728).bitmap).toEqual(decodePage(stored.data, 'mh', 1728).bitmap);
});

test('files go out in their order, each as it is or rendered', async () => {
  const text = await bench.file('two.txt', 'One.\fTwo.\n');
  const source = await open([text, await faxPage()], 'fine');
  expect(source.pages.map(({ resolution }) => resolution)).toEqual(['fine', 'fine', 'standard']);
});

test('a far end of another resolution gets the page re-scaled', async () => {
  const source = await open([await faxPage()]);
  const coded = await source.code(0, { coding: 'mmr', resolution: 'fine', width: 'a4', minLineBits: 0 });
  const asIs = await source.code(0, { coding: 'mmr', resolution: 'standard', width: 'a4', minLineBits: 0 });
  expect(coded.rows).toBe(asIs.rows * 2);
});

test('a long fax that is stopped is not looked at to its end', async () => {
  const open = openTrialPages(
    bench.works,
    { files: [await faxPage()], resolution: 'fine' },
    bench.dir,
    AbortSignal.abort(),
  );
  await expect(open).rejects.toMatchObject({ code: 'CANCELLED' });
});

test.each([
  ['one that is not there', 'FILE_NOT_FOUND', null],
  ['an empty one', 'FILE_EMPTY', new Uint8Array()],
  ['one that is cut short', 'FILE_DAMAGED', new Uint8Array([0x49, 0x49, 42, 0, 8, 0, 0, 0, 9, 0])],
  ['one of no known kind', 'FILE_TYPE_UNKNOWN', new Uint8Array(64).fill(7)],
])('a file that cannot be sent is refused: %s', async (name, code, content) => {
  const file = content === null ? bench.path('none.tif') : await bench.file(name, content);
  await expect(open([file])).rejects.toMatchObject({ code });
});
