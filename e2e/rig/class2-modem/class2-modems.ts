import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('main.ts', import.meta.url));

/** The Class 2 software modems as a program of their own. */
export class Class2Modems {
  readonly folder: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #ended: Promise<void>;
  readonly #log: string[] = [];

  private constructor(child: ChildProcessByStdio<Writable, Readable, Readable>, folder: string) {
    this.#child = child;
    this.folder = folder;
    this.#ended = new Promise((resolve) => child.once('close', () => resolve()));
    child.stderr.on('data', (octets: Buffer) => this.#log.push(octets.toString()));
  }

  /** Starts two modems and waits until their terminals are there. `parent`: where the links' folder is made. */
  static async start(options: readonly string[] = [], parent = tmpdir()): Promise<Class2Modems> {
    const folder = await mkdtemp(join(parent, 'fax-class2-'));
    const child = spawn(process.execPath, [program, '--dir', folder, '--trace', ...options], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const modems = new Class2Modems(child, folder);
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => reject(new Error(`the modems ended with ${code}: ${modems.log}`)));
      child.stdout.once('data', () => resolve());
    });
    return modems;
  }

  tty(modem: number): string {
    return join(this.folder, `tty${modem}`);
  }

  /** The AT dialogue and the T.30 frames of both modems. */
  get log(): string {
    return this.#log.join('');
  }

  async stop(): Promise<void> {
    this.#child.stdin.end();
    await this.#ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}
