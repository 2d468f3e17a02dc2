import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FaxError } from '../model/errors.ts';
import { type Bitmap, bitmapToOctets, invertBitmap, reverseBits } from './bitmap.ts';
import { bitmapOfRuns, bitmaps, sameBitmap } from './drawn-bitmaps.ts';
import { encodePage } from './page-coder.ts';
import { applyWrite, type HandField, handMadeTiff, MemoryFile } from './tiff-in-memory.ts';
import { decodeTiffPage, readTiffStrips } from './tiff-pages.ts';
import { openTiff, readTiffTag } from './tiff-reader.ts';
import { fileReader, memoryReader } from './tiff-source.ts';
import { tiffTag } from './tiff-tags.ts';
import { createTiffAppender } from './tiff-writer.ts';

const pageA = bitmapOfRuns(1728, [[], [100, 50, 7, 3], [99, 52, 6, 4], [0, 1728], []]);
const pageB = bitmapOfRuns(300, [
  [10, 5],
  [10, 5],
  [11, 2],
]);

async function written(pages: readonly Bitmap[], chunk = Number.POSITIVE_INFINITY): Promise<MemoryFile> {
  const file = new MemoryFile();
  file.chunk = chunk;
  const appender = await createTiffAppender(file, { facts: { csid: '5550101' }, pageCount: pages.length });
  for (const bitmap of pages) await appender.append({ bitmap });
  await appender.finish({ tsid: '5550100', recipientName: 'Größe & Söhne' });
  return file;
}

async function readAll(octets: Uint8Array): Promise<Bitmap[]> {
  const file = await openTiff(memoryReader(octets));
  return Promise.all(file.pages.map(async (_, index) => (await decodeTiffPage(file, index)).bitmap));
}

function codeOf(thrown: unknown): string {
  return thrown instanceof FaxError ? thrown.code : `not a FaxError: ${String(thrown)}`;
}

async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'accepted',
    (thrown: unknown) => codeOf(thrown),
  );
}

describe('writing and reading back', () => {
  it.each(['mh', 'mr', 'mmr'] as const)('carries pages in %s, and their facts', async (coding) => {
    const file = new MemoryFile();
    const appender = await createTiffAppender(file, { pageCount: 2 });
    await appender.append({ bitmap: pageA, coding, xDpi: 204, yDpi: 391, badRows: 3, longestBadRun: 2 });
    await appender.append({ strip: encodePage(pageB, coding), coding, width: 300, rows: 3 });
    await appender.finish();
    const tiff = await openTiff(memoryReader(file.octets));
    expect(tiff.pages).toMatchObject([
      { width: 1728, rows: 5, xDpi: 204, yDpi: 391, compression: coding, badLines: 3, bilevel: true },
      { width: 300, rows: 3, xDpi: 204, yDpi: 196, compression: coding, badLines: 0 },
    ]);
    expect((await readAll(file.octets)).map((bitmap, n) => sameBitmap(bitmap, n === 0 ? pageA : pageB))).toEqual([
      true,
      true,
    ]);
    expect(await readTiffTag(tiff, 1, tiffTag.pageNumber)).toEqual({ kind: 'numbers', numbers: [1, 2] });
    expect(await readTiffTag(tiff, 0, tiffTag.consecutiveBadFaxLines)).toEqual({ kind: 'numbers', numbers: [2] });
  });

  it('writes on where the system takes a part of a write', async () => {
    const file = await written([pageA, pageB], 5);
    expect(file.octets).toEqual((await written([pageA, pageB])).octets);
  });

  it('goes on after finish', async () => {
    const file = new MemoryFile();
    const appender = await createTiffAppender(file);
    await appender.append({ bitmap: pageA });
    await appender.finish({ csid: '1' });
    await appender.append({ bitmap: pageB });
    await appender.finish({ tsid: '2' });
    expect((await readAll(file.octets)).map((bitmap) => bitmap.width)).toEqual([1728, 300]);
  });

  it.each([{}, { tsid: '2' }])(
    'says how many pages there are when it learns that last, with facts %j',
    async (facts) => {
      const file = new MemoryFile();
      const appender = await createTiffAppender(file);
      for (const bitmap of [pageA, pageB, pageA]) await appender.append({ bitmap });
      await appender.finish(facts);
      await appender.append({ bitmap: pageB });
      await appender.finish(facts);
      const tiff = await openTiff(memoryReader(file.octets));
      for (const index of [0, 1, 2, 3])
        expect(await readTiffTag(tiff, index, tiffTag.pageNumber)).toEqual({ kind: 'numbers', numbers: [index, 4] });
      expect((await readAll(file.octets)).map((bitmap) => bitmap.width)).toEqual([1728, 300, 1728, 300]);
    },
  );

  it('says that the disk is full, and keeps the pages before', async () => {
    const file = new MemoryFile();
    const appender = await createTiffAppender(file);
    await appender.append({ bitmap: pageA });
    file.write = () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
    expect(await refusal(appender.append({ bitmap: pageB }))).toBe('DISK_FULL');
    expect(await readAll(file.octets)).toHaveLength(1);
  });
});

