import process from 'node:process';
import { counting, runStages } from './stages.ts';

/** The server killed at every step: `npm run kills -- [--kills N] [--seed N --step S]`. See `e2e/crash`. */
const stage = { name: 'kills', minutes: 180, run: counting('node', ['e2e/crash/main.ts', ...process.argv.slice(2)]) };
process.exitCode = (await runStages([stage])) ? 0 : 1;
