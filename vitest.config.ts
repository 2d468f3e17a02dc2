import { defineConfig } from 'vitest/config';

/**
 * Three sets of tests. `unit` stands beside the code and needs npm packages alone. `commands` drives the real `fax`
 * launcher. `peers` compares with programs that nobody here wrote, where the machine has them.
 */
export default defineConfig({
  test: {
    pool: 'threads',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{app,main,preload,renderer}/**/*.test.{ts,tsx}', 'e2e/{tools,standin,bench,crash}/**/*.test.ts'],
          testTimeout: 90_000,
        },
      },
      { test: { name: 'commands', include: ['e2e/commands/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'rig',
          include: ['e2e/rig/**/*.test.ts'],
          testTimeout: 120_000,
          fileParallelism: false,
        },
      },
      { test: { name: 'peers', include: ['e2e/peers/**/*.test.ts'], testTimeout: 120_000 } },
    ],
  },
});
