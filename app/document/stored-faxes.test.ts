import { copyFile, readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cropRows } from '../image/bitmap.ts';
import { decodePage, encodePage } from '../image/page-coder.ts';
import { openTiff } from '../image/tiff-reader.ts';
import { memoryReader } from '../image/tiff-source.ts';
import { bannerRows } from '../model/page-dots.ts';
import type { CodedPage, PageFormat, Resolution } from '../model/page-format.ts';
import { drawBanner } from './banner.ts';
import { a4, type Bench, inkBox, openBench, pdf, tiffBitmap } from './page-works.testing.ts';
import type { BannerText, FaxFacts, ReceivedPageData } from './page-works.ts';

let bench: Bench;
let stored: string;
beforeAll(async () => {
  bench = await openBench();
  const file = await bench.file(
    'doc.pdf',
    await pdf([a4, a4], (page, index) => {
      page.fontSize(12).text(`Page ${index}`, 100, 100, { lineBreak: false });
      page.rect(0, 0, 595, 6).fill();
      page.circle(300, 400, 80).stroke();
    }),
  );
  stored = bench.path('stored.tif');
  const options = { resolution: 'fine', width: null, dither: 'content' } as const;
  await bench.works.render([file], options, stored, () => undefined, new AbortController().signal);
});
afterAll(() => bench.close());

const format = (changes: Partial<PageFormat> = {}): PageFormat => ({
  coding: 'mmr',
  resolution: 'fine',
  width: 'a4',
  minLineBits: 0,
  ...changes,
});
const banner: BannerText = { at: '2026-03-07 14:05', from: '+1 425 555 0100', to: '5550101', page: 2, pages: 5 };
const decoded = ({ data, format: { coding, width } }: CodedPage) =>
  decodePage(data, coding, { a4: 1728, b4: 2048, a3: 2432 }[width]).bitmap;

describe('coding a stored page', () => {
  it.each(['mh', 'mr', 'mmr'] as const)('changes no dot in %s', async (coding) => {
    const coded = await bench.works.codePage(
      stored,
      1,
      format({ coding, minLineBits: coding === 'mmr' ? 0 : 96 }),
      null,
    );
    expect(decoded(coded)).toEqual(await tiffBitmap(await readFile(stored), 1));
  });

  it.each(['standard', 'fine', 'superfine'] as const)(
    'inserts the banner above the page at %s',
    async (resolution: Resolution) => {
      const plain = decoded(await bench.works.codePage(stored, 0, format({ resolution }), null));
      const coded = await bench.works.codePage(stored, 0, format({ resolution }), banner);
      const whole = decoded(coded);
      const strip = bannerRows[resolution];
      expect(coded.rows).toBe(plain.rows + strip);
      expect(cropRows(whole, strip, whole.rows).words).toEqual(plain.words);
      expect(cropRows(whole, 0, strip).words).toEqual(drawBanner(banner, 'a4', resolution).words);
    },
  );

  it('halves and doubles the rows for another resolution', async () => {
    const rows = async (resolution: Resolution) =>
      (await bench.works.codePage(stored, 0, format({ resolution }), null)).rows;
    expect(await rows('standard')).toBe(1146);
    expect(await rows('superfine')).toBe(4584);
  });

  it('makes a wide page narrower as a whole', async () => {
    const file = await bench.file('a3.pdf', await pdf([[842, 1191]], (page) => page.rect(10, 10, 822, 1171).stroke()));
    const wide = bench.path('wide.tif');
    const options = { resolution: 'fine', width: null, dither: 'content' } as const;
    const { pages } = await bench.works.render([file], options, wide, () => undefined, new AbortController().signal);
    const coded = await bench.works.codePage(wide, 0, format(), null);
    expect(coded.rows).toBe(Math.round(((pages[0]?.rows ?? 0) * 1728) / 2432));
    const box = inkBox(decoded(coded));
    expect(box?.left).toBeLessThan(60);
    expect(box?.right).toBeGreaterThan(1660);
    expect(box?.bottom).toBeGreaterThan(coded.rows - 40);
  });

  it('has no page beyond the last', async () => {
    await expect(bench.works.codePage(stored, 2, format(), null)).rejects.toMatchObject({ code: 'PAGE_NOT_FOUND' });
    await expect(bench.works.image(stored, 9, null)).rejects.toMatchObject({ code: 'PAGE_NOT_FOUND' });
  });
});

describe('page images', () => {
  it('are in true aspect, in the width asked for', async () => {
    const full = await sharp(await bench.works.image(stored, 0, null)).metadata();
    expect([full.width, full.height]).toEqual([1728, Math.round((2292 * 204) / 196)]);
    const thumb = await sharp(await bench.works.image(stored, 0, 160)).metadata();
    expect([thumb.width, thumb.height, thumb.format]).toEqual([160, 221, 'png']);
  });
});

describe('saving', () => {
  it('copies a TIFF octet for octet, and makes a PDF of the same dots', async () => {
    expect(await bench.works.saveAs(stored, bench.path('copy.tif'), 'tif')).toEqual({ pages: 2 });
    expect(await readFile(bench.path('copy.tif'))).toEqual(await readFile(stored));
    expect(await bench.works.saveAs(stored, bench.path('copy.pdf'), 'pdf')).toEqual({ pages: 2 });
    expect((await readFile(bench.path('copy.pdf'))).toString('latin1')).toMatch(/MediaBox \[0 0 609\.88 841\.96\]/);
  });

  it('refuses to save what is not a fax, and leaves nothing', async () => {
    const before = await bench.names();
    const file = await bench.file('no.tif', 'II*\0 and then nothing');
    await expect(bench.works.saveAs(file, bench.path('no.pdf'), 'pdf')).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
    expect(await bench.names()).toEqual([...before, 'no.tif'].sort());
  });
});

