import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import { FaxError } from '../model/errors.ts';
import { finalStates, type JobState, jobStateSchema } from '../model/job.ts';
import type { SettingValue } from '../model/settings.ts';
import { type AgedFax, type AgeQuery, agedFaxes, agedRow } from './aged-faxes.ts';
import { raiseIds } from './fax-ids.ts';
import { isDamage, withStoreErrors } from './open-database.ts';
import {
  type ArchiveFacts,
  type AttemptRecord,
  type AuditRecord,
  auditRecordSchema,
  type JobRecord,
  type MailRecord,
  type MessageRecord,
  type NewJobRecord,
  type PortRecord,
  type StoredJob,
  type StoredOffice,
} from './records.ts';
import { markDamaged, openOrRecover, recoverDatabase } from './recover-database.ts';
import {
  archiveRow,
  attemptRow,
  countRow,
  idRow,
  jobReader,
  mailRow,
  messageReader,
  openAttemptRow,
  portRow,
  settingRow,
} from './rows.ts';
import type { JobQuery, StoreOperations } from './store.ts';

const MAX_ID = 0x7fffffff;

/** States from which a job moves by itself, as SQL has them. */
const openStates = jobStateSchema.options
  .filter((state) => !finalStates.has(state))
  .map((state) => `'${state}'`)
  .join(', ');

/** The condition of a list's state: a pause rides on `waiting` and `retrying`. */
function wordsOfState(state: JobState | null): string {
  if (state === null) return 'TRUE';
  if (state === 'paused') return "paused = 1 AND state IN ('waiting', 'retrying')";
  const held = state === 'waiting' || state === 'retrying' ? ' AND paused = 0' : '';
  return `state = '${state}'${held}`;
}

/**
 * The store on one SQLite file. Synchronous: it lives in the store's worker thread, or in a simulation.
 * A damaged file is repaired or set aside. Throws on opening: `STORE_DAMAGED` (another program's), `STORE_TOO_NEW`, `DATA_FOLDER_UNUSABLE`, `DISK_FULL`.
 */
