import { DatabaseSync } from 'node:sqlite';
import { FaxError } from '../model/errors.ts';
import { looksWhole } from './look-for-damage.ts';
import { migrations } from './migrations.ts';

/** Marks the file as ours: `FAXC`. Another program's database is refused, not written into. */
export const APPLICATION_ID = 0x46415843;

/**
 * Opens the database file, made or brought up to date where needed: WAL, foreign keys on, every commit on the disk.
 * A file that is damaged, foreign or of a newer version is looked at read-only and left as it is.
 *
 * Throws `STORE_DAMAGED`, `STORE_TOO_NEW`, `DATA_FOLDER_UNUSABLE`, `DISK_FULL`.
 *
 * @param now milliseconds since the epoch, noted beside each migration
 * @param kind what the file is, where somebody has looked already
 */
export function openDatabase(path: string, now: number, kind: DatabaseKind = examineDatabase(path)): DatabaseSync {
  return withStoreErrors(() => {
    if (kind === 'damaged' || kind === 'foreign') throw new FaxError('STORE_DAMAGED');
    if (kind === 'too-new') throw new FaxError('STORE_TOO_NEW');
    const database = new DatabaseSync(path, { timeout: 5000, enableForeignKeyConstraints: true });
    try {
      database.exec(
        'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;',
      );
      migrate(database, now);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  });
}

/** What stands in the place of the database. `new`: nothing, or a file that was never written. */
export type DatabaseKind = 'new' | 'ours' | 'damaged' | 'foreign' | 'too-new';

/** Looks at the database file read-only. Throws `DATA_FOLDER_UNUSABLE`. */
export function examineDatabase(path: string): DatabaseKind {
  return withStoreErrors(() => {
    try {
      return examine(path);
    } catch (error) {
      const code = primaryCodeOf(error);
      if (code === SQLITE.corrupt || code === SQLITE.notADatabase) return 'damaged';
      throw error;
    }
  });
}

function examine(path: string): DatabaseKind {
  const database = openReadOnly(path);
  if (database === null) return 'new';
  try {
    if (!looksWhole(database)) return 'damaged';
    if (isEmpty(database)) return 'new';
    // Ours by its mark; with the mark damaged it still has our tables.
    if (database.prepare('PRAGMA application_id').get()?.application_id !== APPLICATION_ID)
      return hasOurTables(database) ? 'damaged' : 'foreign';
    return versionOf(database) > migrations.length ? 'too-new' : 'ours';
  } finally {
    database.close();
  }
}

const hasOurTables = (database: DatabaseSync): boolean =>
  database
    .prepare("SELECT count(*) AS count FROM sqlite_master WHERE name IN ('ids', 'jobs', 'messages', 'migrations')")
    .get()?.count === 4;

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

/** The error is that of a page that cannot be what it is. */
export const isDamage = (error: unknown): boolean =>
  error instanceof FaxError && primaryCodeOf(error.cause) === SQLITE.corrupt;

/** SQLite's primary result code of an error, or null where it is none of SQLite's. */
function primaryCodeOf(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : null;
}
