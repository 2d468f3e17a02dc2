import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestOffice, type TestOffice } from './fax-command.ts';

let office: TestOffice;
beforeEach(async () => {
  office = await openTestOffice();
});
afterEach(() => office.close());

/** Command lines of the processes that were started, at whatever remove, by this test's office: by its folder. */
async function processesOf(folder: string): Promise<readonly string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      // A process that ended meanwhile has no files any more.
      const environment = await readFile(`/proc/${id}/environ`, 'utf8').catch(() => '');
      if (!environment.includes(`FAX_DATA=${folder}`)) return [];
      return [(await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ')];
    }),
  );
  return found.flat();
}

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  '%s ends the benchmarks with all that they started',
  async (signal) => {
    const bench = office.start('bench', 'memory');
    await expect.poll(() => processesOf(office.dataDir)).toContainEqual(expect.stringContaining(' convert '));
    const exit = once(bench.child, 'exit');
    bench.child.kill(signal);
    await exit;
    await expect.poll(() => processesOf(office.dataDir)).toEqual([]);
  },
);
