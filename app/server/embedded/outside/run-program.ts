import { type ChildProcess, spawn } from 'node:child_process';
import { FaxError } from '../../../model/errors.ts';
import { OutsideFailure } from '../outside.ts';

/** No program takes longer, ms. */
export const LONGEST_RUN = 300_000;

/** A program that is told to end is given so long before it is killed, ms. */
const GRACE = 5_000;

/** A program that has ended may have left others that hold its output; they are not waited for, ms. */
const LAST_WORDS = 500;

/** Of what it says, so much is kept: its end, characters. */
const KEPT_OUTPUT = 4_000;

/** How a program ended. */
export interface ProgramEnd {
  /** Its exit code, or the signal that ended it. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramRun {
  readonly program: string;
  readonly given: readonly string[];
  /** Added to our own environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly longest: number;
  readonly signal: AbortSignal;
}

/**
 * Runs a program to its end, without a shell, bounded in time and output. What it started is ended with it when it takes
 * too long or the signal is aborted. Throws `PROGRAM_MISSING` where it cannot be started, `TIMED_OUT`, `CANCELLED`.
 */
export async function runProgram({ program, given, environment, longest, signal }: ProgramRun): Promise<ProgramEnd> {
  if (signal.aborted) throw new FaxError('CANCELLED');
  const child = spawn(program, given, {
    env: { ...withoutSecrets(process.env), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: what the program starts is ended with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const stdout = endOfOutput(child.stdout);
  const stderr = endOfOutput(child.stderr);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(longest)]);
  const kill = () => endGroup(child);
  limit.addEventListener('abort', kill, { once: true });
  try {
    const code = await ending(child, program);
    if (signal.aborted) throw new FaxError('CANCELLED');
    if (limit.aborted) throw tooLong(program);
    return { code, stdout: stdout(), stderr: stderr() };
  } finally {
    limit.removeEventListener('abort', kill);
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

/** Our own environment less the passwords in it: a program that a rule names has no business with them. */
const withoutSecrets = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !name.toUpperCase().startsWith('FAX_SECRET_')));

/** Runs a program that is to end with 0. Throws `PROGRAM_FAILED` with the end of what it said, and as `runProgram`. */
export async function runToSuccess(run: ProgramRun): Promise<void> {
  const { code, stdout, stderr } = await runProgram(run);
  if (code === 0) return;
  const said = lastLine(stderr) || lastLine(stdout);
  throw new FaxError('PROGRAM_FAILED', {
    message: `The program ended with ${code}${said === '' ? '.' : `: ${said}`}`,
    cause: new OutsideFailure('later', said),
  });
}

/** The last line that says something, for a sentence. */
export function lastLine(output: string): string {
  const line = output.trim().split('\n').at(-1)?.trim() ?? '';
  return line.replace(/\p{Cc}+/gu, ' ').slice(0, 300);
}

function endOfOutput(stream: NodeJS.ReadableStream): () => string {
  let kept = '';
  stream.on('data', (octets: Buffer) => {
    kept = (kept + octets.toString('utf8')).slice(-KEPT_OUTPUT);
  });
  // A program that is killed may break its pipe: its end tells all there is to tell.
  stream.on('error', () => undefined);
  return () => kept;
}

function ending(child: ChildProcess, program: string): Promise<number | string> {
  const { promise, resolve, reject } = Promise.withResolvers<number | string>();
  child.once('error', (error) => reject(notStarted(program, error)));
  child.once('close', (code, killedBy) => resolve(code ?? killedBy ?? 'an error'));
  child.once('exit', (code, killedBy) => {
    setTimeout(() => resolve(code ?? killedBy ?? 'an error'), LAST_WORDS).unref();
  });
  return promise;
}

function endGroup(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE);
  child.once('exit', () => {
    clearTimeout(timer);
    // What it started may not have heard.
    signalGroup(child, 'SIGKILL');
  });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // It went between the look and the signal.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function notStarted(program: string, error: unknown): FaxError {
  const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  const name = program.slice(-80);
  return new FaxError('PROGRAM_MISSING', {
    message: missing ? `The program ${name} is not there.` : `The program ${name} cannot be started.`,
    next: 'Check its path and that it may be run.',
    cause: new OutsideFailure('later', String(error), error),
  });
}

const tooLong = (program: string): FaxError =>
  new FaxError('TIMED_OUT', {
    message: `The program ${program.slice(-80)} took too long and was ended.`,
    next: 'Try it by itself.',
    cause: new OutsideFailure('later', 'It took too long'),
  });
