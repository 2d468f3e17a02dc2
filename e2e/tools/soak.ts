import process from 'node:process';
import { counting, program, runStages, type Stage, vitest } from './stages.ts';

/** What takes too long for every run: many seeds, generated documents, every combination of a call, the benchmarks. */
const stages: readonly Stage[] = [
  { name: 'unit tests from 2,000 seeds', minutes: 60, run: vitest('unit', { FAX_SEEDS: '2000', FAX_RUNS: '5000' }) },
  {
    name: 'the T.30 engine in 3 million random calls',
    minutes: 40,
    run: program('node', ['e2e/tools/fuzz.ts', '--runs', '3000000', '--seed', String(Date.now() % 1_000_000_000)]),
  },
  { name: 'a million damaged datagrams', minutes: 20, run: vitest('rig', { FAX_RUNS: '5000' }) },
  { name: 'every call over modems', minutes: 180, run: counting('node', ['e2e/rig/modems/main.ts', '--all']) },
  { name: 'every call over T.38', minutes: 180, run: counting('node', ['e2e/rig/t38/main.ts', '--all']) },
  {
    name: 'the server killed for an hour',
    minutes: 90,
    run: counting('node', ['e2e/crash/main.ts', '--minutes', '60']),
  },
  { name: 'benchmarks', minutes: 20, run: program('node', ['e2e/bench/main.ts']) },
];
process.exitCode = (await runStages(stages)) ? 0 : 1;
