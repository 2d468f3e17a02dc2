import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Bitmap } from '../../app/image/bitmap.ts';
import { decodePage, encodePage } from '../../app/image/page-coder.ts';
import { decodeTiffPage } from '../../app/image/tiff-pages.ts';
import { openTiff } from '../../app/image/tiff-reader.ts';
import { fileReader } from '../../app/image/tiff-source.ts';
import type { Coding } from '../../app/model/page-format.ts';
import type { Bench, BenchResult } from './bench.ts';
import { buildCodecPeer, CodecPeer, codecPeerNeeds } from './codec-peer.ts';
import { compare } from './measure.ts';

/** The pages that codecs are measured on: text, and a halftone of clustered dots, 1728 by 2292. */
export const benchPages = ['text', 'halftone'] as const;
export type BenchPage = (typeof benchPages)[number];

/** Reads one of the pages beside this file. */
export async function readBenchPage(page: BenchPage): Promise<Bitmap> {
  const handle = await open(fileURLToPath(new URL(`pages/${page}.tif`, import.meta.url)));
  try {
    const { bitmap } = await decodeTiffPage(await openTiff(await fileReader(handle)), 0);
    return bitmap;
  } finally {
    await handle.close();
  }
}

/** Processor time of one measurement, ms. */
const runMilliseconds = 150;

/** Work per second of this process's processor time: all its threads, so the compiler's and the collector's count. */
function rateOf(work: () => void): number {
  const start = process.cpuUsage();
  let pages = 0;
  for (;;) {
    work();
    pages++;
    const { user, system } = process.cpuUsage(start);
    if (user + system >= runMilliseconds * 1000) return (pages / (user + system)) * 1e6;
  }
}

function sameBitmap(a: Bitmap, b: Bitmap): boolean {
  return a.width === b.width && a.rows === b.rows && a.words.every((word, at) => word === b.words[at]);
}

async function measure(
  peer: CodecPeer,
  name: string,
  direction: 'encode' | 'decode',
  coding: Coding,
  page: BenchPage,
): Promise<BenchResult> {
  const bitmap = await readBenchPage(page);
  await peer.page(bitmap);
  const data = encodePage(bitmap, coding);
  // Each must read the other's before the clock runs.
  await peer.rate('encode', coding, 0);
  const theirs = decodePage(await peer.strip(coding), coding, bitmap.width, { rows: bitmap.rows });
  if (!sameBitmap(theirs.bitmap, bitmap)) throw new Error(`${name}: we read another page from libtiff's data`);
  const read = await peer.decode(coding, data, bitmap.width, bitmap.rows);
  if (!sameBitmap(read, bitmap)) throw new Error(`${name}: libtiff read another page from our data`);
  return compare({
    name,
    page,
    unit: 'pages/s',
    better: 'higher',
    peer: await peer.version(),
    ours: async () =>
      rateOf(
        direction === 'encode'
          ? () => encodePage(bitmap, coding)
          : () => decodePage(data, coding, bitmap.width, { rows: bitmap.rows }),
      ),
    theirs: () => peer.rate(direction, coding, runMilliseconds),
  });
}

function codecBench(direction: 'encode' | 'decode', coding: Coding): Bench {
  const name = `${direction}-${coding}`;
  return {
    name,
    title: `${direction === 'encode' ? 'Codes' : 'Decodes'} pages in ${coding.toUpperCase()}, one thread, beside libtiff`,
    async run() {
      const program = await buildCodecPeer();
      if (program === null) return { results: [], notRun: [{ name, needs: codecPeerNeeds }] };
      const peer = await CodecPeer.start(program);
      try {
        const results: BenchResult[] = [];
        for (const page of benchPages) results.push(await measure(peer, name, direction, coding, page));
        return { results, notRun: [] };
      } finally {
        await peer.stop();
      }
    },
  };
}

/** The codec benches: encode and decode, MH, MR and MMR. */
export const codecBenches: readonly Bench[] = (['encode', 'decode'] as const).flatMap((direction) =>
  (['mh', 'mr', 'mmr'] as const).map((coding) => codecBench(direction, coding)),
);
