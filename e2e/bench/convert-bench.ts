import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { hasProgram } from '../peers/programs.ts';
import type { Bench, BenchNotRun, BenchResult } from './bench.ts';
import { spread } from './measure.ts';
import { writeTextDocument } from './text-document.ts';

const run = promisify(execFile);
const fax = fileURLToPath(new URL('../../app/cli/fax', import.meta.url));
/** Best of so many. */
const runs = 3;
const pages = 20;

/** A command line that turns a PDF into a TIFF. */
type Converter = (pdf: string, tif: string) => readonly [string, readonly string[]];

const ours: Converter = (pdf, tif) => [fax, ['convert', pdf, tif, '--json']];
const ghostscript: Converter = (pdf, tif) => [
  'gs',
  ['-q', '-dNOPAUSE', '-dBATCH', '-sDEVICE=tiffg4', '-r204x196', `-sOutputFile=${tif}`, pdf],
];
/** The page works take as many threads as the process may use processors. */
const onOneCore =
  (converter: Converter): Converter =>
  (pdf, tif) => {
    const [program, list] = converter(pdf, tif);
    return ['taskset', ['-c', '0', program, ...list]];
  };

/**
 * Time for a page: whole processes from start to end, the time for 20 pages less the time for 1, by 19; the best of
 * three of each.
 */
async function millisecondsPerPage(converter: Converter, folder: string): Promise<readonly number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < runs; turn++) {
    const many = await milliseconds(converter(join(folder, 'many.pdf'), join(folder, 'many.tif')));
    const one = await milliseconds(converter(join(folder, 'one.pdf'), join(folder, 'one.tif')));
    times.push(many, one);
  }
  return times;
}

async function milliseconds([program, list]: readonly [string, readonly string[]]): Promise<number> {
  const start = performance.now();
  await run(program, list);
  return performance.now() - start;
}

interface PageTime {
  readonly value: number;
  readonly spread: number;
}

async function pageTime(converter: Converter, folder: string): Promise<PageTime> {
  const times = await millisecondsPerPage(converter, folder);
  const many = times.filter((_, index) => index % 2 === 0);
  const one = times.filter((_, index) => index % 2 === 1);
  return { value: (Math.min(...many) - Math.min(...one)) / (pages - 1), spread: spread(many) };
}

async function compareOn(
  page: string,
  wrap: (converter: Converter) => Converter,
  folder: string,
): Promise<BenchResult> {
  const mine = await pageTime(wrap(ours), folder);
  const theirs = await pageTime(wrap(ghostscript), folder);
  const { stdout } = await run('gs', ['--version']);
  return {
    name: 'convert',
    page,
    unit: 'ms/page',
    ours: mine.value,
    peer: `Ghostscript ${stdout.trim()}`,
    peerValue: theirs.value,
    ratio: theirs.value / mine.value,
    runs,
    spread: Math.max(mine.spread, theirs.spread),
    better: 'lower',
  };
}

/** `fax convert` on a text PDF beside Ghostscript's fax device, with all cores and with one. */
export const convertBench: Bench = {
  name: 'convert',
  title: 'A 20-page text PDF to fax pages, beside Ghostscript.',
  async run() {
    const notRun: BenchNotRun[] = [];
    if (!hasProgram('gs')) return { results: [], notRun: [{ name: 'convert', needs: 'ghostscript' }] };
    const folder = await mkdtemp(join(tmpdir(), 'fax-convert-'));
    try {
      await writeTextDocument(join(folder, 'many.pdf'), pages);
      await writeTextDocument(join(folder, 'one.pdf'), 1);
      const results = [await compareOn(`text, ${availableParallelism()} cores`, (same) => same, folder)];
      if (hasProgram('taskset')) results.push(await compareOn('text, 1 core', onOneCore, folder));
      else notRun.push({ name: 'convert on one core', needs: 'util-linux (taskset)' });
      return { results, notRun };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
