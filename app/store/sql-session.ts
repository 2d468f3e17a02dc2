import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import { FaxError } from '../model/errors.ts';
import { isDamage, withStoreErrors } from './open-database.ts';
import { countRow } from './rows.ts';

/**
 * How the store speaks to SQLite: transactions, prepared statements, rows in and out of records. It knows no table.
 * Throws what `withStoreErrors` makes of SQLite's errors, and `STORE_DAMAGED` for a row that is not what it should be.
 */
export class SqlSession {
  readonly database: DatabaseSync;
  readonly #onDamage: () => void;
  readonly #statements = new Map<string, StatementSync>();

  /** `onDamage` is called when a page of the file turns out to be damaged. */
  constructor(database: DatabaseSync, onDamage: () => void) {
    this.database = database;
    this.#onDamage = onDamage;
  }

  /** One transaction: all of it is on the disk when this returns, or nothing. */
  write<T>(run: () => T): T {
    return this.#guarded(() => {
      this.database.exec('BEGIN IMMEDIATE');
      try {
        const result = run();
        this.database.exec('COMMIT');
        return result;
      } catch (error) {
        // SQLite itself rolls back on a full disk and some other errors.
        if (this.database.isTransaction) this.database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  read<T>(run: () => T): T {
    return this.#guarded(() => {
      try {
        return run();
      } catch (error) {
        if (error instanceof z.ZodError || error instanceof SyntaxError)
          throw new FaxError('STORE_DAMAGED', { cause: error });
        throw error;
      }
    });
  }

  /** A start does not read the whole file: a damaged page that is met later is put right by the next one. */
  #guarded<T>(run: () => T): T {
    try {
      return withStoreErrors(run);
    } catch (error) {
      if (isDamage(error)) this.#onDamage();
      throw error;
    }
  }

  all<T extends z.ZodType>(sql: string, row: T, ...values: SQLInputValue[]): z.output<T>[] {
    return this.#prepared(sql)
      .all(...values)
      .map((each) => row.parse(each));
  }

  /** Rows by position, as a {@link TableReader} takes them. */
  rows(sql: string, values: readonly SQLInputValue[]): SQLOutputValue[][] {
    const statement = this.#prepared(sql);
    statement.setReturnArrays(true);
    return statement.all(...values) as unknown as SQLOutputValue[][];
  }

  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepared(sql).run(...values).changes);
  }

  insert(table: string, record: Record<string, unknown>): number | bigint {
    const names = Object.keys(record);
    const sql =
      names.length === 0
        ? `INSERT INTO ${table} DEFAULT VALUES`
        : `INSERT INTO ${table} (${columns(names)}) VALUES (${names.map(() => '?').join(', ')})`;
    return this.#prepared(sql).run(...Object.values(record).map(sqlValue)).lastInsertRowid;
  }

  /** Inserts a record or rewrites the row of its key. Never REPLACE: that deletes the row, and what refers to it. */
  put(table: string, record: Record<string, unknown>, key: readonly string[]): void {
    const names = Object.keys(record);
    const changes = names.filter((name) => !key.includes(name)).map((name) => `"${name}" = excluded."${name}"`);
    const sql = `INSERT INTO ${table} (${columns(names)}) VALUES (${names.map(() => '?').join(', ')})
      ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changes.join(', ')}`;
    this.#prepared(sql).run(...Object.values(record).map(sqlValue));
  }

  /** Rewrites the row of a record by its id. A row that was erased meanwhile stays erased. */
  rewrite(table: string, { id, ...record }: { readonly id: number } & Record<string, unknown>): void {
    const changes = Object.keys(record).map((name) => `"${name}" = ?`);
    const sql = `UPDATE ${table} SET ${changes.join(', ')} WHERE id = ?`;
    this.#prepared(sql).run(...Object.values(record).map(sqlValue), id);
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const made = this.database.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }

  count(sql: string, ...values: SQLInputValue[]): number {
    return this.all(sql, countRow, ...values)[0]?.count ?? 0;
  }

  /** Empties the write-ahead log: what was erased still stands in it. */
  emptyLog(): void {
    withStoreErrors(() => this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
  }

  /** Writes a copy of the whole database into a new file. */
  copyTo(path: string): void {
    withStoreErrors(() => void this.database.prepare('VACUUM INTO ?').run(path));
  }

  close(): void {
    if (!this.database.isOpen) return;
    this.#statements.clear();
    withStoreErrors(() => this.database.close());
  }
}

const columns = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

function sqlValue(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return JSON.stringify(value);
}
