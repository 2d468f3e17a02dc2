/**
 * The T.30 engine under random calls: `npm run -s fuzz -- [--runs N] [--minutes M] [--seed S] [--path P]`. Prints the
 * states and transitions reached, and as its last line the counts. With a path it plays one call again, in words.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { BATCH, type Failure, runBatch, traceOf } from '../../app/t30/fuzz/campaign.ts';
import { Coverage } from '../../app/t30/fuzz/coverage.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

interface Budget {
  readonly runs: number;
  /** When to stop, ms of this process. */
  readonly until: number;
  readonly seed: number;
}

const options = parseOptions();

function parseOptions() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ options: { runs: text, minutes: text, seed: text, path: text } }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

function numberOf(name: 'runs' | 'minutes' | 'seed'): number | undefined {
  const text = options[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && (name === 'seed' || value > 0) && (name === 'minutes' || Number.isInteger(value)))
    return value;
  process.stderr.write(`--${name} is a number, not “${text}”\n`);
  process.exit(2);
}

/** The budget of a check is fixed; what runs for minutes begins at a seed of its own. */
function budget(): Budget {
  const minutes = numberOf('minutes');
  const seed = numberOf('seed') ?? (minutes === undefined ? 1 : Date.now() % 1_000_000_000);
  if (minutes === undefined) return { runs: numberOf('runs') ?? BATCH, until: Number.POSITIVE_INFINITY, seed };
  return { runs: numberOf('runs') ?? Number.POSITIVE_INFINITY, until: performance.now() + minutes * 60_000, seed };
}

function replay(seed: number, path: string): void {
  const { failure } = runBatch({ seed, runs: BATCH, path }, new Coverage());
  if (failure) tell(failure);
  else say('This call keeps every promise now.');
  finish(failure ? 0 : 1, failure ? 1 : 0);
}

function tell(failure: Failure): void {
  say(`broken promise: ${failure.message}`);
  for (const line of traceOf(failure.call)) say(`  ${line}`);
  say(`again: npm run -s fuzz -- --seed ${failure.seed} --path ${failure.path}`);
}

function campaign({ runs, until, seed }: Budget): void {
  const coverage = new Coverage();
  const start = performance.now();
  let done = 0;
  let failed = 0;
  for (let batch = seed; done < runs && performance.now() < until; batch++) {
    const result = runBatch({ seed: batch, runs: Math.min(BATCH, runs - done) }, coverage);
    done += result.runs;
    if (!result.failure) continue;
    failed += 1;
    tell(result.failure);
    if (failed >= 10) break;
  }
  for (const line of coverage.lines()) say(line);
  const { states, transitions } = coverage.totals;
  for (const what of coverage.unknown()) say(`not in the table: ${what}`);
  const missing = coverage.missing();
  for (const what of missing) say(`never reached: ${what}`);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  say(`${done} calls from seed ${seed} in ${seconds} s: ${states} states and ${transitions} transitions reached`);
  // Two checks, not one for each call: every promise kept, every state and transition reached.
  finish((failed === 0 ? 1 : 0) + (missing.length === 0 ? 1 : 0), failed + missing.length);
}

function finish(passed: number, failed: number): void {
  say(`${passed} passed, ${failed} failed, 0 skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
}

if (options.path === undefined) campaign(budget());
else replay(numberOf('seed') ?? 1, options.path);
