/**
 * The server that is killed: `fax serve` without its command line, which kills itself at a step.
 * `victim.ts --data DIR [--step NAME --occurrence N] [--planted BUG]`. Says each step that it comes to, and `ready`, as
 * lines of JSON; `SIGTERM` is an orderly stop.
 */
import { writeSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { enterOffice } from '../../app/office/office.ts';
import type { StepName } from '../../app/server/embedded/steps.ts';
import { openServerWith, plantedBugs, startWorkerWith } from './planted-bugs.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { data: text, step: text, occurrence: text, planted: text } });
const bug = plantedBugs.find((name) => name === values.planted) ?? null;
let left = Number(values.occurrence ?? 1);

/** Written at once: what a stream holds back dies with the process. */
const say = (line: object) => void writeSync(1, `${JSON.stringify(line)}\n`);

function onStep(step: StepName): void {
  const now = step === values.step && --left === 0;
  say(now ? { step, killed: true } : { step });
  if (now) process.kill(process.pid, 'SIGKILL');
}

const office = await enterOffice({
  dataDir: values.data ?? '',
  stay: 'service',
  takeOver: true,
  startWorker: startWorkerWith(bug),
  openServer: openServerWith(bug),
  onStep,
  onProblem: ({ code, message, cause }) => process.stderr.write(`${code}: ${message} ${String(cause ?? '')}\n`),
});
office.onRoleChange(({ role }) => say({ role }));
process.once('SIGTERM', async () => {
  await office.close('stopped');
  process.exit(0);
});
// A harness that was stopped from outside leaves nothing running.
const harness = process.ppid;
setInterval(() => {
  if (process.ppid !== harness) process.kill(process.pid, 'SIGKILL');
}, 1000).unref();
say({ ready: office.role, socket: office.socketPath });
