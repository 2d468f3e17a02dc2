/**
 * Chromium's DevTools protocol as Playwright declares it. The package does not export this file, so it is named by its
 * path; only types are taken.
 */
export type { Protocol } from '../../../node_modules/playwright-core/types/protocol.d.ts';
