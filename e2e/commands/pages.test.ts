import { execFile } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { needs } from '../peers/programs.ts';
import { openTestOffice, sample, type TestOffice } from './fax-command.ts';
import { convertShape, inboxShape, saveShape, sendShape, tiffShape } from './output-shapes.ts';

let office: TestOffice;
beforeEach(async () => {
  office = await openTestOffice();
});
afterEach(() => office.close());

/** Sends the sample over the practice line; both sides' pages as files. */
async function sentAndReceived(...options: readonly string[]): Promise<{ sent: string; received: string }> {
  const done = await office.fax('send', sample, '--to', '5550101', ...options, '--wait', '--json');
  const [job] = done.json(sendShape).jobs;
  const [message] = (await office.fax('inbox', '--json')).json(inboxShape).messages;
  const sent = join(office.folder, 'sent.tif');
  const received = join(office.folder, 'received.tif');
  expect((await office.fax('save', String(job?.id), sent, '--json')).json(saveShape)).toEqual({ out: sent, pages: 3 });
  await office.fax('save', String(message?.id), 'received.tif', '--json');
  return { sent, received };
}

/** A file of raw bitmaps as its rows of octets, page by page: read here, without the product's own code. */
async function rowsOf(tiff: string, resolution = 'fine'): Promise<readonly (readonly Buffer[])[]> {
  const out = `${tiff}.pbm`;
  (await office.fax('convert', tiff, out, '--resolution', resolution, '--json')).json(convertShape);
  const octets = await readFile(out);
  const pages: Buffer[][] = [];
  for (let at = 0; at < octets.length; ) {
    const head = /^P4\n(\d+) (\d+)\n/.exec(octets.toString('latin1', at, at + 40));
    if (!head) throw new Error(`No bitmap at octet ${at}`);
    const stride = Math.ceil(Number(head[1]) / 8);
    const start = at + head[0].length;
    at = start + stride * Number(head[2]);
    pages.push(
      Array.from({ length: Number(head[2]) }, (_, row) =>
        octets.subarray(start + row * stride, start + (row + 1) * stride),
      ),
    );
  }
  return pages;
}

const isWhite = (row: Buffer): boolean => row.every((octet) => octet === 0);

test('without a banner the received pages are the sent ones', async () => {
  expect((await office.fax('settings', 'branding=false', '--json')).code).toBe(0);
  const { sent, received } = await sentAndReceived();
  const pages = await rowsOf(sent);
  expect(pages).toHaveLength(3);
  expect(pages.some((page) => page.some((row) => !isWhite(row)))).toBe(true);
  expect(await rowsOf(received)).toEqual(pages);
});

needs('tiffcmp', 'libtiff-tools')('libtiff finds no difference between the sent and the received pages', async () => {
  await office.fax('settings', 'branding=false');
  const { sent, received } = await sentAndReceived();
  // Exit 0: the same picture, page for page. It fails when the banner is left on.
  await expect(promisify(execFile)('tiffcmp', [sent, received])).resolves.toBeDefined();
});

test.each([
  ['standard', 16],
  ['fine', 32],
  ['superfine', 64],
])('with the banner each page at %s is longer by %i rows, and equal below', async (resolution, banner) => {
  const { sent, received } = await sentAndReceived('--resolution', resolution);
  const [before, after] = [await rowsOf(sent, resolution), await rowsOf(received, resolution)];
  expect(after).toHaveLength(before.length);
  for (const [index, page] of after.entries()) {
    expect(page.length).toBe((before[index]?.length ?? 0) + banner);
    expect(page.slice(0, banner).some((row) => !isWhite(row))).toBe(true);
    expect(page.slice(banner)).toEqual(before[index]);
  }
});

test('what was saved says what it is', async () => {
  const { received } = await sentAndReceived();
  const facts = (await office.fax('tiff', received, '--json')).json(tiffShape);
  expect(facts.pages).toHaveLength(3);
  expect(facts.pages[0]).toMatchObject({ width: 1728, compression: 'mmr', badLines: 0 });
  expect(facts.model).toMatchObject({ csid: '5550101', tsid: '5550100' });
  const pdf = join(office.folder, 'received.pdf');
  expect((await office.fax('save', '2', pdf)).code).toBe(0);
  expect((await readFile(pdf)).toString('latin1', 0, 5)).toBe('%PDF-');
});

test.each([
  ['mh', 'standard', 98],
  ['mr', 'fine', 196],
  ['mmr', 'superfine', 391],
])('convert writes %s at %s', async (compression, resolution, lines) => {
  const out = join(office.folder, 'out.tif');
  const made = await office.fax(
    'convert',
    sample,
    'out.tif',
    '--compression',
    compression,
    '--resolution',
    resolution,
    '--json',
  );
  expect(made.json(convertShape)).toMatchObject({ out, pages: 3 });
  const { pages } = (await office.fax('tiff', 'out.tif', '--json')).json(tiffShape);
  expect(pages.map((page) => page.compression)).toEqual([compression, compression, compression]);
  expect(Math.abs((pages[0]?.yDpi ?? 0) - lines)).toBeLessThanOrEqual(1);
});

test('what convert makes on its way is for this user alone, and gone with it, also when it is interrupted', async () => {
  const text = join(office.folder, 'long.txt');
  await writeFile(text, `${'A line of text.\n'.repeat(50)}\f`.repeat(120));
  const folders = async () => (await readdir(office.temporary)).filter((name) => name.startsWith('fax-console-'));
  const converting = office.start('convert', text, 'long.tif');
  await expect.poll(folders, { interval: 5, timeout: 10_000 }).toHaveLength(1);
  const [made = ''] = await folders();
  expect((await stat(join(office.temporary, made))).mode & 0o777).toBe(0o700);
  converting.child.kill('SIGINT');
  expect((await converting.ended).code).toBe(130);
  expect(await folders()).toEqual([]);
  expect(await readdir(office.folder)).not.toContain('long.tif');
});
