import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FaxError } from '../model/errors.ts';

/** The ownership of a data folder. */
export interface FolderLock {
  /** Gives the folder up. Idempotent. */
  release(): void;
}

/**
 * The databases whose transaction holds a folder. A database that nothing refers to is closed by the garbage collector,
 * which drops its lock while this process still believes to be the owner: so every held one is referred to from here.
 */
const heldDatabases = new Set<DatabaseSync>();

/**
 * Tries to become the owner of a data folder, without waiting: null when another process (or another office of this
 * one) owns it. Throws `DATA_FOLDER_UNUSABLE`.
 *
 * The lock is an exclusive transaction held open on `lock.db`: a lock of the operating system, which drops it when the
 * process ends in whatever way, so there is nothing to clean up after a kill. It is held until it is released, also
 * where nothing refers to the lock any more. `lock.db` holds no data and must not be
 * opened by any other means in this process: closing another descriptor of the file would drop a POSIX lock.
 *
 * SQLite answers at once here (no busy timeout, no page is read or written), so this may run on the main thread.
 */
export function tryLock(dataDir: string): FolderLock | null {
  const database = openLockFile(dataDir);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (sqliteCode(error) === SQLITE_BUSY) return null;
    throw unusable(dataDir, error);
  }
  heldDatabases.add(database);
  return {
    release() {
      if (heldDatabases.delete(database)) database.close();
    },
  };
}

/** Primary result code of SQLite for a lock that someone else has. */
const SQLITE_BUSY = 5;

function openLockFile(dataDir: string): DatabaseSync {
  try {
    return new DatabaseSync(join(dataDir, 'lock.db'), { timeout: 0 });
  } catch (error) {
    throw unusable(dataDir, error);
  }
}

function sqliteCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined;
}

function unusable(dataDir: string, cause: unknown): FaxError {
  return new FaxError('DATA_FOLDER_UNUSABLE', {
    message: `The data folder ${dataDir} cannot be locked for use.`,
    cause,
  });
}
