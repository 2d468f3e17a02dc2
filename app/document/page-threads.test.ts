import { readdir, readFile } from 'node:fs/promises';
import process from 'node:process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { a4, type Bench, openBench, pdf } from './page-works.testing.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

/** The nice values of this process's threads (proc(5), stat field 19). */
async function niceValues(): Promise<readonly number[]> {
  const threads = await readdir('/proc/self/task');
  const values = await Promise.all(
    threads.map(async (thread) => {
      const text = await readFile(`/proc/self/task/${thread}/stat`, 'utf8').catch(() => null);
      return text === null ? [] : [Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[16])];
    }),
  );
  return values.flat();
}

it.runIf(process.platform === 'linux')('page threads give way to the thread that talks to modems', async () => {
  const before = await niceValues();
  const file = await bench.file('one.pdf', await pdf([a4], (page) => page.rect(100, 100, 72, 72).fill()));
  const options = { resolution: 'fine', width: null, dither: 'content' } as const;
  const { signal } = new AbortController();
  await bench.works.render([file], options, bench.path('one.tif'), () => undefined, signal);
  const after = await niceValues();
  const given = (values: readonly number[]) => values.filter((nice) => nice > 0).length;
  expect(given(after)).toBeGreaterThan(given(before));
  // Not all of them: the main thread keeps its place.
  expect(Math.min(...after)).toBeLessThanOrEqual(0);
});
