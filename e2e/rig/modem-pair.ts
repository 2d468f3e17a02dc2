import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';

/** How the software modems run. */
export interface ModemPairOptions {
  /** `turbo`: the line runs free while no program holds the turn. A number: at most so many times real time. */
  readonly speed: 'real' | 'turbo' | number;
  /** Further options of the program, as its head lists them. */
  readonly options?: readonly string[];
  /** The folder of the pseudo-terminals' links; one of its own unless given. */
  readonly folder?: string;
}

/** Pairs that this process has started: part of their terminals' names. */
let started = 0;

const eventSchema = z.looseObject({ ev: z.string() });
export type ModemPairEvent = z.infer<typeof eventSchema>;

/** Two software Class 1 modems with a telephone exchange between them. Number 5550100 is modem 0, 5550101 modem 1. */
export class ModemPair {
  readonly folder: string;
  /** Everything the program told, in order. */
  readonly events: ModemPairEvent[] = [];
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #ended: Promise<void>;
  readonly #ownFolder: boolean;
  readonly #name: string;

  private constructor(
    child: ChildProcessByStdio<Writable, Readable, null>,
    folder: string,
    name: string,
    ownFolder: boolean,
  ) {
    this.#name = name;
    this.#child = child;
    this.folder = folder;
    this.#ownFolder = ownFolder;
    this.#ended = new Promise((resolve) => child.once('close', () => resolve()));
  }

  /** Starts the program and waits until its terminals are there. It ends with this process. */
  static async start(program: string, { speed, options = [], folder }: ModemPairOptions): Promise<ModemPair> {
    const place = folder ?? (await mkdtemp(join(tmpdir(), 'fax-modems-')));
    // Lock files use the last part of a path alone: another pair's modem must not look like this one's.
    const name = `rig${process.pid}x${++started}m`;
    const pace = speed === 'real' ? [] : speed === 'turbo' ? ['-t'] : ['-T', String(speed)];
    // Not -v: reading its log costs this process more than it tells.
    const child = spawn(program, ['-d', place, '-L', name, '-i', ...pace, ...options], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const pair = new ModemPair(child, place, name, folder === undefined);
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => reject(new Error(`modempair ended with ${code}`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        const event = eventSchema.safeParse(safeJson(line));
        if (!event.success) return;
        pair.events.push(event.data);
        if (event.data.ev === 'ready') resolve();
      });
    });
    return pair;
  }

  /** The path of a modem's terminal. */
  tty(modem: number): string {
    return join(this.folder, `${this.#name}${modem}`);
  }

  /** The telephone number of a modem. */
  number(modem: number): string {
    return `555010${modem}`;
  }

  /** A control command: `noise 1 -38`, `drop 1 400`, `cut`, `unplug 0 1`. */
  command(text: string): void {
    this.#child.stdin.write(`${text}\n`);
  }

  async stop(): Promise<void> {
    this.#child.stdin.end();
    this.#child.kill('SIGTERM');
    await this.#ended;
    if (this.#ownFolder) await rm(this.folder, { recursive: true, force: true });
  }
}

function safeJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
