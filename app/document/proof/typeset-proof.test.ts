import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readTiffStrips } from '../../image/tiff-pages.ts';
import { openTiff } from '../../image/tiff-reader.ts';
import { memoryReader } from '../../image/tiff-source.ts';
import { a4, type Bench, openBench, pdf } from '../page-works.testing.ts';
import type { ProofFacts } from './proof-facts.ts';

let bench: Bench;
let fax: string;
beforeAll(async () => {
  bench = await openBench();
  fax = await rendered('fax', 3);
});
afterAll(() => bench.close());

async function rendered(name: string, pages: number): Promise<string> {
  const sizes = Array.from({ length: pages }, () => a4);
  const source = await bench.file(`${name}.pdf`, await pdf(sizes, (page, index) => page.text(`${index}`, 72, 72)));
  const out = bench.path(`${name}.tif`);
  const options = { resolution: 'standard', width: null, dither: 'never' } as const;
  await bench.works.render([source], options, out, () => undefined, new AbortController().signal);
  return out;
}

const frame = { time: '0.10', direction: 'sent', type: 'CNG', words: 'calling tone' } as const;
const facts: ProofFacts = {
  title: 'Proof of delivery',
  outcome: 'Delivered',
  tone: 'good',
  sentence: 'All 3 pages were confirmed by the other machine.',
  practice: 'Practice: not sent to the telephone network',
  subject: 'Papers',
  groups: [
    { title: 'To', facts: [['Fax number', '5550101']] },
    { title: 'Times', facts: [['Sent', '2026-03-07 14:05:12 UTC+1']] },
  ],
  attempts: [{ n: '1', started: 'now', port: 'Practice 1', duration: '5 s', pages: '3', result: 'Delivered' }],
  attemptsNote: null,
  framesTitle: 'Transcript of the call',
  frames: [[frame], []],
  framesNote: null,
  confirmedPages: 3,
  pageWords: { confirmed: 'confirmed', unconfirmed: 'not confirmed' },
  pagesNote: 'As stored.',
  foot: 'Fax 1',
};

const latin1 = (path: string) => readFile(path, 'latin1');

it('holds the very octets of each page, and a report before them', async () => {
  const out = bench.path('proof.pdf');
  expect(await bench.works.writeProof(facts, fax, out)).toBe(4);
  const octets = await readFile(out);
  const file = await openTiff(memoryReader(await readFile(fax)));
  for (const index of [0, 1, 2]) {
    const [strip] = await readTiffStrips(file, index);
    expect(octets.includes(Buffer.from(strip?.data ?? [1, 2, 3]))).toBe(true);
  }
  expect((await latin1(out)).match(/\/Type \/Page\b/g)).toHaveLength(4);
  // Another reader of PDF finds as many pages in it: the one that draws our documents.
  const { pages } = await bench.works.convert([out], bench.path('again.tif'), {
    resolution: 'standard',
    compression: 'mmr',
    width: null,
    dither: 'never',
  });
  expect(pages).toBe(4);
});

it('a page image stands upright and in true aspect on its sheet', async () => {
  const source = await bench.file('corner.pdf', await pdf([a4], (page) => page.rect(40, 40, 120, 60).fill()));
  const tiff = bench.path('corner.tif');
  const options = { resolution: 'fine', width: null, dither: 'never' } as const;
  await bench.works.render([source], options, tiff, () => undefined, new AbortController().signal);
  await bench.works.writeProof({ ...facts, pagesNote: '' }, tiff, bench.path('corner-proof.pdf'));
  await bench.works.convert([bench.path('corner-proof.pdf')], bench.path('corner.pbm'), {
    ...options,
    compression: 'mmr',
  });
  const octets = await readFile(bench.path('corner.pbm'));
  const head = /^P4\n(\d+) (\d+)\n/.exec(octets.toString('latin1', 0, 40));
  const [stride, rows] = [Number(head?.[1]) / 8, Number(head?.[2])];
  const second = octets.subarray((head?.[0].length ?? 0) * 2 + stride * rows);
  const isBlackAt = (x: number, y: number) => {
    const [dotX, dotY] = [Math.round((x * 204) / 72), Math.round((y * 196) / 72)];
    return ((second[dotY * stride + (dotX >> 3)] ?? 0) & (0x80 >> (dotX & 7))) !== 0;
  };
  // The sheet shows the page 491 points wide from 52 on, and from 74 down.
  const scale = 491.28 / ((1728 / 204) * 72);
  const at = (x: number, y: number) => isBlackAt(52 + (x + 7) * scale, 74 + y * scale);
  expect([at(100, 70), at(100, 300), at(400, 70), at(100, 780)]).toEqual([true, false, false, false]);
});

it('long texts, letters that the fonts lack, no calls and no pages are all set', async () => {
  const long = 'x'.repeat(5000);
  const many = Array.from({ length: 200 }, () => ({ ...frame, words: `${long} 東京` }));
  const odd: ProofFacts = {
    ...facts,
    sentence: long,
    subject: `東京 ${long}`,
    groups: [{ title: 'To', facts: [['Recipient', `東京 ${long}`]] }],
    attempts: [],
    attemptsNote: 'No call was made.',
    frames: [many, many],
    framesNote: '3 frames between these are left out here.',
  };
  expect(await bench.works.writeProof(odd, null, bench.path('odd.pdf'))).toBeGreaterThan(10);
});

it('a fax of 200 pages has them all', async () => {
  expect(await bench.works.writeProof(facts, await rendered('many', 200), bench.path('many-proof.pdf'))).toBe(201);
});

it('leaves nothing behind when the document is not there', async () => {
  const before = await bench.names();
  const write = bench.works.writeProof(facts, bench.path('none.tif'), bench.path('none-proof.pdf'));
  await expect(write).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  expect(await bench.names()).toEqual(before);
});

it('that has no place to be written says so, and the page renderer goes on', async () => {
  // Long enough that the file fails while pages are still read.
  const long = await rendered('long', 60);
  const out = bench.path('no-such-folder/proof.pdf');
  await expect(bench.works.writeProof(facts, long, out)).rejects.toMatchObject({ code: 'WRITE_FAILED' });
});
