import type { SQLInputValue } from 'node:sqlite';
import { z } from 'zod';
import { FaxError } from '../model/errors.ts';
import { finalStates, type JobState, jobStateSchema } from '../model/job.ts';
import type { SettingValue } from '../model/settings.ts';
import { type AgedFax, type AgeQuery, agedFaxes, agedRow } from './aged-faxes.ts';
import { raiseIds } from './fax-ids.ts';
import { withStoreErrors } from './open-database.ts';
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
  idRow,
  jobReader,
  mailRow,
  messageReader,
  openAttemptRow,
  portRow,
  settingRow,
} from './rows.ts';
import { SqlSession } from './sql-session.ts';
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

/** Every table but the note of its own making; what SQLite remembers of the highest ids is one of them. */
const tablesWithRows = `SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'migrations'
  AND (name = 'sqlite_sequence' OR name NOT LIKE 'sqlite_%')`;
const nameRow = z.object({ name: z.string() });

/**
 * The store on one SQLite file. Synchronous: it lives in the store's worker thread, or in a simulation.
 * A damaged file is repaired or set aside. Throws on opening: `STORE_DAMAGED` (another program's), `STORE_TOO_NEW`, `DATA_FOLDER_UNUSABLE`, `DISK_FULL`.
 */
export class SqliteStore implements StoreOperations {
  readonly #path: string;
  readonly #now: number;
  #sql: SqlSession;

  constructor(path: string, now: number) {
    this.#path = path;
    this.#now = now;
    this.#sql = this.#open();
  }

