import { defineConfig } from '@playwright/test';

/** Takes the README's screenshots of the built app: `npm run screenshots`. No test: nothing here asserts. */
export default defineConfig({
  testDir: '.',
  testMatch: 'take-screenshots.ts',
  outputDir: '../.results/screenshots',
  timeout: 180_000,
  workers: 1,
  reporter: 'list',
});
