import { execFile } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildRigProgram, neededBy } from '../rig-programs.ts';

const program = await buildRigProgram('modempair');
const script = fileURLToPath(new URL('command-latency.ts', import.meta.url));
const latency = z.object({ count: z.number(), max: z.number(), p99: z.number() });
const reportSchema = z.looseObject({
  outcome: z.string(),
  pages: z.number(),
  equal: z.boolean(),
  caller: latency,
  answerer: latency,
});

/** What a Class 1 modem waits for its next command, ms (T.31 practice). */
const MODEM_WAITS = 55;

describe('our Class 1 driver with itself', () => {
  it.skipIf(program === null)(
    program === null
      ? `not run: Class 1 pair, needs ${neededBy('modempair')}`
      : 'delivers 20 pages while image work fills the thread pool, and its commands are in time',
    async () => {
      const { stdout } = await promisify(execFile)(process.execPath, [script, '--pages', '20'], { timeout: 100_000 });
      const report = reportSchema.parse(JSON.parse(stdout));
      expect(report).toMatchObject({ outcome: 'ok', pages: 20, equal: true });
      for (const { count, p99 } of [report.caller, report.answerer]) {
        expect(count).toBeGreaterThan(100);
        expect(p99).toBeLessThan(MODEM_WAITS);
      }
    },
  );
});
