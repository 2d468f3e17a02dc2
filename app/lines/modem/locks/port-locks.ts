import { randomUUID } from 'node:crypto';
import { link, readFile, realpath, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FaxError } from '../../../model/errors.ts';

/** What the locks of a machine depend on, as arguments. */
export interface PortLockSystem {
  /** Folders of lock files; those that do not exist are left out. Empty: the system has no such convention. */
  readonly folders: readonly string[];
  /** Our process id, as other programs read it. */
  readonly pid: number;
  /** Milliseconds since the epoch: a lock file without a process id counts only while it is young. */
  readonly now: () => number;
  /** What runs under a process id: its name ('' where that is not known), or null when nothing does. */
  readonly programOf: (pid: number) => Promise<string | null>;
}

/** A serial port that is ours. */
export interface PortLock {
  /** The lock files that say so. */
  readonly files: readonly string[];
  /** Why other programs cannot see that it is ours, in words, or null. */
  readonly warning: string | null;
  /** Gives it back. Idempotent. */
  release(): Promise<void>;
}

/** Who has a serial port: the process, and its name where it is known. */
interface LockHolder {
  readonly pid: number | null;
  readonly program: string;
}

/** A lock file that holds no process id is being written; older than this it was left behind, ms. */
const BEING_WRITTEN = 10_000;
/** Lock files that turn out stale one after the other; more is a fight that we leave. */
const TAKEOVERS = 5;

/**
 * Lock files of serial ports in the convention of UUCP (FHS 5.9): `LCK..ttyS0` holds the process id as ten ASCII
 * digits. mgetty, HylaFAX, minicom and others keep to it. One object for each process: it knows which locks are its own,
 * and so what a dead process with the same id has left.
 */
export class PortLocks {
  readonly #system: PortLockSystem;
  readonly #ours = new Set<string>();

  constructor(system: PortLockSystem) {
    this.#system = system;
  }

  /**
   * Locks a device by the name given and by the device that it stands for. Rejects with `PORT_LOCKED`, naming the
   * program where it can be known. A folder that cannot be written is no reason not to go on: the lock says so.
   */
  async lock(device: string): Promise<PortLock> {
    const files: string[] = [];
    const unwritable: string[] = [];
    try {
      for (const file of await this.#filesOf(device)) {
        if (await this.#take(file, device)) files.push(file);
        else unwritable.push(file);
      }
    } catch (error) {
      await this.#drop(files);
      throw error;
    }
    const warning =
      unwritable.length > 0
        ? `Other programs cannot see that ${device} is in use: ${unwritable[0]} cannot be written.`
        : null;
    return { files, warning, release: () => this.#drop(files.splice(0)) };
  }

  /** The lock files of a device in every folder; the folders are often one and the same under two names. */
  async #filesOf(device: string): Promise<string[]> {
    const folders = await Promise.all(this.#system.folders.map(realPathOf));
    const names = await lockNames(device);
    return [...new Set(folders)].flatMap((folder) =>
      folder === null ? [] : names.map((name) => join(folder, `LCK..${name}`)),
    );
  }

  /** True: the lock file is ours. False: the folder cannot be written. Rejects with `PORT_LOCKED`. */
  async #take(file: string, device: string): Promise<boolean> {
    if (this.#ours.has(file)) throw locked(device, { pid: this.#system.pid, program: 'Fax Console itself' });
    // From here on, so that two askers within this process are told apart: the files cannot do that.
    this.#ours.add(file);
    let taken = false;
    try {
      taken = await this.#write(file, device);
      return taken;
    } finally {
      if (!taken) this.#ours.delete(file);
    }
  }

  async #write(file: string, device: string): Promise<boolean> {
    // Written beside it and then linked: nobody ever reads a lock file without its process id.
    const fresh = join(dirname(file), `LTMP..${this.#system.pid}.${randomUUID()}`);
    try {
      await writeFile(fresh, `${String(this.#system.pid).padStart(10)}\n`, { flag: 'wx', mode: 0o644 });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // What others have locked counts even where we can lock nothing.
      await this.#assertNobodys(file, device);
      return false;
    }
    try {
      for (let attempt = 0; attempt < TAKEOVERS; attempt += 1) {
        if (await linked(fresh, file)) return true;
        await this.#assertNobodys(file, device);
        const replaced = await this.#replaceStale(file, fresh, device);
        if (replaced !== 'again') return replaced === 'ours';
      }
      throw locked(device, { pid: null, program: '' });
    } finally {
      await rm(fresh, { force: true });
    }
  }

  /** Rejects with `PORT_LOCKED` where a lock file names a process that runs. */
  async #assertNobodys(file: string, device: string): Promise<void> {
    const holder = await this.#holderOf(file);
    if (holder !== null && holder !== 'stale') throw locked(device, holder);
  }

