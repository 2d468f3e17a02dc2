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
/** The same command line on these cores alone: both programs are pinned, and ours takes as many threads as it has cores. */
const onCores =
  (cores: string) =>
  (converter: Converter): Converter =>
  (pdf, tif) => {
    const [program, list] = converter(pdf, tif);
    return ['taskset', ['-c', cores, program, ...list]];
  };

/** Milliseconds of whole processes from start to end, run by run. */
interface Times {
  readonly many: number[];
  readonly one: number[];
}

async function measureOnce(converter: Converter, folder: string, times: Times): Promise<void> {
  times.many.push(await milliseconds(converter(join(folder, 'many.pdf'), join(folder, 'many.tif'))));
  times.one.push(await milliseconds(converter(join(folder, 'one.pdf'), join(folder, 'one.tif'))));
}

async function milliseconds([program, list]: readonly [string, readonly string[]]): Promise<number> {
  const start = performance.now();
  await run(program, list);
  return performance.now() - start;
}

/** The time for 20 pages less the time for 1, by 19; the best of three of each. */
function pageTime({ many, one }: Times): number {
  return (Math.min(...many) - Math.min(...one)) / (pages - 1);
}

/** Measures both in turn, so that what the machine does meanwhile strikes both. */
async function compareOn(
  page: string,
  wrap: (converter: Converter) => Converter,
  folder: string,
): Promise<BenchResult> {
  const [mine, theirs] = [ours, ghostscript].map(wrap);
  if (!mine || !theirs) throw new RangeError('two converters are compared');
  const [mineTimes, theirTimes]: [Times, Times] = [
    { many: [], one: [] },
    { many: [], one: [] },
  ];
  for (let turn = 0; turn < runs; turn++) {
    await measureOnce(mine, folder, mineTimes);
    await measureOnce(theirs, folder, theirTimes);
  }
  const { stdout } = await run('gs', ['--version']);
  const [value, peerValue] = [pageTime(mineTimes), pageTime(theirTimes)];
  return {
    name: 'convert',
    page,
    unit: 'ms/page',
    ours: value,
    peer: `Ghostscript ${stdout.trim()}`,
    peerValue,
    ratio: peerValue / value,
    runs,
    spread: Math.max(spread(mineTimes.many), spread(theirTimes.many)),
    better: 'lower',
  };
}

/** `fax convert` on a text PDF beside Ghostscript's fax device, with all cores, with two and with one. */
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
      const cores = availableParallelism();
      const results = [await compareOn(`text, ${cores} ${cores === 1 ? 'core' : 'cores'}`, (same) => same, folder)];
      if (!hasProgram('taskset')) {
        notRun.push({ name: 'convert on two cores and on one', needs: 'util-linux (taskset)' });
        return { results, notRun };
      }
      if (cores > 2) results.push(await compareOn('text, 2 cores', onCores('0,1'), folder));
      if (cores > 1) results.push(await compareOn('text, 1 core', onCores('0'), folder));
      return { results, notRun };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