describe('a kill at any instant', () => {
  it('leaves a file with the whole pages, whatever was written of the next', async () => {
    const { log } = await written([pageA, pageB, pageA]);
    let file = new Uint8Array(0);
    let pages = 0;
    for (const entry of log) {
      if (entry === 'sync') continue;
      const { position, octets } = entry;
      // The four octets of a pointer go in one piece: they are aligned and lie in one block.
      const pointer = octets.length === 4;
      if (pointer) expect(position % 4).toBe(0);
      for (let part = 0; part <= octets.length; part += pointer ? 4 : 1) {
        const cut = applyWrite(file, position, octets.subarray(0, part));
        if (cut.length < 8) continue;
        const whole = await readAll(cut);
        expect(whole.length).toBeGreaterThanOrEqual(pages);
        whole.forEach((bitmap, n) => {
          expect(sameBitmap(bitmap, n === 1 ? pageB : pageA)).toBe(true);
        });
        pages = whole.length;
      }
      file = applyWrite(file, position, octets);
    }
    expect(pages).toBe(3);
  });

  it('has each page on the disk before anything points to it', async () => {
    const { log } = await written([pageA, pageB]);
    const pointers = log.flatMap((entry, n) => (entry !== 'sync' && entry.octets.length === 4 ? [n] : []));
    expect(pointers).toHaveLength(3);
    for (const n of pointers) expect([log[n - 1], log[n + 1]]).toEqual(['sync', 'sync']);
  });
});

