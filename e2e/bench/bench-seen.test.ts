import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { BenchReport, BenchResult } from './bench.ts';

const program = fileURLToPath(new URL('../../.ci/bench-seen.mjs', import.meta.url));

/** What the program makes of figures: its exit code and its words. */
async function see(...results: readonly Partial<BenchResult>[]): Promise<{ code: number | null; words: string }> {
  const whole = { name: 'queue-list', page: 'x', unit: 'ms', ours: 8, peer: null, better: 'lower' } as const;
  const report = {
    machine: { cpu: 'x', cores: 1, node: 'x' },
    results: results.map((each) => ({ ...whole, ...each })),
    notRun: [],
  } satisfies { readonly [K in keyof BenchReport]: unknown };
  const child = spawn(process.execPath, [program]);
  child.stdin.end(JSON.stringify(report));
  let words = '';
  child.stdout.on('data', (part: Buffer) => {
    words += part.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, words };
}

it('lets a figure pass that states no goal, or reaches it', async () => {
  expect((await see({}, { ours: 20, goal: 20 }, { ours: 9, goal: 8, better: 'higher' })).code).toBe(0);
});

it('fails where a goal is missed, and says which', async () => {
  const { code, words } = await see({ ours: 20.1, goal: 20 });
  expect(code).toBe(1);
  expect(words).toContain('queue-list x: 20.1 ms, goal 20: MISSED');
  expect((await see({ ours: 7, goal: 8, better: 'higher' })).code).toBe(1);
});
