/**
 * Runs the project's checks one stage after another: each with a time limit of its own, its time printed and its tests
 * counted from what the runner itself reports. A runner that dies, hangs or reports nothing is a failed test.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { z } from 'zod';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** What could not run here, each as `WHAT, needs PACKAGE`. */
  readonly notRun: readonly string[];
}

export interface Stage {
  readonly name: string;
  readonly minutes: number;
  readonly run: (limit: StageLimit) => Promise<Counts>;
}

/** What a stage runs its programs with: they end with the stage. */
export interface StageLimit {
  readonly milliseconds: number;
}

export const root = new URL('../../', import.meta.url).pathname;
const bin = (name: string) => (name === 'node' ? process.execPath : join(root, 'node_modules/.bin', name));

/** One program as one check: passed when it exits with 0. */
export function program(name: string, args: readonly string[]): (limit: StageLimit) => Promise<Counts> {
  return async (limit) => {
    const code = await runProgram(bin(name), args, limit);
    return code === 0 ? { passed: 1, failed: 0, notRun: [] } : { passed: 0, failed: 1, notRun: [] };
  };
}

/**
 * A program that counts for itself: its last line is `N passed, N failed, N skipped`, and lines of `not run: …` before
 * it say what was left out. One that ends without that line, or badly without a failure counted, is a failed test.
 */
export function counting(name: string, args: readonly string[]): (limit: StageLimit) => Promise<Counts> {
  return async (limit) => {
    const lines: string[] = [];
    const code = await runProgram(bin(name), args, limit, {}, (line) => lines.push(line));
    return judged(countsOfLines(lines), code);
  };
}

/** Reads the counts that a program printed as its last line. */
export function countsOfLines(lines: readonly string[]): Counts {
  const last = /^(\d+) passed, (\d+) failed, (\d+) skipped$/.exec(lines.at(-1) ?? '');
  const notRun = lines.filter((line) => line.startsWith('not run: ')).map((line) => line.slice('not run: '.length));
  if (last === null) return { passed: 0, failed: 1, notRun };
  const [passed = 0, failed = 0, skipped = 0] = last.slice(1).map(Number);
  // What is skipped must be named; what is not counts as failed.
  return { passed, failed: failed + Math.max(0, skipped - notRun.length), notRun };
}

/** A set of vitest tests, counted one by one. */
export function vitest(
  project: string,
  env: Readonly<Record<string, string>> = {},
): (limit: StageLimit) => Promise<Counts> {
  return (limit) =>
    withReport(async (report) => {
      const args = [
        'run',
        '--project',
        project,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ];
      return runProgram(bin('vitest'), args, limit, env);
    }, vitestCounts);
}

/** The Playwright specs, counted one by one. */
export function playwright(): (limit: StageLimit) => Promise<Counts> {
  return (limit) =>
    withReport(
      (report) =>
        runProgram(bin('playwright'), ['test', '--reporter=list,json'], limit, { PLAYWRIGHT_JSON_OUTPUT_FILE: report }),
      playwrightCounts,
    );
}

async function withReport(
  run: (report: string) => Promise<number>,
  count: (report: unknown) => Counts,
): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'fax-stage-'));
  try {
    const report = join(folder, 'report.json');
    const code = await run(report);
    const text = await readFile(report, 'utf8').catch(() => undefined);
    const counts: Counts = text === undefined ? { passed: 0, failed: 1, notRun: [] } : count(JSON.parse(text));
    return judged(counts, code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The counts with one failure more where the runner failed by more than its tests: an error between them, or none found. */
export function judged(counts: Counts, exitCode: number): Counts {
  const seen = counts.passed + counts.failed + counts.notRun.length;
  const silent = seen === 0 || (exitCode !== 0 && counts.failed === 0);
  return silent ? { ...counts, failed: counts.failed + 1 } : counts;
}

const vitestReport = z.object({
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })) }),
  ),
});

