import { DatabaseSync } from 'node:sqlite';
import { FaxError } from '../model/errors.ts';
import { migrations } from './migrations.ts';

/** Marks the file as ours: `FAXC`. Another program's database is refused, not written into. */
const APPLICATION_ID = 0x46415843;

/**
 * Opens the database file, made or brought up to date where needed: WAL, foreign keys on, every commit on the disk.
 * A file that is damaged, foreign or of a newer version is looked at read-only and left as it is.
 *
 * Throws `STORE_DAMAGED`, `STORE_TOO_NEW`, `DATA_FOLDER_UNUSABLE`, `DISK_FULL`.
 *
 * @param now milliseconds since the epoch, noted beside each migration
 */
export function openDatabase(path: string, now: number): DatabaseSync {
  return withStoreErrors(() => {
    inspect(path);
    const database = new DatabaseSync(path, { timeout: 5000, enableForeignKeyConstraints: true });
    try {
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
      migrate(database, now);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  });
}

/** Looks at a file that may be there; one that is not there, or is empty, is a new database. */
function inspect(path: string): void {
  const database = openReadOnly(path);
  if (database === null) return;
  try {
    const check = database.prepare('PRAGMA quick_check(1)').get()?.quick_check;
    const application = database.prepare('PRAGMA application_id').get()?.application_id;
    if (check !== 'ok' || (application !== APPLICATION_ID && !isEmpty(database))) throw new FaxError('STORE_DAMAGED');
    if (versionOf(database) > migrations.length) throw new FaxError('STORE_TOO_NEW');
  } finally {
    database.close();
  }
}

function openReadOnly(path: string): DatabaseSync | null {
  try {
    return new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  } catch (error) {
    if (primaryCodeOf(error) === SQLITE.cannotOpen) return null;
    throw error;
  }
}

/** A database that was opened and never written: what a kill on the very first start leaves. */
const isEmpty = (database: DatabaseSync): boolean =>
  database.prepare('SELECT count(*) AS count FROM sqlite_master').get()?.count === 0;

function versionOf(database: DatabaseSync): number {
  const table = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations'").get();
  if (!table) return 0;
  return Number(database.prepare('SELECT coalesce(max(version), 0) AS version FROM migrations').get()?.version);
}

function migrate(database: DatabaseSync, now: number): void {
  const from = versionOf(database);
  if (from === migrations.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    database.exec(
      'CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, appliedAt INTEGER NOT NULL) STRICT',
    );
    const note = database.prepare('INSERT INTO migrations (version, appliedAt) VALUES (?, ?)');
    for (const [index, step] of migrations.entries()) {
      if (index < from) continue;
      database.exec(step);
      note.run(index + 1, now);
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Runs something on the database and names what goes wrong in the product's own words. */
export function withStoreErrors<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw storeError(error);
  }
}

/** SQLite's primary result codes (sqlite3.h) that the user can do something about. */
const SQLITE = { busy: 5, readOnly: 8, ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 } as const;

function storeError(error: unknown): unknown {
  if (error instanceof FaxError) return error;
  switch (primaryCodeOf(error)) {
    case null:
      return error;
    case SQLITE.corrupt:
    case SQLITE.notADatabase:
      return new FaxError('STORE_DAMAGED', { cause: error });
    case SQLITE.full:
      return new FaxError('DISK_FULL', { cause: error });
    case SQLITE.readOnly:
    case SQLITE.ioError:
      return new FaxError('WRITE_FAILED', { message: 'The fax database could not be written.', cause: error });
    case SQLITE.busy:
    case SQLITE.cannotOpen:
      return new FaxError('DATA_FOLDER_UNUSABLE', { cause: error });
    default:
      return error;
  }
}

/** SQLite's primary result code of an error, or null where it is none of SQLite's. */
function primaryCodeOf(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : null;
}
