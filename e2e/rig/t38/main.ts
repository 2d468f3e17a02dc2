/**
 * Calls over T.38 between `fax call`, `fax answer` and t38peer: the written list, or with `--all` the full product;
 * then calls with loss that nothing makes good, from 20 seeds each way. `--only WORDS` makes the calls whose name has
 * all of the words, `--seeds` those from seeds alone. Prints a line for each call, and the counts as the last line.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { buildRigProgram, neededBy } from '../rig-programs.ts';
import { runBareLoss } from './bare-loss.ts';
import { everyT38Call, t38Calls } from './calls.ts';
import { type CallReport, runCall } from './run-call.ts';

const { values } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    only: { type: 'string' },
    seeds: { type: 'boolean', default: false },
  },
});
const words = (values.only ?? '').split(' ').filter((word) => word !== '');
const chosen = values.seeds
  ? []
  : (values.all ? everyT38Call() : t38Calls).filter(({ name }) =>
      words.every((word) => name.split(' ').includes(word)),
    );
const seeds = values.only === undefined ? 20 : 0;

/** Calls at once. An end waits nearly all of its time: four take a third of one core at ten times real time. */
const LANES = 4;

const counts = { passed: 0, failed: 0, skipped: 0 };
const write = (text: string) => process.stdout.write(`${text}\n`);

/** Runs one piece of work after the other in each of so many lanes. */
async function inLanes<T>(work: readonly T[], run: (item: T, index: number) => Promise<void>): Promise<void> {
  const left = [...work.entries()];
  const lane = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await run(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function tell(name: string, call: () => Promise<CallReport>): Promise<void> {
  const start = performance.now();
  const report = await call().catch((error: unknown) => ({ ok: false, words: String(error) }));
  counts[report.ok ? 'passed' : 'failed'] += 1;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  write(`${report.ok ? 'ok    ' : 'FAILED'} ${name}: ${seconds} s; ${report.words}`);
}

const program = await buildRigProgram('t38peer');
if (program === null) {
  for (const { name } of chosen) write(`not run: ${name}, needs ${neededBy('t38peer')}`);
  counts.skipped += chosen.length;
  if (seeds > 0) {
    write(`not run: no recovery and 5 % loss, needs ${neededBy('t38peer')}`);
    counts.skipped += 1;
  }
} else {
  await inLanes(chosen, (call, index) => tell(call.name, () => runCall(program, call, index + 1)));
  if (seeds > 0) await runBareLoss(program, seeds, { inLanes, tell, write });
}
if (counts.passed + counts.failed + counts.skipped === 0) counts.failed += 1;
write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;
