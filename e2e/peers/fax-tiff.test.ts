import { execFile } from 'node:child_process';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect } from 'vitest';
import { type FaxTiffOptions, fileTime, readFaxTiff, tiffTagString } from '../../app/image/fax-tiff.ts';
import { openTiff } from '../../app/image/tiff-reader.ts';
import { fileReader } from '../../app/image/tiff-source.ts';
import { createTiffAppender } from '../../app/image/tiff-writer.ts';
import { readBenchPage } from '../bench/codec-bench.ts';
import { needs } from './programs.ts';

const run = promisify(execFile);
const withLibtiff = needs(['fax2tiff', 'tiffcp', 'tiffset', 'tiffinfo'], 'libtiff-tools');

let folder: string;
let ours: string;
const receiveTime = new Date('2026-03-07T13:05:12Z');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fax-tiff-'));
  ours = join(folder, 'ours.tif');
  const file = await open(ours, 'wx');
  const facts = { csid: '5550101', tsid: '5550100', recipientName: 'Jörg', recipientNumber: '5550101', receiveTime };
  const appender = await createTiffAppender(file, { facts });
  const page = await readBenchPage('text');
  await appender.append({ bitmap: page });
  await appender.append({ bitmap: page, yDpi: 98 });
  await appender.finish({ senderName: 'J. Carter', callerId: '5550100', routing: '42' });
  await file.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(path: string, options: FaxTiffOptions = { timeZone: 'UTC' }) {
  const file = await open(path);
  try {
    return await readFaxTiff(await fileReader(file), options);
  } finally {
    await file.close();
  }
}

async function tag(path: string, number: number): Promise<string> {
  const file = await open(path);
  try {
    return await tiffTagString(await openTiff(await fileReader(file)), number);
  } finally {
    await file.close();
  }
}

withLibtiff('a fax that fax2tiff made of raw T.4 has pages, and nothing else to tell', async () => {
  const raw = join(folder, 'raw.g3');
  const strip = join(folder, 'mh.tif');
  await run('tiffcp', ['-c', 'g3:1d', `${ours},0`, strip]);
  const { stdout } = await run('tiffinfo', ['-s', strip]);
  const [, offset, length] = /Strips?:\s*\n\s*0: \[\s*(\d+),\s*(\d+)\]/.exec(stdout) ?? [];
  const octets = await readFile(strip);
  await writeFile(raw, octets.subarray(Number(offset), Number(offset) + Number(length)));
  const out = join(folder, 'fax2tiff.tif');
  await run('fax2tiff', ['-M', '-o', out, raw]);
  const { pages, model } = await read(out, { timeZone: 'UTC', placeholder: '?' });
  expect(pages).toEqual([expect.objectContaining({ width: 1728, xDpi: 204, badLines: 0 })]);
  expect(model).toEqual({
    callerId: '?',
    csid: '?',
    tsid: '?',
    recipientName: '?',
    recipientNumber: '?',
    senderName: '?',
    routing: '?',
    receiveTime: '',
    receiveTimeUtc: null,
    rawReceiveTime: null,
  });
  expect(await tag(out, 305)).toBe('fax2tiff');
});

withLibtiff('tags that libtiff wrote are read by number, those of the first page alone', async () => {
  const out = join(folder, 'tagged.tif');
  await run('tiffcp', ['-c', 'g4', ours, out]);
  await run('tiffset', ['-s', '315', 'Front desk', out]);
  await run('tiffset', ['-d', '1', '-s', '315', 'Second page', out]);
  await run('tiffset', ['-s', '306', '2026:07:22 18:00:00', out]);
  await run('tiffset', ['-s', '34909', '99', out]);
  expect(await tag(out, 315)).toBe('Front desk');
  expect(await tag(out, 256)).toBe('1728');
  expect(await tag(out, 40_001)).toBe('Unavailable');
});

withLibtiff(
  'our facts go through libtiff’s hands where it keeps what it does not know, and its reader finds no fault',
  async () => {
    const { stdout, stderr } = await run('tiffinfo', ['-D', ours]);
    expect(stdout).toMatch(/Page Number: 0-2[\s\S]*Page Number: 1-2/);
    expect(stderr.split('\n').filter((line) => line !== '' && !/Unknown field|Warning/.test(line))).toEqual([]);
    expect(stdout).toContain('5550101');
  },
);

withLibtiff('every fact that we write, we read', async () => {
  const { model, pages } = await read(ours);
  expect(pages.map(({ yDpi }) => yDpi)).toEqual([196, 98]);
  expect(model).toEqual({
    callerId: '5550100',
    csid: '5550101',
    tsid: '5550100',
    recipientName: 'Jörg',
    recipientNumber: '5550101',
    senderName: 'J. Carter',
    routing: '42',
    receiveTime: '03/07/26@01:05PM',
    receiveTimeUtc: receiveTime.toISOString(),
    rawReceiveTime: fileTime(receiveTime).toString(),
  });
});