  /**
   * Puts our lock in the place of a stale one. Of two who find it stale, the second must not throw out the first one's
   * lock: who replaces holds a second file meanwhile, and looks again once he has it.
   */
  async #replaceStale(file: string, fresh: string, device: string): Promise<'ours' | 'again' | 'refused'> {
    const guard = `${file}.takeover`;
    try {
      if (!(await linked(fresh, guard))) {
        await this.#assertNobodys(guard, device);
        await rm(guard, { force: true });
        return 'again';
      }
    } catch (error) {
      if (isRefusal(error)) return 'refused';
      throw error;
    }
    try {
      if ((await this.#holderOf(file)) !== 'stale') return 'again';
      await rename(fresh, file);
      return 'ours';
    } catch (error) {
      // In a folder with the sticky bit, another user's file stays.
      if (isRefusal(error)) return 'refused';
      throw error;
    } finally {
      await rm(guard, { force: true });
    }
  }

  /** Who a lock file names; `stale` when that process is gone; null when there is no such file. */
  async #holderOf(file: string): Promise<LockHolder | 'stale' | null> {
    let content: Buffer;
    try {
      content = await readFile(file);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return null;
      if (hasCode(error, 'EACCES')) return { pid: null, program: '' };
      throw error;
    }
    const pid = pidOf(content);
    if (pid === null) return (await this.#isYoung(file)) ? { pid, program: '' } : 'stale';
    // Our own id in a lock that we do not hold: an earlier process had the same one.
    if (pid === this.#system.pid) return 'stale';
    const program = await this.#system.programOf(pid);
    return program === null ? 'stale' : { pid, program };
  }

  async #isYoung(file: string): Promise<boolean> {
    const facts = await stat(file).catch(() => null);
    return facts !== null && this.#system.now() - facts.mtimeMs < BEING_WRITTEN;
  }

  async #drop(files: readonly string[]): Promise<void> {
    for (const file of files) {
      this.#ours.delete(file);
      try {
        if (pidOf(await readFile(file)) === this.#system.pid) await unlink(file);
      } catch (error) {
        if (!hasCode(error, 'ENOENT')) throw error;
      }
    }
  }
}

/**
 * The names by which a device is locked: the last part of its path, as everyone does it, for the name given and for the
 * device behind it. A link that lies outside /dev is nobody's name for a device, and its last part may be that of quite
 * another one: only what it points to counts, and one that points nowhere (a modem unplugged) has no name.
 */
export async function lockNames(device: string): Promise<readonly string[]> {
  const real = await realPathOf(device);
  const named = [device, real ?? ''].filter((path) => path.startsWith('/dev/'));
  const counted = named.length > 0 ? named : real === null ? [] : [device];
  return [...new Set(counted.map((path) => basename(path)))];
}

/** Ten ASCII digits, as everyone writes it today, or the four octets of old. */
function pidOf(content: Buffer): number | null {
  const text = /^\s*(\d{1,10})\b/.exec(content.subarray(0, 40).toString('latin1'))?.[1];
  const pid = text !== undefined ? Number(text) : content.length === 4 ? content.readInt32LE(0) : 0;
  return pid > 0 && pid <= 0x7fffffff ? pid : null;
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function locked(device: string, { pid, program }: LockHolder): FaxError {
  const who = program !== '' ? program : pid !== null ? `Process ${pid}` : 'Another program';
  return new FaxError('PORT_LOCKED', { message: `${who} is using ${device}.` });
}

/** A path without links, or null where there is nothing. */
const realPathOf = (path: string): Promise<string | null> => realpath(path).catch(() => null);

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** The folder is not ours to write, or has no room. */
const isRefusal = (error: unknown): boolean =>
  ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOSPC'].some((code) => hasCode(error, code));
