import { existsSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type OnSecond = (argv: readonly string[], folder: string, data: unknown) => void;

const HANDED_OVER = 'standin.second.';

/** Electron's single-instance lock between real processes: a file with the holder's id, and one for each second start. */
export class InstanceLock {
  readonly #folder: string;
  readonly #file: string;
  readonly #onSecond: OnSecond;
  readonly #patience: number;
  held = false;

  /** @param patience how long a living holder may take to hear of a second start, ms */
  constructor(folder: string, onSecond: OnSecond, patience = 5_000) {
    this.#folder = folder;
    this.#file = join(folder, 'standin.lock');
    this.#onSecond = onSecond;
    this.#patience = patience;
  }

  /** True when this process holds the lock now; otherwise the holder has been told of this start. */
  take(data: unknown): boolean {
    const holder = existsSync(this.#file) ? Number(readFileSync(this.#file, 'utf8')) : 0;
    if (holder > 0 && holder !== process.pid && isAlive(holder)) {
      const message = join(this.#folder, `${HANDED_OVER}${process.pid}`);
      writeFileSync(`${message}.tmp`, JSON.stringify({ argv: process.argv, folder: process.cwd(), data }));
      renameSync(`${message}.tmp`, message);
      if (isHeard(message, this.#patience)) return false;
      // After a power cut the id may be another program's, which hears nothing.
      rmSync(message, { force: true });
    }
    writeFileSync(this.#file, String(process.pid));
    this.held = true;
    watch(this.#folder, (_type, name) => this.#hear(name)).unref();
    process.on('exit', () => this.release());
    return true;
  }

  release(): void {
    if (this.held) rmSync(this.#file, { force: true });
    this.held = false;
  }

  #hear(name: string | null): void {
    if (!name?.startsWith(HANDED_OVER) || name.endsWith('.tmp')) return;
    const path = join(this.#folder, name);
    // A file system may tell of one file twice; what was read is removed.
    if (!existsSync(path)) return;
    const { argv, folder, data } = JSON.parse(readFileSync(path, 'utf8'));
    rmSync(path);
    this.#onSecond(argv, folder, data);
  }
}

/** Whether the holder took the message within so many ms. It waits in place, since Electron's call answers at once. */
function isHeard(message: string, patience: number): boolean {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  for (const until = performance.now() + patience; performance.now() < until; Atomics.wait(sleeper, 0, 0, 10)) {
    if (!existsSync(message)) return true;
  }
  return !existsSync(message);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