  #open(): SqlSession {
    return new SqlSession(openOrRecover(this.#path, this.#now), () => markDamaged(this.#path));
  }

  load(keep: number): StoredOffice {
    try {
      return this.#load(keep);
    } catch (error) {
      if (!(error instanceof FaxError && error.code === 'STORE_DAMAGED')) throw error;
      // The file is sound, and what it says is not.
      this.close();
      withStoreErrors(() => recoverDatabase(this.#path, this.#now));
      this.#sql = this.#open();
      return this.#load(keep);
    }
  }

  #load(keep: number): StoredOffice {
    return this.#sql.read(() => ({
      settings: Object.fromEntries(
        this.#sql.all('SELECT name, value FROM settings', settingRow).map(({ name, value }) => [name, value]),
      ),
      ports: this.#sql.all('SELECT * FROM ports ORDER BY priority, id', portRow),
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
      mails: this.#sql.all('SELECT * FROM mails ORDER BY id', mailRow),
      totals: {
        jobs: this.#sql.count('SELECT count(*) AS count FROM jobs'),
        messages: this.#sql.count('SELECT count(*) AS count FROM messages'),
      },
    }));
  }

  job(id: number): StoredJob | null {
    return this.#sql.read(() => this.#stored('id = ?', id)[0] ?? null);
  }

  jobs({ state, limit }: JobQuery): { jobs: readonly StoredJob[]; total: number } {
    return this.#sql.read(() => {
      const where = wordsOfState(state);
      return {
        jobs: this.#stored(`${where} ORDER BY id DESC LIMIT ?`, limit),
        total: this.#sql.count(`SELECT count(*) AS count FROM jobs WHERE ${where}`),
      };
    });
  }

  submission(key: string): readonly StoredJob[] | null {
    return this.#sql.read(() => {
      if (this.#sql.count('SELECT count(*) AS count FROM submissions WHERE key = ?', key) === 0) return null;
      return this.#stored('submissionKey = ? ORDER BY id', key);
    });
  }

  message(id: number): MessageRecord | null {
    return this.#sql.read(() => this.#messages('id = ?', id)[0] ?? null);
  }

  messages(limit: number): { messages: readonly MessageRecord[]; total: number } {
    return this.#sql.read(() => ({
      messages: this.#messages('TRUE ORDER BY id DESC LIMIT ?', limit),
      total: this.#sql.count('SELECT count(*) AS count FROM messages'),
    }));
  }

  documentsInUse(): readonly string[] {
    // By the index alone: the names of received faxes come along, which lie in another folder.
    return this.#sql.read(() => this.#sql.rows('SELECT DISTINCT document FROM jobs', []).map(([name]) => String(name)));
  }

  documentUsers(name: string): number {
    return this.#sql.read(() => this.#sql.count('SELECT count(*) AS count FROM jobs WHERE document = ?', name));
  }

  /** Jobs with what the queue must know of them. */
  #stored(where: string, ...values: SQLInputValue[]): StoredJob[] {
    // Pages are confirmed in order from the first on, so counting them tells the first that is not.
    const confirmed = 'SELECT count(*) FROM confirmedPages WHERE jobId = jobs.id';
    const rows = this.#sql.rows(`SELECT ${jobReader.columns}, (${confirmed}) FROM jobs WHERE ${where}`, values);
    if (rows.length === 0) return [];
    // At most one for each port; asked for each job by itself, SQLite would read the transcripts on its way.
    const open = new Map(
      this.#sql
        .all('SELECT jobId, n, lastPageSent FROM attempts WHERE endedAt IS NULL', openAttemptRow)
        .map(({ jobId, ...attempt }) => [jobId, attempt]),
    );
    return rows.map((row) => {
      const job = jobReader.read(row);
      // Delivered is said of whole faxes alone; the rows of its pages may be lost in a damaged file.
      const pagesConfirmed = job.state === 'delivered' ? job.pages : Number(row.at(-1));
      return { job, pagesConfirmed, openAttempt: open.get(job.id) ?? null };
    });
  }

  #messages(where: string, ...values: SQLInputValue[]): MessageRecord[] {
    const sql = `SELECT ${messageReader.columns} FROM messages WHERE ${where}`;
    return this.#sql.rows(sql, values).map((row) => messageReader.read(row));
  }

  putSettings(values: Readonly<Record<string, SettingValue | null>>): void {
    this.#sql.write(() => {
      for (const [name, value] of Object.entries(values)) {
        if (value === null) this.#sql.run('DELETE FROM settings WHERE name = ?', name);
        else this.#sql.put('settings', { name, value: JSON.stringify(value) }, ['name']);
      }
    });
  }

  addPort(port: Omit<PortRecord, 'id'>): number {
    return this.#sql.write(() => {
      if (this.#sql.all('SELECT id FROM ports WHERE name = ?', idRow, port.name).length > 0)
        throw new FaxError('PORT_NAME_TAKEN');
      return Number(this.#sql.insert('ports', port));
    });
  }

  putPorts(ports: readonly PortRecord[]): void {
    this.#sql.write(() => {
      for (const port of ports) this.#sql.put('ports', port, ['id']);
    });
  }

  removePort(id: number, others: readonly PortRecord[]): void {
    this.#sql.write(() => {
      this.#sql.run('DELETE FROM ports WHERE id = ?', id);
      for (const port of others) this.#sql.put('ports', port, ['id']);
    });
  }

  submit(key: string, jobs: readonly NewJobRecord[]): { ids: readonly number[]; fresh: boolean } {
    return this.#sql.write(() => {
      if (this.#sql.run('INSERT INTO submissions (key) VALUES (?) ON CONFLICT DO NOTHING', key) === 0) {
        const known = this.#sql.all('SELECT id FROM jobs WHERE submissionKey = ? ORDER BY id', idRow, key);
        return { ids: known.map(({ id }) => id), fresh: false };
      }
      return { ids: jobs.map((job) => this.#addJob(job)), fresh: true };
    });
  }

  putJobs(jobs: readonly JobRecord[]): void {
    this.#sql.write(() => {
      for (const job of jobs) this.#sql.rewrite('jobs', job);
    });
  }

  forgetPages(job: JobRecord): void {
    this.#sql.write(() => {
      this.#sql.rewrite('jobs', job);
      this.#sql.run('DELETE FROM confirmedPages WHERE jobId = ?', job.id);
    });
  }

  startAttempt(job: JobRecord, attempt: AttemptRecord): void {
    this.#sql.write(() => {
      this.#sql.rewrite('jobs', job);
      this.#sql.put('attempts', attempt, ['jobId', 'n']);
    });
  }

  confirmPage(jobId: number, n: number, page: number): void {
    this.#sql.write(() => {
      this.#sql.put('confirmedPages', { jobId, page, n }, ['jobId', 'page']);
    });
  }

  setLastPageSent(jobId: number, n: number, sent: boolean): void {
    this.#sql.write(() => {
      this.#sql.run('UPDATE attempts SET lastPageSent = ? WHERE jobId = ? AND n = ?', sent ? 1 : 0, jobId, n);
    });
  }

  endAttempt(job: JobRecord, attempt: AttemptRecord): void {
    this.#sql.write(() => {
      this.#sql.rewrite('jobs', job);
      this.#sql.put('attempts', attempt, ['jobId', 'n']);
      this.#sql.run('DELETE FROM attempts WHERE jobId = ? AND n > ?', job.id, job.attempts);
    });
  }

  attempts(jobId: number): readonly AttemptRecord[] {
    return this.#sql.read(() => this.#sql.all('SELECT * FROM attempts WHERE jobId = ? ORDER BY n', attemptRow, jobId));
  }

  addJob(job: NewJobRecord): number {
    return this.#sql.write(() => this.#addJob(job));
  }

  fileMessage(job: JobRecord, message: MessageRecord): void {
    this.#sql.write(() => {
      this.#sql.rewrite('jobs', job);
      if (this.#sql.all('SELECT id FROM messages WHERE id = ?', idRow, message.id).length > 0)
        this.#sql.rewrite('messages', rowOfMessage(message));
      else this.#sql.insert('messages', rowOfMessage(message));
    });
  }

  putMessages(messages: readonly MessageRecord[]): void {
    this.#sql.write(() => {
      for (const message of messages) this.#sql.rewrite('messages', rowOfMessage(message));
    });
  }

  adopt(job: JobRecord, message: MessageRecord): void {
    this.#sql.write(() => {
      if (this.#sql.all('SELECT id FROM jobs WHERE id = ?', idRow, job.id).length > 0) this.#sql.rewrite('jobs', job);
      else this.#sql.insert('jobs', job);
      this.#sql.insert('messages', rowOfMessage(message));
      raiseIds(this.#sql.database, job.id);
    });
  }

  raiseIds(id: number): void {
    this.#sql.write(() => raiseIds(this.#sql.database, id));
  }

  queueMail(mail: Omit<MailRecord, 'id'>, jobs: readonly JobRecord[]): number {
    return this.#sql.write(() => {
      for (const job of jobs) this.#sql.rewrite('jobs', job);
      return Number(this.#sql.insert('mails', mail));
    });
  }

  putMail(mail: MailRecord, jobs: readonly JobRecord[]): void {
    this.#sql.write(() => {
      for (const job of jobs) this.#sql.rewrite('jobs', job);
      this.#sql.put('mails', mail, ['id']);
    });
  }

  removeMail(id: number, jobs: readonly JobRecord[]): void {
    this.#sql.write(() => {
      for (const job of jobs) this.#sql.rewrite('jobs', job);
      this.#sql.run('DELETE FROM mails WHERE id = ?', id);
    });
  }

  erase(id: number, audit: Omit<AuditRecord, 'id'>, leftovers: readonly string[] = []): void {
    this.#sql.write(() => {
      this.#sql.run('DELETE FROM messages WHERE id = ?', id);
      this.#sql.run('DELETE FROM jobs WHERE id = ?', id);
      for (const { id: mail, jobIds } of this.#sql.all('SELECT * FROM mails', mailRow)) {
        if (!jobIds.includes(id)) continue;
        const others = JSON.stringify(jobIds.filter((each) => each !== id));
        if (others === '[]') this.#sql.run('DELETE FROM mails WHERE id = ?', mail);
        else this.#sql.run('UPDATE mails SET jobIds = ? WHERE id = ?', others, mail);
      }
      this.#sql.insert('audit', audit);
      if (leftovers.length > 0)
        this.#sql.put('settings', { name: erasedName(id), value: JSON.stringify(JSON.stringify(leftovers)) }, ['name']);
    });
  }

  finishErase(id: number): void {
    this.#sql.write(() => this.#sql.run('DELETE FROM settings WHERE name = ?', erasedName(id)));
    // What was erased still stands in the write-ahead log until it is emptied.
    this.#sql.emptyLog();
  }

  agedFaxes({ sentBefore, unsentBefore, limit }: AgeQuery): readonly AgedFax[] {
    return this.#sql.read(() => this.#sql.all(agedFaxes, agedRow, sentBefore, unsentBefore, unsentBefore, limit));
  }

  addAudit(entry: Omit<AuditRecord, 'id'>): void {
    this.#sql.write(() => {
      this.#sql.insert('audit', entry);
    });
  }

  audit(limit: number): { entries: readonly AuditRecord[]; total: number } {
    return this.#sql.read(() => ({
      entries: this.#sql.all('SELECT * FROM audit ORDER BY id DESC LIMIT ?', auditRecordSchema, limit),
      total: this.#sql.count('SELECT count(*) AS count FROM audit'),
    }));
  }

  endedBefore(instant: number, limit: number): readonly number[] {
    const sql = 'SELECT id FROM jobs WHERE finishedAt < ? ORDER BY finishedAt, id LIMIT ?';
    return this.#sql.read(() => this.#sql.all(sql, idRow, instant, limit).map(({ id }) => id));
  }

  oldestArchived(limit: number): readonly number[] {
    const sql = `SELECT id FROM jobs WHERE archive IS NOT NULL AND archiveDue = 0
      UNION SELECT id FROM messages WHERE archive IS NOT NULL AND archiveDue = 0 ORDER BY id LIMIT ?`;
    return this.#sql.read(() => this.#sql.all(sql, idRow, limit).map(({ id }) => id));
  }

  archiveFacts(): ArchiveFacts {
    const of = (table: string) => `SELECT count(*) AS faxes,
      coalesce(sum(archive ->> '$.bytes'), 0) AS bytes FROM ${table} WHERE archive IS NOT NULL`;
    return this.#sql.read(() => {
      const [sent, received] = [...this.#sql.all(of('jobs'), archiveRow), ...this.#sql.all(of('messages'), archiveRow)];
      return {
        faxes: (sent?.faxes ?? 0) + (received?.faxes ?? 0),
        bytes: (sent?.bytes ?? 0) + (received?.bytes ?? 0),
      };
    });
  }

  copyTo(path: string): void {
    this.#sql.copyTo(path);
  }

  /** Forgets everything, as if it were new: a simulation that begins thousands of times need not make each table again. */
  empty(): void {
    this.#sql.write(() => {
      // Rows refer to rows: whole again when the last of them is gone.
      this.#sql.run('PRAGMA defer_foreign_keys = ON');
      for (const { name } of this.#sql.all(tablesWithRows, nameRow)) this.#sql.run(`DELETE FROM "${name}"`);
    });
  }

  close(): void {
    this.#sql.close();
  }

  #addJob(job: NewJobRecord): number {
    // AUTOINCREMENT remembers the highest id ever given in a table of its own, so the rows need not stay.
    const id = Number(this.#sql.insert('ids', {}));
    if (id > MAX_ID) throw new FaxError('INTERNAL', { message: 'There are no more numbers for new faxes.' });
    this.#sql.run('DELETE FROM ids WHERE id = ?', id);
    this.#sql.insert('jobs', { id, ...job });
    return id;
  }
}

/** Under this name stand the files that an erased fax has left, until they are gone. */
const erasedName = (id: number): string => `#erased:${id}`;

function rowOfMessage(message: MessageRecord): { readonly id: number } & Record<string, unknown> {
  const routingOpen = message.routing.some(({ state }) => state === 'pending' || state === 'retrying');
  return { ...message, routingOpen };
}
