import type { DatabaseSync } from 'node:sqlite';

/** A file up to here is checked whole at each start: a tenth of a second, octets. */
const SMALL = 32 * 1024 * 1024;

/** What every start depends on and is small however long the history is. */
const smallTables = ['sqlite_schema', 'settings', 'ports', 'mails'] as const;

/**
 * Looks for damage before a database is used: at all of a small file, at the small tables of a large one. A start
 * cannot wait until a history of years was read; damage there shows when it is read, as `STORE_DAMAGED`. Throws what
 * SQLite throws.
 */
export function looksWhole(database: DatabaseSync): boolean {
  const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count);
  const size = Number(database.prepare('PRAGMA page_size').get()?.page_size);
  const isFine = (pragma: string): boolean => database.prepare(pragma).get()?.quick_check === 'ok';
  if (pages * size <= SMALL) return isFine('PRAGMA quick_check(1)');
  const names = new Set(
    database
      .prepare('SELECT name FROM sqlite_schema')
      .all()
      .map(({ name }) => name),
  );
  return smallTables
    .filter((table) => table === 'sqlite_schema' || names.has(table))
    .every((table) => isFine(`PRAGMA quick_check(${table})`));
}
