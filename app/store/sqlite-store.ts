import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import { FaxError } from '../model/errors.ts';
import { transcriptEntrySchema } from '../model/job.ts';
import { routingStateSchema } from '../model/message.ts';
import type { SettingValue } from '../model/settings.ts';
import { openDatabase, withStoreErrors } from './open-database.ts';
import {
  type AttemptRecord,
  attemptRecordSchema,
  type JobRecord,
  jobRecordSchema,
  type MessageRecord,
  messageRecordSchema,
  type NewJobRecord,
  type PortRecord,
  portRecordSchema,
  type StoredJob,
  type StoredOffice,
} from './records.ts';
import type { StoreOperations } from './store.ts';

const yesNo = z.int().transform((value) => value !== 0);
const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);

/** How rows read back: SQLite has no booleans and no lists. */
const portRow = portRecordSchema.extend({ send: yesNo });
const jobRow = jobRecordSchema.extend({ paused: yesNo, practice: yesNo });
const attemptRow = attemptRecordSchema.extend({
  ecm: yesNo.nullable(),
  transcript: json(z.array(transcriptEntrySchema).readonly()),
});
const messageRow = messageRecordSchema.extend({
  read: yesNo,
  practice: yesNo,
  routing: json(z.array(routingStateSchema).readonly()),
});
const settingRow = z.object({ name: z.string(), value: json(z.union([z.string(), z.number(), z.boolean()])) });
const openAttemptRow = z.object({ jobId: z.int(), n: z.int(), lastPageSent: yesNo });
const confirmedRow = z.object({ jobId: z.int(), confirmed: z.int() });
const idRow = z.object({ id: z.int().positive() });

const MAX_ID = 0x7fffffff;

/**
 * The store on one SQLite file. Synchronous: it lives in the store's worker thread, or in a simulation.
 * Throws on opening: `STORE_DAMAGED`, `STORE_TOO_NEW`, `DATA_FOLDER_UNUSABLE`, `DISK_FULL`.
 */