export class SqliteStore implements StoreOperations {
  #database: DatabaseSync;
  readonly #path: string;
  readonly #now: number;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string, now: number) {
    this.#path = path;
    this.#now = now;
    this.#database = openOrRecover(path, now);
  }

  load(keep: number): StoredOffice {
    try {
      return this.#load(keep);
    } catch (error) {
      if (!(error instanceof FaxError && error.code === 'STORE_DAMAGED')) throw error;
      // The file is sound, and what it says is not.
      this.close();
      withStoreErrors(() => recoverDatabase(this.#path, this.#now));
      this.#database = openOrRecover(this.#path, this.#now);
      return this.#load(keep);
    }
  }

  #load(keep: number): StoredOffice {
    return this.#read(() => ({
      settings: Object.fromEntries(
        this.#all('SELECT name, value FROM settings', settingRow).map(({ name, value }) => [name, value]),
      ),
      ports: this.#all('SELECT * FROM ports ORDER BY priority, id', portRow),
      jobs: this.#stored(
        `id IN (SELECT id FROM jobs WHERE state IN (${openStates})
           UNION SELECT id FROM jobs WHERE archiveDue = 1 OR receiptState IN ('waiting', 'due', 'queued')
           UNION SELECT id FROM (SELECT id FROM jobs ORDER BY id DESC LIMIT ?))
         ORDER BY id`,
        keep,
      ),
      messages: this.#messages(
        `id IN (SELECT id FROM messages WHERE archiveDue = 1 OR routingOpen = 1
           UNION SELECT id FROM (SELECT id FROM messages ORDER BY id DESC LIMIT ?))
         ORDER BY id`,
        keep,
      ),
      mails: this.#all('SELECT * FROM mails ORDER BY id', mailRow),
      totals: {
        jobs: this.#count('SELECT count(*) AS count FROM jobs'),
        messages: this.#count('SELECT count(*) AS count FROM messages'),
      },
    }));
  }

  job(id: number): StoredJob | null {
    return this.#read(() => this.#stored('id = ?', id)[0] ?? null);
  }

  jobs({ state, limit }: JobQuery): { jobs: readonly StoredJob[]; total: number } {
    return this.#read(() => {
      const where = wordsOfState(state);
      return {
        jobs: this.#stored(`${where} ORDER BY id DESC LIMIT ?`, limit),
        total: this.#count(`SELECT count(*) AS count FROM jobs WHERE ${where}`),
      };
    });
  }

  submission(key: string): readonly StoredJob[] | null {
    return this.#read(() => {
      if (this.#count('SELECT count(*) AS count FROM submissions WHERE key = ?', key) === 0) return null;
      return this.#stored('submissionKey = ? ORDER BY id', key);
    });
  }

  message(id: number): MessageRecord | null {
    return this.#read(() => this.#messages('id = ?', id)[0] ?? null);
  }

  messages(limit: number): { messages: readonly MessageRecord[]; total: number } {
    return this.#read(() => ({
      messages: this.#messages('TRUE ORDER BY id DESC LIMIT ?', limit),
      total: this.#count('SELECT count(*) AS count FROM messages'),
    }));
  }

  documentsInUse(): readonly string[] {
    // By the index alone: the names of received faxes come along, which lie in another folder.
    return this.#read(() => this.#rows('SELECT DISTINCT document FROM jobs', []).map(([name]) => String(name)));
  }

  documentUsers(name: string): number {
    return this.#read(() => this.#count('SELECT count(*) AS count FROM jobs WHERE document = ?', name));
  }

  /** Jobs with what the queue must know of them. */
  #stored(where: string, ...values: SQLInputValue[]): StoredJob[] {
    // Pages are confirmed in order from the first on, so counting them tells the first that is not.
    const confirmed = 'SELECT count(*) FROM confirmedPages WHERE jobId = jobs.id';
    const rows = this.#rows(`SELECT ${jobReader.columns}, (${confirmed}) FROM jobs WHERE ${where}`, values);
    if (rows.length === 0) return [];
    // At most one for each port; asked for each job by itself, SQLite would read the transcripts on its way.
    const open = new Map(
      this.#all('SELECT jobId, n, lastPageSent FROM attempts WHERE endedAt IS NULL', openAttemptRow).map(
        ({ jobId, ...attempt }) => [jobId, attempt],
      ),
    );
    return rows.map((row) => {
      const job = jobReader.read(row);
      return { job, pagesConfirmed: Number(row.at(-1)), openAttempt: open.get(job.id) ?? null };
    });
  }

  #messages(where: string, ...values: SQLInputValue[]): MessageRecord[] {
    const sql = `SELECT ${messageReader.columns} FROM messages WHERE ${where}`;
    return this.#rows(sql, values).map((row) => messageReader.read(row));
  }

  #count(sql: string, ...values: SQLInputValue[]): number {
    return this.#all(sql, countRow, ...values)[0]?.count ?? 0;
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
      for (const job of jobs) this.#rewrite('jobs', job);
    });
  }

  forgetPages(job: JobRecord): void {
    this.#write(() => {
      this.#rewrite('jobs', job);
      this.#run('DELETE FROM confirmedPages WHERE jobId = ?', job.id);
    });
  }

  startAttempt(job: JobRecord, attempt: AttemptRecord): void {
    this.#write(() => {
      this.#rewrite('jobs', job);
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
      this.#rewrite('jobs', job);
      if (this.#all('SELECT id FROM messages WHERE id = ?', idRow, message.id).length > 0)
        this.#rewrite('messages', rowOfMessage(message));
      else this.#insert('messages', rowOfMessage(message));
    });
  }

  putMessages(messages: readonly MessageRecord[]): void {
    this.#write(() => {
      for (const message of messages) this.#rewrite('messages', rowOfMessage(message));
    });
  }

  adopt(job: JobRecord, message: MessageRecord): void {
    this.#write(() => {
      if (this.#all('SELECT id FROM jobs WHERE id = ?', idRow, job.id).length > 0) this.#rewrite('jobs', job);
      else this.#insert('jobs', job);
      this.#insert('messages', rowOfMessage(message));
      raiseIds(this.#database, job.id);
    });
  }

  raiseIds(id: number): void {
    this.#write(() => raiseIds(this.#database, id));
  }

  queueMail(mail: Omit<MailRecord, 'id'>, jobs: readonly JobRecord[]): number {
    return this.#write(() => {
      for (const job of jobs) this.#rewrite('jobs', job);
      return Number(this.#insert('mails', mail));
    });
  }

  putMail(mail: MailRecord, jobs: readonly JobRecord[]): void {
    this.#write(() => {
      for (const job of jobs) this.#rewrite('jobs', job);
      this.#put('mails', mail, ['id']);
    });
  }

  removeMail(id: number, jobs: readonly JobRecord[]): void {
    this.#write(() => {
      for (const job of jobs) this.#rewrite('jobs', job);
      this.#run('DELETE FROM mails WHERE id = ?', id);
    });
  }

  erase(id: number, audit: Omit<AuditRecord, 'id'>, leftovers: readonly string[] = []): void {
    this.#write(() => {
      this.#run('DELETE FROM messages WHERE id = ?', id);
      this.#run('DELETE FROM jobs WHERE id = ?', id);
      for (const { id: mail, jobIds } of this.#all('SELECT * FROM mails', mailRow)) {
        if (!jobIds.includes(id)) continue;
        const others = JSON.stringify(jobIds.filter((each) => each !== id));
        if (others === '[]') this.#run('DELETE FROM mails WHERE id = ?', mail);
        else this.#run('UPDATE mails SET jobIds = ? WHERE id = ?', others, mail);
      }
      this.#insert('audit', audit);
      if (leftovers.length > 0)
        this.#put('settings', { name: erasedName(id), value: JSON.stringify(JSON.stringify(leftovers)) }, ['name']);
    });
  }

  finishErase(id: number): void {
    this.#write(() => this.#run('DELETE FROM settings WHERE name = ?', erasedName(id)));
    // What was erased still stands in the write-ahead log until it is emptied.
    withStoreErrors(() => this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
  }

  agedFaxes({ sentBefore, unsentBefore, limit }: AgeQuery): readonly AgedFax[] {
    return this.#read(() => this.#all(agedFaxes, agedRow, sentBefore, unsentBefore, unsentBefore, limit));
  }

  addAudit(entry: Omit<AuditRecord, 'id'>): void {
    this.#write(() => {
      this.#insert('audit', entry);
    });
  }

  audit(limit: number): { entries: readonly AuditRecord[]; total: number } {
    return this.#read(() => ({
      entries: this.#all('SELECT * FROM audit ORDER BY id DESC LIMIT ?', auditRecordSchema, limit),
      total: this.#count('SELECT count(*) AS count FROM audit'),
    }));
  }

  endedBefore(instant: number, limit: number): readonly number[] {
    const sql = 'SELECT id FROM jobs WHERE finishedAt < ? ORDER BY finishedAt, id LIMIT ?';
    return this.#read(() => this.#all(sql, idRow, instant, limit).map(({ id }) => id));
  }

  oldestArchived(limit: number): readonly number[] {
    const sql = `SELECT id FROM jobs WHERE archive IS NOT NULL
      UNION SELECT id FROM messages WHERE archive IS NOT NULL ORDER BY id LIMIT ?`;
    return this.#read(() => this.#all(sql, idRow, limit).map(({ id }) => id));
  }

  archiveFacts(): ArchiveFacts {
    const of = (table: string) => `SELECT count(*) AS faxes,
      coalesce(sum(archive ->> '$.bytes'), 0) AS bytes FROM ${table} WHERE archive IS NOT NULL`;
    return this.#read(() => {
      const [sent, received] = [...this.#all(of('jobs'), archiveRow), ...this.#all(of('messages'), archiveRow)];
      return {
        faxes: (sent?.faxes ?? 0) + (received?.faxes ?? 0),
        bytes: (sent?.bytes ?? 0) + (received?.bytes ?? 0),
      };
    });
  }

  copyTo(path: string): void {
    withStoreErrors(() => void this.#database.prepare('VACUUM INTO ?').run(path));
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
    return this.#guarded(() => {
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
      if (isDamage(error)) markDamaged(this.#path);
      throw error;
    }
  }

  #all<T extends z.ZodType>(sql: string, row: T, ...values: SQLInputValue[]): z.output<T>[] {
    return this.#prepared(sql)
      .all(...values)
      .map((each) => row.parse(each));
  }

  /** Rows by position, as a {@link TableReader} takes them. */
  #rows(sql: string, values: readonly SQLInputValue[]): SQLOutputValue[][] {
    const statement = this.#prepared(sql);
    statement.setReturnArrays(true);
    return statement.all(...values) as unknown as SQLOutputValue[][];
  }

  #run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepared(sql).run(...values).changes);
  }

  #insert(table: string, record: Record<string, unknown>): number | bigint {
    const names = Object.keys(record);
    const sql =
      names.length === 0
        ? `INSERT INTO ${table} DEFAULT VALUES`
        : `INSERT INTO ${table} (${columns(names)}) VALUES (${names.map(() => '?').join(', ')})`;
    return this.#prepared(sql).run(...Object.values(record).map(sqlValue)).lastInsertRowid;
  }

  /** Inserts a record or rewrites the row of its key. Never REPLACE: that deletes the row, and what refers to it. */
  #put(table: string, record: Record<string, unknown>, key: readonly string[]): void {
    const names = Object.keys(record);
    const changes = names.filter((name) => !key.includes(name)).map((name) => `"${name}" = excluded."${name}"`);
    const sql = `INSERT INTO ${table} (${columns(names)}) VALUES (${names.map(() => '?').join(', ')})
      ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changes.join(', ')}`;
    this.#prepared(sql).run(...Object.values(record).map(sqlValue));
  }

  /** Rewrites the row of a record by its id. A row that was erased meanwhile stays erased. */
  #rewrite(table: string, { id, ...record }: { readonly id: number } & Record<string, unknown>): void {
    const changes = Object.keys(record).map((name) => `"${name}" = ?`);
    const sql = `UPDATE ${table} SET ${changes.join(', ')} WHERE id = ?`;
    this.#prepared(sql).run(...Object.values(record).map(sqlValue), id);
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const made = this.#database.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }
}

/** Under this name stand the files that an erased fax has left, until they are gone. */
const erasedName = (id: number): string => `#erased:${id}`;

function rowOfMessage(message: MessageRecord): { readonly id: number } & Record<string, unknown> {
  const routingOpen = message.routing.some(({ state }) => state === 'pending' || state === 'retrying');
  return { ...message, routingOpen };
}

const columns = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

function sqlValue(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return JSON.stringify(value);
}
