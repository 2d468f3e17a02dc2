import process from 'node:process';
import { counting, runStages, type Stage, vitest } from './stages.ts';

/**
 * The lines against peers that nobody here wrote. `modems`, `t38` or `tests` chooses a part; what follows goes to it:
 * `npm run rig -- modems --all --only hylafax`.
 */
const [first = '', ...rest] = process.argv.slice(2);
const parts = ['tests', 'modems', 't38'] as const;
const part = parts.find((name) => name === first);
const args = part === undefined ? process.argv.slice(2) : rest;
// The full product takes hours, the written lists minutes.
const whole = args.includes('--all');

const stages: Readonly<Record<(typeof parts)[number], Stage>> = {
  tests: { name: 'the rig itself', minutes: 8, run: vitest('rig') },
  modems: {
    name: 'calls over modems',
    minutes: whole ? 180 : 12,
    run: counting('node', ['e2e/rig/modems/main.ts', ...args]),
  },
  t38: { name: 'calls over T.38', minutes: whole ? 180 : 8, run: counting('node', ['e2e/rig/t38/main.ts', ...args]) },
};
process.exitCode = (await runStages(part === undefined ? Object.values(stages) : [stages[part]])) ? 0 : 1;
