import type { Writable } from 'node:stream';

/** Where a command's words go, and what it knows of its surroundings. */
export interface Console {
  /** The result: the only thing on stdout. */
  readonly stdout: Writable;
  /** Progress and warnings. */
  readonly stderr: Writable;
  /** Columns of the terminal on stdout, or null when it is none: tables are then as wide as they need to be. */
  readonly columns: number | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's folder, against which relative paths are taken. */
  readonly cwd: string;
  /** The first Ctrl-C or SIGTERM; the name of the signal is its reason. */
  readonly interrupted: AbortSignal;
}

/** Writes all of it before it resolves: a pipe takes its time, and the process must not end before. */
export function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      // The reader went away (`fax jobs | head`): nobody is left to tell.
      if (error && 'code' in error && error.code === 'EPIPE') resolve();
      else if (error) reject(error);
      else resolve();
    });
  });
}

/** The one JSON document of a command. */
export function printJson(console: Console, value: unknown): Promise<void> {
  return write(console.stdout, `${JSON.stringify(value)}\n`);
}

/** A line on stderr. */
export function tell(console: Console, words: string): void {
  void write(console.stderr, `${printable(words)}\n`);
}

/**
 * Text that may go to a terminal: what came over a line (identifications, subjects) and names of files could carry
 * control sequences, so control characters are shown as `·`.
 */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '·');
}
