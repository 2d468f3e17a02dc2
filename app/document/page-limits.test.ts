import { rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bitmapOfRuns } from '../image/drawn-bitmaps.ts';
import { encodePage } from '../image/page-coder.ts';
import { createTiffAppender } from '../image/tiff-writer.ts';
import type { StartWorker } from '../model/worker-entries.ts';
import { Halftoner } from './halftone.ts';
import { ownMemory } from './halftone-kernel.ts';
import { pagePng } from './page-image.ts';
import { a4, type Bench, openBench, pdf, startWorker } from './page-works.testing.ts';
import type { RenderOptions, RenderProgress } from './page-works.ts';
import { isWorkRequest } from './work-messages.ts';

const fine: RenderOptions = { resolution: 'fine', width: null, dither: 'content' };
const nobody = new AbortController().signal;

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({ threads: 1 });
});
afterAll(() => bench.close());

function render(files: readonly string[], onProgress: (progress: RenderProgress) => void = () => undefined) {
  return bench.works.render(files, fine, bench.path('out.tif'), onProgress, nobody);
}

/** A fax page as another program writes it. */
async function faxTiff(name: string, width: number, rows: number, xDpi: number, yDpi: number): Promise<string> {
  const bitmap = bitmapOfRuns(
    width,
    Array.from({ length: rows }, (_, row) => [row % 50, 40]),
  );
  const file = await open(bench.path(name), 'w');
  const appender = await createTiffAppender(file, { durable: false });
  await appender.append({ strip: encodePage(bitmap, 'mmr'), coding: 'mmr', width, rows, xDpi, yDpi });
  await appender.finish();
  await file.close();
  return bench.path(name);
}

describe('a fax page from elsewhere', () => {
  it.each([
    [1728, 200, 200],
    [1728, 204, 196],
    [2048, 200, 200],
    [2432, 200, 200],
  ])('of %i dots at %i by %i keeps its dots and its paper', async (width, xDpi, yDpi) => {
    const { pages, files } = await render([await faxTiff('fax.tif', width, 3300, xDpi, yDpi)]);
    expect(pages).toMatchObject([{ width, rows: 3300 }]);
    expect(files[0]?.note).toBeNull();
  });

  it('that is longer than 44 inches is shrunk to them', async () => {
    const { pages } = await render([await faxTiff('roll.tif', 1728, 20_000, 204, 196)]);
    expect(pages).toMatchObject([{ width: 1728, rows: 44 * 196 }]);
  });

  it('of one dot is a page', async () => {
    const { pages } = await render([await faxTiff('dot.tif', 1, 1, 204, 196)]);
    expect(pages).toMatchObject([{ width: 1728, rows: 1 }]);
  });

  it('is not made a picture without end by densities that lie', async () => {
    const png = await pagePng(bitmapOfRuns(64, [[10, 4], []]), 100_000, null);
    expect(Buffer.from(png).readUInt32BE(20)).toBe(16);
  });
});

describe('files', () => {
  it('may begin with a hyphen, and have names as long as a name can be', async () => {
    const document = await pdf([a4]);
    const long = `${'語'.repeat(83)}.tif`;
    const options = { ...fine, compression: 'mmr' } as const;
    const { pages } = await bench.works.convert([await bench.file('-o.pdf', document)], bench.path(long), options);
    expect(pages).toBe(1);
    expect(await bench.names()).toContain(long);
  });

  it('that go away while others are looked at are told of as gone, not as damaged', async () => {
    const files = [await bench.file('gone.pdf', await pdf([a4])), await bench.file('stays.pdf', await pdf([a4]))];
    const failure = render(files, ({ file }) => {
      if (file.endsWith('stays.pdf')) rmSync(files[0] ?? '', { force: true });
    });
    await expect(failure).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
      message: expect.stringContaining('gone.pdf'),
    });
  });

  it('may be many and small', async () => {
    const files = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => bench.file(`note-${index}.txt`, `note ${index}\n`)),
    );
    const rendered = await render(files);
    expect(rendered.pages).toHaveLength(60);
    expect(rendered.files.map(({ path }) => path)).toEqual(files);
  });
});

describe('a thread that dies among others', () => {
  it('fails its fax with a sentence, leaves nothing, and the next fax goes through', async () => {
    let draws = 0;
    const mortal: StartWorker = (name, data) => {
      const worker = startWorker(name, data);
      return {
        ...worker,
        post(message, transfer) {
          worker.post(message, transfer);
          if (isWorkRequest(message) && message.name === 'draw' && ++draws === 20) void worker.terminate();
        },
      };
    };
    const other = await openBench({ startWorker: mortal });
    const path = await other.file('long.pdf', await pdf(Array.from({ length: 40 }, () => a4)));
    const once = () => other.works.render([path], fine, other.path('o.tif'), () => undefined, nobody);
    await expect(once()).rejects.toMatchObject({ code: 'INTERNAL', message: expect.stringContaining('long.pdf') });
    expect(await other.names()).toEqual(['long.pdf']);
    expect((await once()).pages).toHaveLength(40);
    await other.close();
  });
});

describe('the halftone memory', () => {
  it('that could not grow for one page serves the next', () => {
    const memory = ownMemory();
    const halftoner = new Halftoner(memory);
    expect(() => memory.allocate(3_000_000_000)).toThrow(RangeError);
    const bitmap = halftoner.page(new Uint8Array(64), 64, 1, 'content');
    expect([...bitmap.words]).toEqual([0xffffffff, 0xffffffff]);
  });

  it('may lie anywhere: grey in place stays valid when the memory grows for the work', () => {
    const memory = ownMemory();
    const rows = 4000;
    const at = memory.allocate(2432 * rows);
    const grey = new Uint8Array(memory.memory.buffer, at, 2432 * rows).fill(10);
    const before = memory.memory.buffer.byteLength;
    const bitmap = new Halftoner(memory).page(grey, 2432, rows, 'content');
    expect(memory.memory.buffer.byteLength).toBeGreaterThan(before);
    expect(bitmap.words.every((word) => word === 0xffffffff)).toBe(true);
  });
});
