import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { BATCH, runBatch, traceOf } from './campaign.ts';
import { Coverage } from './coverage.ts';

/** The seed of every check; `npm run fuzz` and `npm run soak` go on from others. */
const SEED = 1;
const runs = Number(process.env.FAX_FUZZ_RUNS ?? BATCH);

describe('the engine under random calls', () => {
  it('keeps every promise, and reaches every state and transition of the table', { timeout: 120_000 }, () => {
    const coverage = new Coverage();
    const { failure } = runBatch({ seed: SEED, runs }, coverage);
    const { states, transitions } = coverage.totals;
    process.stdout.write(`fuzz: ${runs} calls from seed ${SEED}, ${states} states, ${transitions} transitions\n`);
    const words =
      failure &&
      [
        `seed ${failure.seed}: npm run -s fuzz -- --seed ${failure.seed} --path ${failure.path}`,
        ...traceOf(failure.call),
      ].join('\n');
    expect(words).toBeNull();
    expect(coverage.missing(), 'states and transitions never reached').toEqual([]);
    expect(coverage.unknown(), 'states and transitions that the table does not have').toEqual([]);
  });
});