describe('what others write', () => {
  const base = (bitmap: Bitmap, compression: number): HandField[] => [
    { tag: 256, type: 3, values: [bitmap.width] },
    { tag: 257, type: 4, values: [bitmap.rows] },
    { tag: 259, type: 3, values: [compression] },
  ];

  it('is read in both byte orders, fill orders and photometrics, in any strips', async () => {
    await fc.assert(
      fc.asyncProperty(
        bitmaps.filter((bitmap) => bitmap.rows > 0),
        fc.record({
          littleEndian: fc.boolean(),
          reversed: fc.boolean(),
          blackIsZero: fc.boolean(),
          rowsPerStrip: fc.integer({ min: 1, max: 14 }),
          coding: fc.constantFrom('none', 'mh', 'mr', 'mmr'),
        }),
        async (bitmap, { littleEndian, reversed, blackIsZero, rowsPerStrip, coding }) => {
          const shown = blackIsZero ? invertBitmap(bitmap) : bitmap;
          const strips: Uint8Array[] = [];
          for (let row = 0; row < bitmap.rows; row += rowsPerStrip) {
            const rows = Math.min(rowsPerStrip, bitmap.rows - row);
            const words = shown.words.subarray(row * shown.stride, (row + rows) * shown.stride);
            const part = { ...shown, rows, words };
            const strip = coding === 'none' ? bitmapToOctets(part) : encodePage(part, coding, { endOfPage: row === 0 });
            strips.push(reversed ? reverseBits(strip) : strip);
          }
          const fields: HandField[] = [
            ...base(bitmap, { none: 1, mh: 3, mr: 3, mmr: 4 }[coding]),
            { tag: 262, type: 3, values: [blackIsZero ? 1 : 0] },
            { tag: 266, type: 3, values: [reversed ? 2 : 1] },
            { tag: 278, type: 3, values: [rowsPerStrip] },
            { tag: 292, type: 4, values: [coding === 'mr' ? 1 : 0] },
          ];
          const octets = handMadeTiff(littleEndian, [{ fields, strips }]);
          const file = await openTiff(memoryReader(octets));
          const { bitmap: read, badRows } = await decodeTiffPage(file, 0);
          expect(badRows).toBe(0);
          expect(sameBitmap(read, bitmap)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is read with MH rows that begin on octets (compression 2)', async () => {
    const rows = [0, 1, 2].map((row) => {
      const words = pageB.words.subarray(row * pageB.stride, (row + 1) * pageB.stride);
      const line = encodePage({ ...pageB, rows: 1, words }, 'mh', { endOfPage: false, eolAligned: true });
      return line.subarray(2);
    });
    const strip = Uint8Array.from(rows.flatMap((row) => [...row]));
    const octets = handMadeTiff(true, [{ fields: base(pageB, 2), strips: [strip] }]);
    const [read] = await readAll(octets);
    expect(read !== undefined && sameBitmap(read, pageB)).toBe(true);
  });

  it('has its resolution turned into dots an inch', async () => {
    const fields = (unit: number, x: number, y: number): HandField[] => [
      ...base(pageB, 4),
      { tag: 282, type: 5, values: [x] },
      { tag: 283, type: 5, values: [y] },
      { tag: 296, type: 3, values: [unit] },
    ];
    const strips = [encodePage(pageB, 'mmr')];
    const octets = handMadeTiff(false, [
      { fields: fields(3, 80, 77), strips },
      { fields: fields(2, 204, 98), strips },
      { fields: fields(1, 204, 98), strips },
    ]);
    const { pages } = await openTiff(memoryReader(octets));
    expect(pages.map(({ xDpi, yDpi }) => [xDpi, yDpi])).toEqual([
      [203, 196],
      [204, 98],
      [null, null],
    ]);
  });

  it('is told to be no fax page where it is in colours', async () => {
    const octets = handMadeTiff(true, [
      { fields: [...base(pageB, 1), { tag: 258, type: 3, values: [8] }], strips: [new Uint8Array(900)] },
    ]);
    const file = await openTiff(memoryReader(octets));
    expect(file).toMatchObject({ bilevel: false, pages: [{ compression: 'other', bilevel: false }] });
    expect(await refusal(decodeTiffPage(file, 0))).toBe('NOT_SUPPORTED');
  });
});

describe('bad files', () => {
  const strip = encodePage(pageB, 'mmr');
  const page = (width: number, rows: number, more: readonly HandField[] = []): Uint8Array =>
    handMadeTiff(true, [
      {
        fields: [
          { tag: 256, type: 4, values: [width] },
          { tag: 257, type: 4, values: [rows] },
          { tag: 259, type: 3, values: [4] },
          ...more,
        ],
        strips: [strip],
      },
    ]);

  it.each([
    ['an empty file', new Uint8Array(0), 'FILE_EMPTY'],
    ['a few octets', Uint8Array.of(0x49, 0x49, 42), 'FILE_TYPE_UNKNOWN'],
    ['another kind of file', new TextEncoder().encode('%PDF-1.7 and more'), 'FILE_TYPE_UNKNOWN'],
    ['BigTIFF', Uint8Array.of(0x49, 0x49, 43, 0, 8, 0, 0, 0, 16, 0), 'FILE_TYPE_UNKNOWN'],
    ['a directory outside the file', Uint8Array.of(0x49, 0x49, 42, 0, 255, 255, 0, 0), 'FILE_DAMAGED'],
    ['a directory that points to itself', Uint8Array.of(0x49, 0x49, 42, 0, 4, 0, 0, 0, 0, 0), 'FILE_DAMAGED'],
    ['a page of no rows', page(300, 0), 'FILE_DAMAGED'],
    ['a page of absurd width', page(4_000_000_000, 3), 'IMAGE_TOO_LARGE'],
    ['a page of absurd height', page(300, 4_000_000_000), 'IMAGE_TOO_LARGE'],
    ['a page of too many picture elements', page(20_000, 20_000), 'IMAGE_TOO_LARGE'],
  ])('%s is refused', async (_, octets, code) => {
    expect(await refusal(openTiff(memoryReader(octets)))).toBe(code);
  });

  it('a loop of directories is refused', async () => {
    const octets = page(300, 3).slice();
    const view = new DataView(octets.buffer);
    const first = view.getUint32(4, true);
    view.setUint32(first + 2 + 12 * view.getUint16(first, true), first, true);
    expect(await refusal(openTiff(memoryReader(octets)))).toBe('FILE_DAMAGED');
  });

  it('more pages than allowed are refused', async () => {
    const { octets } = await written([pageB, pageB, pageB]);
    expect(await refusal(openTiff(memoryReader(octets), { maxPages: 2 }))).toBe('TOO_MANY_PAGES');
  });

  it('strips outside the file, too few, or overlapping to more than the file are refused', async () => {
    const cut = page(300, 3);
    const file = await openTiff({ size: cut.length, read: memoryReader(cut).read });
    expect(file.pages).toHaveLength(1);
    const few = await openTiff(memoryReader(page(300, 9, [{ tag: 278, type: 3, values: [1] }])));
    expect(await refusal(decodeTiffPage(few, 0))).toBe('FILE_DAMAGED');
    const long = handMadeTiff(true, [
      {
        fields: [
          { tag: 256, type: 4, values: [300] },
          { tag: 257, type: 4, values: [200] },
          { tag: 259, type: 3, values: [4] },
          { tag: 278, type: 3, values: [1] },
        ],
        strips: Array.from({ length: 200 }, () => strip),
      },
    ]);
    const view = new DataView(long.buffer);
    const directory = view.getUint32(4, true);
    for (let n = 0; n < view.getUint16(directory, true); n++) {
      const entry = directory + 2 + n * 12;
      if (view.getUint16(entry, true) !== 279) continue;
      const at = view.getUint32(entry + 8, true);
      for (let k = 0; k < 200; k++) view.setUint32(at + 4 * k, long.length - 8, true);
    }
    expect(await refusal(decodeTiffPage(await openTiff(memoryReader(long)), 0))).toBe('FILE_DAMAGED');
  });

  it('changed octets anywhere never do more than raise a FaxError', async () => {
    const { octets } = await written([pageA, pageB]);
    const changes = fc.array(fc.tuple(fc.nat(octets.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    const cut = fc.integer({ min: 0, max: octets.length });
    await fc.assert(
      fc.asyncProperty(changes, fc.oneof(fc.constant(octets.length), cut), async (places, length) => {
        const bad = octets.slice(0, length);
        for (const [place, value] of places) if (place < bad.length) bad[place] = value;
        const outcome = await refusal(everything(bad));
        expect(outcome).not.toContain('not a FaxError');
      }),
      { numRuns: 1500 },
    );
  });

  async function everything(octets: Uint8Array): Promise<void> {
    const file = await openTiff(memoryReader(octets));
    for (const [index, info] of file.pages.entries()) {
      for (const tag of info.tags) await readTiffTag(file, index, tag);
      if (info.bilevel && info.width * info.rows < 10_000_000) {
        await readTiffStrips(file, index);
        await decodeTiffPage(file, index);
      }
    }
  }
});

describe('a reader over a file handle', () => {
  it('reads by position, in parts where the system gives parts, and not past the end', async () => {
    const { octets } = await written([pageA, pageB]);
    const handle = {
      stat: async () => ({ size: octets.length }),
      read: async (buffer: Uint8Array, offset: number, length: number, position: number) => {
        const part = octets.subarray(position, position + Math.min(length, 100));
        buffer.set(part, offset);
        return { bytesRead: part.length };
      },
    };
    const file = await openTiff(await fileReader(handle));
    expect(file.pages).toHaveLength(2);
    expect(sameBitmap((await decodeTiffPage(file, 1)).bitmap, pageB)).toBe(true);
  });

  it('notices a file that was cut short meanwhile', async () => {
    const { octets } = await written([pageA]);
    const file = await openTiff({ size: octets.length + 100, read: memoryReader(octets).read });
    expect(await refusal(file.internals.source.octets(octets.length, 50))).toBe('FILE_DAMAGED');
  });
});
