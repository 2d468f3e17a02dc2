import {
  closeSync,
  copyFileSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { raiseIds } from './fax-ids.ts';
import { holdOpenWork } from './hold-open-work.ts';
import { APPLICATION_ID, examineDatabase, openDatabase, withStoreErrors } from './open-database.ts';
import { type DatabaseRecovery, RECOVERY } from './recovery-note.ts';
import { type Salvaged, salvage } from './salvage.ts';
import { isLogDamaged } from './wal-damage.ts';

/**
 * Opens the database as {@link openDatabase} does; one that is damaged is repaired first, or set aside for a new one.
 * Nothing is deleted: the damaged file is kept beside it as `fax.db.damaged-YYYYMMDD-HHMMSS`, and what happened stands
 * in the new one as the setting `#recovery`. Runs in the store's thread alone: it reads every row.
 *
 * Throws `STORE_DAMAGED` for another program's database, `STORE_TOO_NEW`, `DATA_FOLDER_UNUSABLE`, `DISK_FULL`.
 */
export function openOrRecover(path: string, now: number): DatabaseSync {
  return withStoreErrors(() => {
    finishCutRecovery(path);
    const log = keepDamagedLog(path, now);
    const kind = sizeOf(markerOf(path)) > 0 ? 'damaged' : examineDatabase(path);
    if (kind === 'damaged') recoverDatabase(path, now);
    else if (kind === 'new' && holdsFaxes(path)) replaceLost(path, now);
    else {
      const database = openDatabase(path, now, kind);
      if (log !== null) noteRecovery(database, path, { kind: 'log-damaged', file: log, ...none }, now);
      return database;
    }
    return openDatabase(path, now);
  });
}

/** Notes that a damaged page was met, so that the next opening recovers the database: a start does not read all of it. */
export function markDamaged(path: string): void {
  writeFileSync(markerOf(path), 'A damaged page was found.\n');
}

const markerOf = (path: string): string => `${path}.is-damaged`;

const none = { jobs: 0, messages: 0 };
const sidecars = ['', '-wal', '-shm'] as const;

/**
 * Builds a sound database of what can be read of a damaged one, keeps the damaged files under another name and puts the
 * new one in their place. A kill in between is finished by the next opening.
 */
export function recoverDatabase(path: string, now: number): void {
  const file = `${basename(path)}.damaged-${stampOf(now)}`;
  replaceDatabase(path, now, (database) => {
    const { rows, jobs, messages } = saveRows(path, database);
    return { kind: rows > 0 ? 'repaired' : 'set-aside', file, jobs, messages };
  });
}

/** Begins anew where the database is gone and its faxes are not. The note is in it from its first moment on. */
function replaceLost(path: string, now: number): void {
  replaceDatabase(path, now, () => ({ kind: 'lost', file: null, ...none }));
}

function replaceDatabase(path: string, now: number, fill: (database: DatabaseSync) => Note): void {
  const building = `${path}.building`;
  removeAll(building);
  const database = openDatabase(building, now);
  try {
    noteRecovery(database, path, fill(database), now);
    // One file, so that it can be renamed in one step.
    database.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;');
  } finally {
    database.close();
  }
  sync(building);
  renameSync(building, `${path}.recovered-${stampOf(now)}`);
  finishCutRecovery(path);
}

type Note = Omit<DatabaseRecovery, 'at' | 'held'>;

/** Reads what can be read of a copy; where its first page is no header, with one that is. */
function saveRows(path: string, into: DatabaseSync): Salvaged {
  const copy = `${path}.salvage`;
  const nothing: Salvaged = { rows: 0, jobs: 0, messages: 0 };
  for (const prepare of [() => undefined, repairHeader]) {
    removeAll(copy);
    for (const sidecar of ['', '-wal']) if (sizeOf(path + sidecar) > 0) copyFileSync(path + sidecar, copy + sidecar);
    try {
      prepare(copy);
      const saved = salvage(copy, into);
      if (saved.rows > 0) return saved;
    } catch (error) {
      // Not even the list of tables can be read: the next way, or none.
      if (isOutOfSpace(error)) throw error;
    } finally {
      removeAll(copy);
    }
  }
  return nothing;
}

const isOutOfSpace = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && error.code === 'ENOSPC') || ('errcode' in error && error.errcode === 13));