describe('receiving', () => {
  const facts: FaxFacts = {
    csid: '5550101',
    tsid: '5550100',
    callerId: null,
    receiveTime: '2026-03-07T14:05:00.000Z',
    recipientName: null,
    recipientNumber: null,
    senderName: null,
    routing: null,
  };
  const page = async (coding: ReceivedPageData['coding'], index: number): Promise<ReceivedPageData> => {
    const bitmap = await tiffBitmap(await readFile(stored), index);
    const data = encodePage(bitmap, coding, { resolution: 'fine' });
    return { coding, width: 'a4', resolution: 'fine', data, ecm: coding === 'mmr', complete: true };
  };

  it('keeps every page as it comes, then the facts', async () => {
    const out = bench.path('received.tif');
    expect(await bench.works.appendReceived(out, await page('mh', 0), facts)).toEqual({
      rows: 2292,
      badRows: 0,
      longestBadRun: 0,
    });
    expect(await bench.works.describe(out)).toHaveLength(1);
    await bench.works.appendReceived(out, await page('mmr', 1), facts);
    expect(await bench.works.finishReceived(out, { ...facts, callerId: '5550102' })).toHaveLength(2);
    const [sent, received] = [await readFile(stored), await readFile(out)];
    for (const index of [0, 1]) expect(await tiffBitmap(received, index)).toEqual(await tiffBitmap(sent, index));
    const { pages, model } = await bench.works.faxFacts(out);
    expect(pages[0]).toMatchObject({ width: 1728, rows: 2292, compression: 'mmr' });
    expect(model).toMatchObject({ csid: '5550101', tsid: '5550100', callerId: '5550102' });
  });

  it('counts bad rows and keeps what came of a page that broke off', async () => {
    const whole = await page('mh', 0);
    const out = bench.path('cut.tif');
    const cut = { ...whole, data: whole.data.slice(0, whole.data.length >> 1), complete: false };
    cut.data.fill(0x5a, 2000, 2020);
    const result = await bench.works.appendReceived(out, cut, facts);
    expect(result.badRows).toBeGreaterThan(0);
    const [kept] = await bench.works.finishReceived(out, facts);
    expect(kept).toMatchObject({ rows: result.rows, badLines: result.badRows });
    const damage = { badLines: result.badRows, longestBadRun: result.longestBadRun };
    const noted = async () => (await openTiff(memoryReader(await readFile(out)))).pages[0];
    expect(await noted()).toMatchObject(damage);
    // After a restart the file is written anew with its facts: the damage stays noted.
    await bench.works.finishReceived(out, { ...facts, callerId: '5550102' });
    expect(await noted()).toMatchObject(damage);
  });

  it('is copied with other facts and the same pages, which their fingerprint tells', async () => {
    const out = bench.path('copied.tif');
    const sent = { ...facts, recipientName: 'Jörg', recipientNumber: '5550101', senderName: 'Front desk' };
    expect(await bench.works.saveAs(stored, out, 'tif', { ...sent, receiveTime: '2026-03-07T13:05:12.000Z' })).toEqual({
      pages: 2,
    });
    const reading = { fingerprint: true, tags: [305, 65_004, 40_001], timeZone: 'UTC', placeholder: '-' };
    const [before, after] = [await bench.works.faxFacts(stored, reading), await bench.works.faxFacts(out, reading)];
    expect(after.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(after.fingerprint).toBe(before.fingerprint);
    expect(after.tags).toEqual({ 305: 'Fax Console', 65004: '5550101' });
    expect(after.model).toMatchObject({
      recipientName: 'Jörg',
      recipientNumber: '5550101',
      senderName: 'Front desk',
      routing: '-',
      receiveTimeUtc: '2026-03-07T13:05:12.000Z',
    });
    expect(before.model.recipientNumber).toBe('-');
  });

  it('that is damaged has facts, and no fingerprint', async () => {
    const octets = Buffer.from(await readFile(stored));
    const cut = await bench.file('short.tif', octets);
    const { pages } = await openTiff(memoryReader(octets));
    expect(pages).toHaveLength(2);
    // The strip's place points behind the end of the file.
    const file = await openTiff(memoryReader(octets));
    const at = file.internals.directories[1]?.get(273)?.valueAt ?? 0;
    octets.writeUInt32LE(octets.length + 1000, at);
    await bench.file('short.tif', octets);
    expect(await bench.works.faxFacts(cut, { fingerprint: true })).toMatchObject({
      fingerprint: null,
      pages: [{ width: 1728 }, { width: 1728 }],
    });
  });

  it('finishes a fax that another process began, and one that has no page', async () => {
    const out = bench.path('orphan.tif');
    await copyFile(stored, out);
    expect(await bench.works.finishReceived(out, facts)).toHaveLength(2);
    expect((await bench.works.faxFacts(out)).model.tsid).toBe('5550100');
    expect(await tiffBitmap(await readFile(out), 1)).toEqual(await tiffBitmap(await readFile(stored), 1));
    expect(await bench.works.finishReceived(bench.path('never.tif'), facts)).toEqual([]);
  });
});
