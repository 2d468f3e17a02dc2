import { access, constants } from 'node:fs/promises';
import process from 'node:process';
import { checkStages } from './check-stages.ts';
import { build } from './product-build.ts';
import { type Counts, playwright, runStages, type Stage, type StageLimit, vitest } from './stages.ts';

const chromiums = [process.env.CHROMIUM_PATH, '/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

async function hasChromium(): Promise<boolean> {
  for (const path of chromiums) {
    if (
      path &&
      (await access(path, constants.X_OK).then(
        () => true,
        () => false,
      ))
    )
      return true;
  }
  return false;
}

/** The specs on the built app: on real Electron where its program is found, else on the stand-in, which needs Chromium. */
async function specs(limit: StageLimit): Promise<Counts> {
  if ((await build()) !== 0) return { passed: 0, failed: 1, notRun: [] };
  if (await hasChromium()) return playwright()(limit);
  return { passed: 0, failed: 0, notRun: ['the console end to end (Playwright specs), needs chromium-headless-shell'] };
}

const stages: readonly Stage[] = [
  ...checkStages,
  { name: 'the fax command', minutes: 6, run: vitest('commands') },
  { name: 'peers', minutes: 6, run: vitest('peers') },
  { name: 'the console (e2e)', minutes: 8, run: specs },
];
process.exitCode = (await runStages(stages)) ? 0 : 1;
