import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Bitmap } from '../../app/image/bitmap.ts';
import { bitmapFromOctets, bitmapToOctets } from '../../app/image/bitmap.ts';
import type { Coding } from '../../app/model/page-format.ts';

const source = fileURLToPath(new URL('codec-peer.c', import.meta.url));
const buildFolder = fileURLToPath(new URL('build', import.meta.url));

/** What the peer needs on Debian. */
export const codecPeerNeeds = 'gcc libtiff-dev';

/** Builds the C program unless it is newer than its source; null where it cannot be built. */
export async function buildCodecPeer(): Promise<string | null> {
  const program = join(buildFolder, 'codec-peer');
  const made = await stat(program).catch(() => null);
  if (made !== null && made.mtimeMs > (await stat(source)).mtimeMs) return program;
  await mkdir(buildFolder, { recursive: true });
  try {
    await promisify(execFile)('gcc', ['-O2', '-o', program, source, '-ltiff']);
  } catch {
    return null;
  }
  return program;
}

/** libtiff in a process of its own, working on pages in memory. */
export class CodecPeer {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: Interface;
  readonly #answers: AsyncIterator<string>;
  readonly #folder: string;

  private constructor(program: string, folder: string) {
    this.#folder = folder;
    this.#process = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#process.stdout });
    this.#answers = this.#lines[Symbol.asyncIterator]();
  }

  static async start(program: string): Promise<CodecPeer> {
    return new CodecPeer(program, await mkdtemp(join(tmpdir(), 'fax-codec-')));
  }

  async stop(): Promise<void> {
    this.#process.stdin.end();
    this.#lines.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  version(): Promise<string> {
    return this.#ask('version');
  }

  /** Takes the page to work on. */
  async page(bitmap: Bitmap): Promise<void> {
    const file = join(this.#folder, 'page');
    await writeFile(file, bitmapToOctets(bitmap));
    await this.#ask(`page ${bitmap.width} ${bitmap.rows} ${file}`);
  }

  /** Pages a second of processor time. */
  async rate(direction: 'encode' | 'decode', coding: Coding, milliseconds: number): Promise<number> {
    const [pages, nanoseconds] = (await this.#ask(`${direction} ${coding} ${milliseconds}`)).split(' ').map(Number);
    return ((pages ?? 0) / (nanoseconds ?? 0)) * 1e9;
  }

  /** The strip that libtiff made of the page last. */
  async strip(coding: Coding): Promise<Uint8Array> {
    const file = join(this.#folder, 'strip');
    await this.#ask(`store ${coding} ${file}`);
    return readFile(file);
  }

  /** What libtiff decodes of our strip. */
  async decode(coding: Coding, strip: Uint8Array, width: number, rows: number): Promise<Bitmap> {
    const file = join(this.#folder, 'ours');
    await writeFile(file, strip);
    await this.#ask(`load ${coding} ${file}`);
    await this.rate('decode', coding, 0);
    await this.#ask(`raw ${file}`);
    return bitmapFromOctets(await readFile(file), width, rows);
  }

  async #ask(command: string): Promise<string> {
    this.#process.stdin.write(`${command}\n`);
    const { value, done } = await this.#answers.next();
    if (done || typeof value !== 'string' || value.startsWith('error')) {
      throw new Error(`codec-peer: ${command}: ${String(value)}`);
    }
    return value;
  }
}
