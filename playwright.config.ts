import { defineConfig } from '@playwright/test';
import { describeHost, pickHost } from './e2e/host.ts';

// Printed once, by the process that plans the run: a run says what it proves.
if (process.env.TEST_WORKER_INDEX === undefined) process.stderr.write(`End to end on ${describeHost(pickHost())}\n`);

export default defineConfig({
  testDir: 'e2e/specs',
  outputDir: 'e2e/.results/files',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'e2e/.results/report.json' }]],
});