/** Counts of vitest's JSON report. A test left out names its reason: `not run: WHAT, needs PACKAGE`. */
export function vitestCounts(report: unknown): Counts {
  const files = vitestReport.parse(report).testResults;
  const tests = files.flatMap((file) => file.assertionResults);
  const passed = tests.filter((test) => test.status === 'passed').length;
  const notRun = tests.filter((test) => ['skipped', 'pending', 'todo', 'disabled'].includes(test.status));
  const brokenFiles = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed,
    failed: tests.length - passed - notRun.length + brokenFiles.length,
    notRun: notRun.map((test) => reasonOf(test.fullName)),
  };
}

interface Suite {
  readonly specs?:
    | readonly { readonly title: string; readonly tests: readonly { readonly status: string }[] }[]
    | undefined;
  readonly suites?: readonly Suite[] | undefined;
}
const suite: z.ZodType<Suite> = z.object({
  specs: z.array(z.object({ title: z.string(), tests: z.array(z.object({ status: z.string() })) })).optional(),
  suites: z.array(z.lazy(() => suite)).optional(),
});
const playwrightReport = z.object({ suites: z.array(suite), errors: z.array(z.unknown()) });

/** Counts of Playwright's JSON report; a spec that passed only when tried again counts as failed. */
export function playwrightCounts(report: unknown): Counts {
  const { suites, errors } = playwrightReport.parse(report);
  const specs = suites.flatMap(specsOf);
  const count = (status: string) => specs.filter((spec) => spec.status === status).length;
  const notRun = specs.filter((spec) => spec.status === 'skipped').map((spec) => reasonOf(spec.title));
  return {
    passed: count('expected'),
    failed: specs.length - count('expected') - notRun.length + errors.length,
    notRun,
  };
}

function specsOf(each: Suite): readonly { readonly title: string; readonly status: string }[] {
  const own = (each.specs ?? []).flatMap(({ title, tests }) => tests.map(({ status }) => ({ title, status })));
  return [...own, ...(each.suites ?? []).flatMap(specsOf)];
}

/** What did not run and why, of a test's full name: the words around `not run: `. */
function reasonOf(fullName: string): string {
  return fullName.replace('not run: ', '');
}

function runProgram(
  path: string,
  args: readonly string[],
  limit: StageLimit,
  env: Readonly<Record<string, string>> = {},
  onLine?: (line: string) => void,
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(path, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', onLine ? 'pipe' : 'inherit', 'inherit'],
      detached: true,
    });
    if (onLine && child.stdout)
      createInterface({ input: child.stdout }).on('line', (line) => {
        process.stdout.write(`${line}\n`);
        onLine(line);
      });
    // The whole group, so that no browser or modem outlives its stage.
    const stop = () => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
      }
    };
    const timer = setTimeout(() => {
      process.stderr.write(`${path} took longer than ${Math.round(limit.milliseconds / 1000)} s and was stopped\n`);
      stop();
    }, limit.milliseconds);
    process.once('exit', stop);
    child.once('error', (error) => process.stderr.write(`${path}: ${error.message}\n`));
    child.once('close', (code) => {
      clearTimeout(timer);
      stop();
      process.off('exit', stop);
      resolve(code ?? 1);
    });
  });
}

/** Runs the stages in order, all of them even after a failure, and prints the counts; true when nothing failed. */
export async function runStages(stages: readonly Stage[]): Promise<boolean> {
  let passed = 0;
  let failed = 0;
  const notRun: string[] = [];
  const times: string[] = [];
  for (const stage of stages) {
    process.stdout.write(`\n== ${stage.name}\n`);
    const start = performance.now();
    const counts = await stage.run({ milliseconds: stage.minutes * 60_000 });
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    times.push(
      `${stage.name}: ${seconds} s of at most ${stage.minutes * 60} s, ${counts.passed} passed, ${counts.failed} failed, ${counts.notRun.length} skipped`,
    );
    passed += counts.passed;
    failed += counts.failed;
    notRun.push(...counts.notRun);
  }
  process.stdout.write(`\n${times.join('\n')}\n`);
  for (const what of notRun) process.stdout.write(`not run: ${what}\n`);
  process.stdout.write(`${passed} passed, ${failed} failed, ${notRun.length} skipped\n`);
  return failed === 0;
}
