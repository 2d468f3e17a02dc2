import { defineConfig } from 'vitest/config';

/** Unit tests stand beside the code they test; what needs the built app or a real peer stands in `e2e/`. */
export default defineConfig({
  test: {
    include: ['{app,main,preload,renderer}/**/*.test.{ts,tsx}', 'e2e/{tools,standin,rig,bench}/**/*.test.ts'],
    testTimeout: 20_000,
    pool: 'threads',
  },
});
