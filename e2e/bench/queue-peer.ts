import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const source = fileURLToPath(new URL('queue-peer.c', import.meta.url));
const buildFolder = fileURLToPath(new URL('build', import.meta.url));

/** What the peer needs on Debian. */
export const queuePeerNeeds = 'gcc libsqlite3-dev';

/** Builds the C program unless it is newer than its source; null where it cannot be built. */
export async function buildQueuePeer(): Promise<string | null> {
  const program = join(buildFolder, 'queue-peer');
  const made = await stat(program).catch(() => null);
  if (made !== null && made.mtimeMs > (await stat(source)).mtimeMs) return program;
  await mkdir(buildFolder, { recursive: true });
  try {
    await promisify(execFile)('gcc', ['-O2', '-o', program, source, '-lsqlite3']);
  } catch {
    return null;
  }
  return program;
}

/** The bare work in C: libsqlite3 and a spool folder, in a process of its own. Times in milliseconds. */
export class QueuePeer {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: Interface;
  readonly #answers: AsyncIterator<string>;

  constructor(program: string) {
    this.#process = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#process.stdout });
    this.#answers = this.#lines[Symbol.asyncIterator]();
  }

  stop(): void {
    this.#process.stdin.end();
    this.#lines.close();
  }

  version(): Promise<string> {
    return this.#ask('version');
  }

  /** Opens a database as the product does: WAL, every commit on the disk. */
  open(path: string): Promise<number> {
    return this.#time(`open ${path}`);
  }

  /** Reads all columns of all rows of a query. */
  rows(sql: string): Promise<number> {
    return this.#time(`rows ${sql}`);
  }

  /** Runs statements in one durable transaction. */
  write(sql: string): Promise<number> {
    return this.#time(`write ${sql}`);
  }

  /** Copies a file into a folder durably: written, synced, renamed, the folder synced. */
  spool(from: string, folder: string, name: string): Promise<number> {
    return this.#time(`spool ${from}\t${folder}\t${name}`);
  }

  async #time(command: string): Promise<number> {
    return Number((await this.#ask(command)).split(' ')[0]) / 1e6;
  }

  async #ask(command: string): Promise<string> {
    this.#process.stdin.write(`${command.replaceAll('\n', ' ')}\n`);
    const { value, done } = await this.#answers.next();
    if (done || typeof value !== 'string' || value.startsWith('error'))
      throw new Error(`queue-peer: ${command}: ${String(value)}`);
    return value;
  }
}