/** Writes the header that every database of ours has over the first 100 octets (https://www.sqlite.org/fileformat2.html). */
function repairHeader(path: string): void {
  const pages = Math.floor(sizeOf(path) / PAGE);
  if (pages === 0) return;
  const header = Buffer.alloc(100);
  header.write('SQLite format 3\0', 'latin1');
  header.writeUInt16BE(PAGE, 16);
  // A log is read and written; payload fractions; text in UTF-8; schema format 4. No list of free pages.
  header.set([2, 2, 0, 64, 32, 32], 18);
  header.writeUInt32BE(1, 24);
  header.writeUInt32BE(pages, 28);
  header.writeUInt32BE(1, 40);
  header.writeUInt32BE(4, 44);
  header.writeUInt32BE(1, 56);
  header.writeUInt32BE(APPLICATION_ID, 68);
  header.writeUInt32BE(1, 92);
  header.writeUInt32BE(3_045_000, 96);
  const file = openSync(path, 'r+');
  try {
    writeSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
}

/** SQLite's page size where nobody says otherwise. */
const PAGE = 4096;

/** What was done, so that the server can tell it; what a repeat would do twice is held. */
function noteRecovery(database: DatabaseSync, path: string, note: Note, now: number): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    const held = holdOpenWork(database);
    raiseIds(database, highestReceived(path));
    database
      .prepare('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
      .run(RECOVERY, JSON.stringify(JSON.stringify({ ...note, held, at: now } satisfies DatabaseRecovery)));
    database
      .prepare('INSERT INTO audit (at, action, faxId, words) VALUES (?, ?, NULL, ?)')
      .run(
        now,
        note.kind === 'repaired' || note.kind === 'log-damaged' ? 'database-recovered' : 'database-set-aside',
        auditWords(note),
      );
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function auditWords({ kind, file, jobs, messages }: Note): string {
  switch (kind) {
    case 'repaired':
      return `Repaired: ${jobs} faxes and ${messages} received faxes were saved; the damaged file is ${file}`;
    case 'set-aside':
      return `Nothing could be read; the damaged file is ${file}`;
    case 'log-damaged':
      return `The last changes could not be read; the damaged log is ${file}`;
    case 'lost':
      return 'The database was gone; a new one was begun';
  }
}

/** A log that lost commits is kept under another name before SQLite empties it; the answer is the name. */
function keepDamagedLog(path: string, now: number): string | null {
  const log = `${path}-wal`;
  if (sizeOf(path) === 0 || !isLogDamaged(log)) return null;
  const kept = `${log}.damaged-${stampOf(now)}`;
  if (sizeOf(kept) === 0) {
    copyFileSync(log, `${kept}.part`);
    sync(`${kept}.part`);
    renameSync(`${kept}.part`, kept);
  }
  return basename(kept);
}

/** Puts a finished recovery in its place: the damaged files aside under its stamp, then the sound one here. */
function finishCutRecovery(path: string): void {
  const prefix = `${basename(path)}.recovered-`;
  const ready = namesIn(dirname(path)).find((name) => name.startsWith(prefix));
  if (ready === undefined) return;
  const aside = `${path}.damaged-${ready.slice(prefix.length)}`;
  for (const sidecar of sidecars) {
    if (sizeOf(path + sidecar) > 0 && sizeOf(aside + sidecar) === 0) renameSync(path + sidecar, aside + sidecar);
    else if (sidecar !== '') rmSync(path + sidecar, { force: true });
  }
  rmSync(markerOf(path), { force: true });
  renameSync(join(dirname(path), ready), path);
  if (process.platform !== 'win32') sync(dirname(path));
}

/** A new database beside faxes is none that was never written: the old one is gone. */
const holdsFaxes = (path: string): boolean =>
  ['documents', 'inbox'].some((folder) =>
    namesIn(join(dirname(path), folder)).some((name) => /^[^.].*\.tif$/.test(name)),
  );

/** The highest id of a received fax in the inbox beside a database: the id is in the name of the file. */
export const highestReceived = (path: string): number =>
  Math.max(
    0,
    ...namesIn(join(dirname(path), 'inbox')).map((name) => Number(/^fax-(\d{1,10})\.tif$/.exec(name)?.[1] ?? 0)),
  );

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function removeAll(path: string): void {
  for (const sidecar of [...sidecars, '-journal']) rmSync(path + sidecar, { force: true });
}

function sync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** `20260307-140500`, UTC. */
const stampOf = (now: number): string =>
  new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
