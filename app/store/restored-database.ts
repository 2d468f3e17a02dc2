import type { DatabaseSync } from 'node:sqlite';
import { FaxError } from '../model/errors.ts';
import { raiseIds } from './fax-ids.ts';
import { holdOpenWork } from './hold-open-work.ts';
import { examineDatabase, openDatabase, withStoreErrors } from './open-database.ts';
import { highestReceived } from './recover-database.ts';

/** What a restored database holds. */
export interface RestoredDatabase {
  readonly faxes: number;
  /** Faxes that were not sent yet, and are held. */
  readonly held: number;
}

/** What has to be put right in the database of a backup before a server starts on it. */
export interface RestoreFacts {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The data folder that it was made of, and the one that it is put into. */
  readonly from: string;
  readonly to: string;
  /** When the backup was made, for the audit list. */
  readonly madeAt: string;
}

/**
 * Makes a copied database ready for its new place: what may have been done since the backup waits for a person, and
 * paths into the old data folder lead into the new one. Throws `BACKUP_INVALID` where it is not a whole database of
 * ours, `STORE_TOO_NEW`, `DISK_FULL`.
 */
export function settleRestored(path: string, facts: RestoreFacts): RestoredDatabase {
  const kind = examineDatabase(path);
  if (kind === 'too-new') throw new FaxError('STORE_TOO_NEW');
  if (kind !== 'ours') throw new FaxError('BACKUP_INVALID');
  return withStoreErrors(() => {
    const database = openDatabase(path, facts.now, kind);
    try {
      database.exec('BEGIN IMMEDIATE');
      const held = holdOpenWork(database);
      // A fax that came while the backup was made lies in the inbox and in no row: its id is not given again.
      raiseIds(database, highestReceived(path));
      for (const table of ['jobs', 'messages'] as const) movePaths(database, table, facts);
      database
        .prepare("INSERT INTO audit (at, action, faxId, words) VALUES (?, 'restored', NULL, ?)")
        .run(facts.now, `Restored from a backup of ${facts.madeAt.slice(0, 16).replace('T', ' ')} UTC`);
      database.exec('COMMIT');
      // One file: it is renamed with its folder, and nothing lies beside it.
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      return { faxes: Number(database.prepare('SELECT count(*) AS count FROM jobs').get()?.count), held };
    } finally {
      database.close();
    }
  });
}

/** Copies in an archive below the data folder have moved with it. */
function movePaths(database: DatabaseSync, table: 'jobs' | 'messages', { from, to }: RestoreFacts): void {
  const file = "(archive ->> '$.file')";
  database
    .prepare(
      `UPDATE ${table} SET archive = json_set(archive, '$.file', ? || substr(${file}, ?))
       WHERE archive IS NOT NULL AND substr(${file}, 1, ?) = ? AND substr(${file}, ?, 1) IN ('/', '\\')`,
    )
    .run(to, from.length + 1, from.length, from, from.length + 1);
}
