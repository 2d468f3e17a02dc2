import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import PDFDocument from 'pdfkit';
import type { Bitmap } from '../image/bitmap.ts';
import { decodeTiffPage } from '../image/tiff-pages.ts';
import { openTiff } from '../image/tiff-reader.ts';
import { memoryReader } from '../image/tiff-source.ts';
import type { StartWorker } from '../model/worker-entries.ts';
import { createPageWorks, type PageWorks, type PageWorksOptions } from './page-works.ts';

/** Page threads straight from source, as the product starts them. */
export const startWorker: StartWorker = (_name, workerData) => {
  const worker = new Worker(new URL('pages-worker.ts', import.meta.url), { workerData, execArgv: [] });
  let failure: Error | null = null;
  worker.on('error', (error) => {
    failure = error instanceof Error ? error : new Error(String(error));
  });
  return {
    post: (message, transfer) => worker.postMessage(message, transfer ?? []),
    onMessage: (listener) => void worker.on('message', listener),
    onExit: (listener) => void worker.once('exit', () => listener(failure)),
    terminate: async () => void (await worker.terminate()),
  };
};

/** A folder and page works for one test file. */
export interface Bench {
  readonly dir: string;
  readonly works: PageWorks;
  /** Writes a file into the folder and gives its path. */
  file(name: string, content: Uint8Array | string): Promise<string>;
  path(name: string): string;
  /** What lies in the folder, temporary files included. */
  names(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function openBench(options: Partial<PageWorksOptions> = {}): Promise<Bench> {
  const dir = await mkdtemp(join(tmpdir(), 'fax-pages-'));
  const works = createPageWorks({ startWorker, threads: 2, tempDir: join(dir, 'temp'), ...options });
  return {
    dir,
    works,
    path: (name) => join(dir, name),
    async file(name, content) {
      await writeFile(join(dir, name), content);
      return join(dir, name);
    },
    async names() {
      const names = await readdir(dir, { recursive: true });
      return names.filter((name) => name !== 'temp').sort();
    },
    async close() {
      await works.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** A PDF whose pages are drawn by `draw`; sizes in points. */
export async function pdf(
  sizes: readonly (readonly [number, number])[],
  draw: (page: PDFKit.PDFDocument, index: number) => void = () => undefined,
  options: PDFKit.PDFDocumentOptions = {},
): Promise<Buffer> {
  const document = new PDFDocument({ ...options, autoFirstPage: false });
  sizes.forEach(([width, height], index) => {
    document.addPage({ size: [width, height], margin: 0 });
    draw(document, index);
  });
  document.end();
  return buffer(document);
}

export const a4: readonly [number, number] = [595.28, 841.89];
export const letter: readonly [number, number] = [612, 792];

/** One page of a TIFF as a bitmap. */
export async function tiffBitmap(octets: Uint8Array, index = 0): Promise<Bitmap> {
  const { bitmap } = await decodeTiffPage(await openTiff(memoryReader(octets)), index);
  return bitmap;
}

export function isBlack(bitmap: Bitmap, x: number, y: number): boolean {
  return ((bitmap.words[y * bitmap.stride + (x >>> 5)] ?? 0) & (0x80000000 >>> (x & 31))) !== 0;
}

/** The smallest box that holds every black dot; null on a white page. */
export function inkBox(bitmap: Bitmap): { left: number; top: number; right: number; bottom: number } | null {
  let box: { left: number; top: number; right: number; bottom: number } | null = null;
  for (let y = 0; y < bitmap.rows; y++)
    for (let x = 0; x < bitmap.width; x++) {
      if (!isBlack(bitmap, x, y)) continue;
      box ??= { left: x, top: y, right: x, bottom: y };
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.bottom = y;
    }
  return box;
}
