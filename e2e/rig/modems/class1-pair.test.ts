import { describe, expect, it } from 'vitest';
import { buildRigProgram, neededBy } from '../rig-programs.ts';
import { measureCommandLatency } from './command-latency.ts';
import { LATE } from './command-times.ts';

const program = await buildRigProgram('modempair');

describe('our Class 1 driver with itself', () => {
  it.skipIf(program === null)(
    program === null
      ? `not run: Class 1 pair, needs ${neededBy('modempair')}`
      : 'delivers 20 pages while a PDF is rendered, and its commands reach the modems in time',
    async () => {
      const report = await measureCommandLatency({ pages: 20, load: true });
      expect(report).toMatchObject({ outcome: 'ok', pages: 20, equal: true });
      expect(report?.rendered).toBeGreaterThan(0);
      expect(report?.responses.count).toBeGreaterThan(200);
      expect(report?.responses.p99).toBeLessThan(LATE);
    },
  );
});
