import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Bench } from './bench.ts';
import { writeTextDocument } from './text-document.ts';

const fax = fileURLToPath(new URL('../../app/cli/fax', import.meta.url));

/** The most memory that `fax convert` held over a document, in megabytes: the kernel's own high-water mark. */
async function peakOver(pages: number, folder: string): Promise<number> {
  const pdf = join(folder, `${pages}.pdf`);
  await writeTextDocument(pdf, pages);
  const child = spawn(fax, ['convert', pdf, join(folder, `${pages}.tif`), '--json'], { stdio: 'ignore' });
  const { promise: ended, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject);
  child.once('exit', resolve);
  let running = true;
  const end = ended.finally(() => {
    running = false;
  });
  let peak = 0;
  while (running) {
    // Gone between two looks: its last mark was seen.
    const status = await readFile(`/proc/${child.pid}/status`, 'latin1').catch(() => '');
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0));
    await Promise.race([end, wait(10)]);
  }
  const code = await end;
  if (code !== 0) throw new Error(`fax convert of ${pages} pages ended with ${code}`);
  return (peak * 1024) / 1e6;
}

/** Memory over a long document, beside a short one: it should not grow with the pages. */
export const memoryBench: Bench = {
  name: 'memory',
  title: 'The most memory over 500 pages, beside that over 50.',
  async run() {
    if (process.platform !== 'linux') return { results: [], notRun: [{ name: 'memory', needs: 'Linux (/proc)' }] };
    const folder = await mkdtemp(join(tmpdir(), 'fax-memory-'));
    try {
      const short = await peakOver(50, folder);
      const long = await peakOver(500, folder);
      const result = {
        name: 'memory',
        page: '500 text pages',
        unit: 'MB',
        ours: long,
        peer: 'the same over 50 pages',
        peerValue: short,
        ratio: short / long,
        runs: 1,
        spread: 0,
        better: 'lower',
      } as const;
      return { results: [result], notRun: [] };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
