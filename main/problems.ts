import { appendFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { FaxError } from '../app/model/errors.ts';

/** The log's size, octets, at which it is put aside; one older log is kept. */
const LARGEST = 256 * 1024;

/**
 * What went wrong where nobody asked: on stderr, and in `problems.log` once its folder is known. What and where, never
 * what is on a page; numbers are masked.
 */
export class ProblemLog {
  readonly #stream: Pick<Writable, 'write'>;
  readonly #now: () => number;
  #path: string | null = null;
  /** What was told before the folder was known. */
  #early: string[] = [];
  #writing: Promise<void> = Promise.resolve();
  #defect: FaxError | null = null;
  readonly #onDefect = new Set<(error: FaxError) => void>();

  constructor(stream: Pick<Writable, 'write'>, now: () => number = Date.now) {
    this.#stream = stream;
    this.#now = now;
  }

  /** Keeps the log in this folder from now on, with what was told before. */
  openIn(folder: string): void {
    this.#path = join(folder, 'problems.log');
    for (const line of this.#early) this.#append(line);
    this.#early = [];
  }

  /** Bound, so that it can be handed on. */
  readonly add = (problem: unknown): void => {
    const line = `${new Date(this.#now()).toISOString()} ${maskNumbers(describeProblem(problem))}\n`;
    this.#stream.write(line);
    if (this.#path === null) this.#early.push(line);
    else this.#append(line);
  };

  /**
   * A defect of the program itself: an exception that nobody caught. The program goes on, since ending it would cut the
   * calls that are on the lines, and a defect that comes at each start would never let them end; but it may be half way
   * through something, so the user is told to start it again when it suits. What is in the store is safe either way.
   */
  readonly addDefect = (thrown: unknown): void => {
    this.add(thrown);
    const first = this.#defect === null;
    this.#defect ??= new FaxError('INTERNAL', { message: DEFECT, next: RESTART, cause: thrown });
    if (first) for (const listener of this.#onDefect) listener(this.#defect);
  };

  /** The first defect since the start, or null. */
  get defect(): FaxError | null {
    return this.#defect;
  }

  /** Hears of the first defect, also when it was before. */
  onDefect(listener: (error: FaxError) => void): void {
    if (this.#defect) listener(this.#defect);
    else this.#onDefect.add(listener);
  }

  /** Resolves when everything is on disk. */
  settled(): Promise<void> {
    return this.#writing;
  }

  #append(line: string): void {
    const path = this.#path;
    if (path === null) return;
    this.#writing = this.#writing
      .then(() => appendBounded(path, line))
      // A full disk, say: it stands on stderr, and the log cannot tell of itself.
      .catch((thrown: unknown) => void this.#stream.write(`problems.log: ${describeProblem(thrown)}\n`));
  }
}

const DEFECT = 'Something in Fax Console went wrong.';
const RESTART = 'Quit it and start it again when no fax is on a line; nothing is lost.';

async function appendBounded(path: string, line: string): Promise<void> {
  const size = await stat(path).then(
    (facts) => facts.size,
    () => 0,
  );
  if (size > LARGEST) await rename(path, `${path}.old`);
  await appendFile(path, line, { mode: 0o600 });
}

/** Numbers as they are dialled, but for their last two digits: `…01`. Short ones and places in a file (`:12:34`) stay. */
export function maskNumbers(text: string): string {
  return text.replace(/(?<![\d:])\+?\d(?:[ ().-]{0,2}\d){5,}(?![\d:])/g, (number) => `…${number.slice(-2)}`);
}

/** A problem with its causes; the stack only of what is a defect. */
export function describeProblem(problem: unknown): string {
  if (problem instanceof FaxError) {
    const cause = problem.cause === undefined ? '' : ` (${describeProblem(problem.cause)})`;
    return `${problem.code}: ${problem.message}${cause}`;
  }
  if (problem instanceof Error) return problem.stack ?? String(problem);
  return String(problem);
}