export class SqliteStore implements StoreOperations {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string, now: number) {
    this.#database = openDatabase(path, now);
  }

  load(): StoredOffice {
    return this.#read(() => ({
      settings: Object.fromEntries(
        this.#all('SELECT name, value FROM settings', settingRow).map(({ name, value }) => [name, value]),
      ),
      ports: this.#all('SELECT * FROM ports ORDER BY priority, id', portRow),
      jobs: this.#jobs(),
      messages: this.#all('SELECT * FROM messages ORDER BY id', messageRow),
    }));
  }

  #jobs(): StoredJob[] {
    const open = this.#all('SELECT jobId, n, lastPageSent FROM attempts WHERE endedAt IS NULL', openAttemptRow);
    const openByJob = new Map(open.map(({ jobId, n, lastPageSent }) => [jobId, { n, lastPageSent }]));
    // Pages are confirmed in order from the first on, so counting them tells the first that is not.
    const confirmed = this.#all('SELECT jobId, count(*) AS confirmed FROM confirmedPages GROUP BY jobId', confirmedRow);
    const confirmedByJob = new Map(confirmed.map((row) => [row.jobId, row.confirmed]));
    return this.#all('SELECT * FROM jobs ORDER BY id', jobRow).map((job) => ({
      job,
      pagesConfirmed: confirmedByJob.get(job.id) ?? 0,
      openAttempt: openByJob.get(job.id) ?? null,
    }));
  }

  putSettings(values: Readonly<Record<string, SettingValue | null>>): void {
    this.#write(() => {
      for (const [name, value] of Object.entries(values)) {
        if (value === null) this.#run('DELETE FROM settings WHERE name = ?', name);
        else this.#put('settings', { name, value: JSON.stringify(value) }, ['name']);
      }
    });
  }

  addPort(port: Omit<PortRecord, 'id'>): number {
    return this.#write(() => {
      if (this.#all('SELECT id FROM ports WHERE name = ?', idRow, port.name).length > 0)
        throw new FaxError('PORT_NAME_TAKEN');
      return Number(this.#insert('ports', port));
    });
  }

  putPorts(ports: readonly PortRecord[]): void {
    this.#write(() => {
      for (const port of ports) this.#put('ports', port, ['id']);
    });
  }

  removePort(id: number, others: readonly PortRecord[]): void {
    this.#write(() => {
      this.#run('DELETE FROM ports WHERE id = ?', id);
      for (const port of others) this.#put('ports', port, ['id']);
    });
  }

  submit(key: string, jobs: readonly NewJobRecord[]): { ids: readonly number[]; fresh: boolean } {
    return this.#write(() => {
      if (this.#run('INSERT INTO submissions (key) VALUES (?) ON CONFLICT DO NOTHING', key) === 0) {
        const known = this.#all('SELECT id FROM jobs WHERE submissionKey = ? ORDER BY id', idRow, key);
        return { ids: known.map(({ id }) => id), fresh: false };
      }
      return { ids: jobs.map((job) => this.#addJob(job)), fresh: true };
    });
  }

  putJobs(jobs: readonly JobRecord[]): void {
    this.#write(() => {
      for (const job of jobs) this.#put('jobs', job, ['id']);
    });
  }

  forgetPages(job: JobRecord): void {
    this.#write(() => {
      this.#put('jobs', job, ['id']);
      this.#run('DELETE FROM confirmedPages WHERE jobId = ?', job.id);
    });
  }

  startAttempt(job: JobRecord, attempt: AttemptRecord): void {
    this.#write(() => {
      this.#put('jobs', job, ['id']);
      this.#put('attempts', attempt, ['jobId', 'n']);
    });
  }

  confirmPage(jobId: number, n: number, page: number): void {
    this.#write(() => {
      this.#put('confirmedPages', { jobId, page, n }, ['jobId', 'page']);
    });
  }

  setLastPageSent(jobId: number, n: number, sent: boolean): void {
    this.#write(() => {
      this.#run('UPDATE attempts SET lastPageSent = ? WHERE jobId = ? AND n = ?', sent ? 1 : 0, jobId, n);
    });
  }

  endAttempt(job: JobRecord, attempt: AttemptRecord): void {
    this.startAttempt(job, attempt);
  }

  attempts(jobId: number): readonly AttemptRecord[] {
    return this.#read(() => this.#all('SELECT * FROM attempts WHERE jobId = ? ORDER BY n', attemptRow, jobId));
  }

  addJob(job: NewJobRecord): number {
    return this.#write(() => this.#addJob(job));
  }

  fileMessage(job: JobRecord, message: MessageRecord): void {
    this.#write(() => {
      this.#put('jobs', job, ['id']);
      this.#put('messages', message, ['id']);
    });
  }

  putMessages(messages: readonly MessageRecord[]): void {
    this.#write(() => {
      for (const message of messages) this.#put('messages', message, ['id']);
    });
  }

  close(): void {
    if (!this.#database.isOpen) return;
    this.#statements.clear();
    withStoreErrors(() => this.#database.close());
  }

  #addJob(job: NewJobRecord): number {
    // AUTOINCREMENT remembers the highest id ever given in a table of its own, so the rows need not stay.
    const id = Number(this.#insert('ids', {}));
    if (id > MAX_ID) throw new FaxError('INTERNAL', { message: 'There are no more numbers for new faxes.' });
    this.#run('DELETE FROM ids WHERE id = ?', id);
    this.#insert('jobs', { id, ...job });
    return id;
  }

  /** One transaction: all of it is on the disk when this returns, or nothing. */
  #write<T>(run: () => T): T {
    return withStoreErrors(() => {
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        const result = run();
        this.#database.exec('COMMIT');
        return result;
      } catch (error) {
        // SQLite itself rolls back on a full disk and some other errors.
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  #read<T>(run: () => T): T {
    return withStoreErrors(() => {
      try {
        return run();
      } catch (error) {
        if (error instanceof z.ZodError || error instanceof SyntaxError)
          throw new FaxError('STORE_DAMAGED', { cause: error });
        throw error;
      }
    });
  }

  #all<T extends z.ZodType>(sql: string, row: T, ...values: SQLInputValue[]): z.output<T>[] {
    return this.#prepared(sql)
      .all(...values)
      .map((each) => row.parse(each));
  }

  #run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepared(sql).run(...values).changes);
  }

  #insert(table: string, record: Record<string, unknown>): number | bigint {
    const names = Object.keys(record);
    const sql =
      names.length === 0
        ? `INSERT INTO ${table} DEFAULT VALUES`
        : `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
    return this.#prepared(sql).run(...Object.values(record).map(sqlValue)).lastInsertRowid;
  }

  /** Inserts a record or rewrites the row of its key. Never REPLACE: that deletes the row, and what refers to it. */
  #put(table: string, record: Record<string, unknown>, key: readonly string[]): void {
    const names = Object.keys(record);
    const changes = names.filter((name) => !key.includes(name)).map((name) => `${name} = excluded.${name}`);
    const sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
      ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changes.join(', ')}`;
    this.#prepared(sql).run(...Object.values(record).map(sqlValue));
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const made = this.#database.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }
}

function sqlValue(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return JSON.stringify(value);
}
