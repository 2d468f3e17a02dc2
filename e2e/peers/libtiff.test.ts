import { execFile } from 'node:child_process';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { type Bitmap, bitmapToOctets, cropRows, reverseBits } from '../../app/image/bitmap.ts';
import { bitmapOfRuns, sameBitmap } from '../../app/image/drawn-bitmaps.ts';
import { encodePage } from '../../app/image/page-coder.ts';
import { type HandField, handMadeTiff } from '../../app/image/tiff-in-memory.ts';
import { decodeTiffPage } from '../../app/image/tiff-pages.ts';
import { openTiff } from '../../app/image/tiff-reader.ts';
import { fileReader } from '../../app/image/tiff-source.ts';
import { createTiffAppender } from '../../app/image/tiff-writer.ts';
import { readBenchPage } from '../bench/codec-bench.ts';
import { needs } from './programs.ts';

const run = promisify(execFile);
const withLibtiff = needs(['tiffcp', 'tiffcmp', 'fax2tiff'], 'libtiff-tools');
const codings = ['mh', 'mr', 'mmr'] as const;

let folder: string;
let pages: readonly Bitmap[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fax-libtiff-'));
  pages = [await readBenchPage('text'), await readBenchPage('halftone'), oddPage(), ...alternatePages()];
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Runs of every length about the borders of the code tables, both colours, at a width that fills no octet. */
function oddPage(): Bitmap {
  const lengths = [0, 1, 2, 62, 63, 64, 65, 127, 128, 1727, 1728, 1791, 1792, 2559, 2560, 2561, 2623, 2624, 2688];
  return bitmapOfRuns(
    5003,
    lengths.flatMap((run) => [
      [run, 1],
      [0, run, 1],
      [1, run],
      [run, run, 1, 2, 3],
    ]),
  );
}

/** Alternate pels; those that begin black make 1729 runs in MH. */
function alternatePages(): readonly Bitmap[] {
  const ones = Array.from({ length: 1728 }, () => 1);
  return [bitmapOfRuns(1728, [ones, ones]), bitmapOfRuns(1728, [[0, ...ones], ones, [0, ...ones]])];
}

/** libtiff 4.5 cannot read an MH row of 1729 runs ("Fax3Decode1D: Buffer overflow"): ours is right, it cannot tell. */
function libtiffReads(page: number, coding: string): boolean {
  return !(coding === 'mh' && page === 4);
}

async function writeOurs(file: string, chosen: readonly Bitmap[], coding: (typeof codings)[number]): Promise<void> {
  const handle = await open(file, 'w');
  try {
    const appender = await createTiffAppender(handle, { durable: false });
    for (const bitmap of chosen) await appender.append({ bitmap, coding });
    await appender.finish({ csid: '5550101' });
  } finally {
    await handle.close();
  }
}

async function readOurs(file: string): Promise<readonly Bitmap[]> {
  const handle = await open(file);
  try {
    const tiff = await openTiff(await fileReader(handle));
    const read: Bitmap[] = [];
    for (const index of tiff.pages.keys()) {
      const { bitmap, badRows } = await decodeTiffPage(tiff, index);
      expect(badRows).toBe(0);
      read.push(bitmap);
    }
    return read;
  } finally {
    await handle.close();
  }
}

/** The pages uncompressed, made by hand: the common ground of both sides. */
async function writePlain(file: string, chosen: readonly Bitmap[]): Promise<void> {
  const number = (tag: number, value: number): HandField => ({ tag, type: 4, values: [value] });
  const plain = chosen.map((bitmap) => ({
    fields: [
      number(256, bitmap.width),
      number(257, bitmap.rows),
      { tag: 258, type: 3, values: [1] } as const,
      { tag: 259, type: 3, values: [1] } as const,
      { tag: 262, type: 3, values: [0] } as const,
      { tag: 277, type: 3, values: [1] } as const,
      number(278, bitmap.rows),
      { tag: 282, type: 5, values: [204] } as const,
      { tag: 283, type: 5, values: [196] } as const,
    ],
    strips: [bitmapToOctets(bitmap)],
  }));
  await writeFile(file, handMadeTiff(true, plain));
}

/** What tiffcmp reports but for tags that may differ: nothing when the pages are the same. */
async function differences(a: string, b: string): Promise<string> {
  const { stdout, stderr } = await run('tiffcmp', ['-t', a, b]).catch((thrown: unknown) => {
    const { stdout: out, stderr: err } = thrown as { readonly stdout: string; readonly stderr: string };
    return { stdout: out, stderr: err };
  });
  const lines = `${stdout}\n${stderr}`.split('\n');
  return lines
    .filter((line) => line !== '' && !/Warning|tag appears only|^(Compression|Directory|RowsPerStrip)/.test(line))
    .join('\n');
}

describe('libtiff reads what we write', () => {
  describe.each(codings)('in %s', (coding) => {
    withLibtiff('whole pages, many in a file', async () => {
      const chosen = pages.filter((_, page) => libtiffReads(page, coding));
      const ours = join(folder, `ours-${coding}.tif`);
      const plain = join(folder, `plain-${coding}.tif`);
      await writeOurs(ours, chosen, coding);
      await writePlain(plain, chosen);
      expect(await differences(plain, ours)).toBe('');
      // The comparison is able to fail.
      const other = join(folder, `other-${coding}.tif`);
      await writeOurs(other, [...chosen.slice(0, -1), bitmapOfRuns(1728, [[3, 1], []])], coding);
      expect(await differences(plain, other)).not.toBe('');
    });
  });

  withLibtiff('in both fill orders as a bare strip (fax2tiff)', async () => {
    const text = pages[0];
    if (text === undefined) throw new Error('no page');
    for (const coding of codings) {
      for (const reversed of [false, true]) {
        const bare = join(folder, 'bare.fax');
        const made = join(folder, 'made.tif');
        // fax2tiff takes an RTC for white rows and the EOFB for one, but loses the last rows of MMR that has none.
        const data = encodePage(text, coding, { resolution: 'fine', endOfPage: coding === 'mmr' });
        await writeFile(bare, reversed ? reverseBits(data) : data);
        const kinds = { mh: ['-3', '-1', '-5'], mr: ['-3', '-2', '-6'], mmr: ['-4', '-8'] }[coding];
        await run('fax2tiff', [...kinds, reversed ? '-L' : '-M', '-X', '1728', '-o', made, bare]);
        const [read] = await readOurs(made);
        const rows = read === undefined ? null : cropRows(read, 0, text.rows);
        expect(rows !== null && sameBitmap(rows, text), `${coding} ${reversed}`).toBe(true);
        expect((read?.rows ?? 0) - text.rows).toBe(coding === 'mmr' ? 1 : 0);
      }
    }
  });
});

describe('we read what libtiff writes', () => {
  const ways = [
    ['MH', 'g3:1d'],
    ['MH with EOLs on octets', 'g3:1d:fill'],
    ['MR', 'g3:2d'],
    ['MR with EOLs on octets', 'g3:2d:fill'],
    ['MMR', 'g4'],
    ['nothing', 'none'],
  ] as const;
  describe.each(ways)('coded in %s', (_, compression) => {
    withLibtiff(
      'in both byte orders, both fill orders, one strip or many',
      async () => {
        const plain = join(folder, 'source.tif');
        await writePlain(plain, pages);
        for (const strips of [
          ['-r', '100000'],
          ['-r', '37'],
          ['-r', '1'],
        ]) {
          for (const order of ['-B', '-L']) {
            for (const fill of ['msb2lsb', 'lsb2msb']) {
              const made = join(folder, 'libtiff.tif');
              await run('tiffcp', ['-c', compression, ...strips, order, '-f', fill, plain, made]);
              const read = await readOurs(made);
              const same = read.map((bitmap, page) => {
                const source = pages[page];
                return source !== undefined && sameBitmap(bitmap, source);
              });
              expect(same, `${strips.join(' ')} ${order} ${fill}`).toEqual(pages.map(() => true));
            }
          }
        }
      },
      60_000,
    );
  });

  withLibtiff('after a pass through both', async () => {
    const ours = join(folder, 'there.tif');
    const back = join(folder, 'back.tif');
    await writeOurs(ours, pages, 'mmr');
    await run('tiffcp', ['-c', 'g4', ours, back]);
    expect((await readOurs(back)).every((bitmap, page) => sameBitmap(bitmap, pages[page] ?? bitmap))).toBe(true);
    expect((await readFile(back)).length).toBeGreaterThan(1000);
  });
});
