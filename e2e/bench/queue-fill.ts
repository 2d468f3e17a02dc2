/** A data folder that an office has used for years: faxes sent and received, with their calls, transcripts and files. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { TranscriptEntry } from '../../app/model/job.ts';
import { openDirectStore } from '../../app/store/direct-store.ts';
import type { AttemptRecord, JobRecord, MessageRecord } from '../../app/store/records.ts';

/** What the folder holds. */
export interface Filling {
  /** Jobs in all. */
  readonly jobs: number;
  /** Of them: outgoing ones that wait for tomorrow. They are the newest. */
  readonly waiting: number;
}

const DAY = 86_400_000;
/** The exchange of one call of three pages, as our lines note it. */
const frames = ['DIS', 'CSI', 'TSI', 'DCS', 'TCF', 'CFR', 'PPS', 'MCF', 'PPS', 'MCF', 'PPS-EOP', 'MCF', 'DCN'];

function transcriptOf(seed: number): readonly TranscriptEntry[] {
  return frames.map(
    (type, n): TranscriptEntry => ({
      t: 3000 + n * 1400 + (seed % 97),
      dir: n % 2 === 0 ? 'rx' : 'tx',
      type,
      hex: `ff13${(seed + n).toString(16).padStart(8, '0')}00ee7801c4800050`,
      fields: type === 'DCS' ? { rate: 14_400, coding: 'mmr', ecm: true, resolution: 'fine', width: 1728 } : {},
    }),
  );
}

function jobOf(id: number, { jobs, waiting }: Filling, now: number): JobRecord {
  const waits = id > jobs - waiting;
  const incoming = !waits && id % 3 === 0;
  const failed = !waits && !incoming && id % 17 === 0;
  const at = now - (jobs - id + 1) * 60_000;
  const state = waits ? 'waiting' : incoming ? 'received' : failed ? 'failed' : 'delivered';
  return {
    id,
    direction: incoming ? 'in' : 'out',
    state,
    paused: false,
    stateSince: at,
    number: `555${String(1_000_000 + (id % 5000)).slice(1)}`,
    recipient: incoming ? null : `Recipient ${id % 5000}`,
    subject: incoming ? null : `Order ${id}`,
    note: null,
    sender: incoming ? null : 'Front desk',
    tsid: null,
    billing: id % 4 === 0 ? `cost centre ${id % 40}` : null,
    document: incoming ? `fax-${id}.tif` : documentName(id),
    pages: 3,
    priority: 'normal',
    schedule: waits ? 'time' : 'now',
    notBefore: waits ? now + DAY : null,
    onlyPort: null,
    practice: true,
    submittedAt: at,
    finishedAt: waits ? null : at + 40_000,
    outcome: waits ? null : failed ? 'no-answer' : 'ok',
    words: waits
      ? null
      : incoming
        ? 'Received 3 pages'
        : failed
          ? 'No answer after 2 attempts; check the number'
          : null,
    attempts: waits ? 0 : failed ? 2 : 1,
    failures: failed ? 2 : 0,
    retryAt: null,
    port: waits ? null : incoming ? 'Practice 2' : 'Practice 1',
    unconfirmedPage: null,
    submissionKey: incoming ? '' : `filled-${id}`,
    submissionSize: 1,
    userName: null,
    displayName: null,
    senderPerson: null,
    recipientPerson: null,
    coverPages: 0,
    receipt: null,
    receiptState: 'none',
    receiptError: null,
    failuresByOutcome: failed ? { 'no-answer': 2 } : {},
    avoidPort: null,
    archiveDue: false,
    archive: null,
  };
}

/** The name of a stored document. */
const documentName = (id: number): string => `${id.toString(16).padStart(20, '0')}.tif`;

function attemptsOf(job: JobRecord): readonly AttemptRecord[] {
  return Array.from({ length: job.attempts }, (_, index) => ({
    jobId: job.id,
    n: index + 1,
    startedAt: job.submittedAt + 1000,
    endedAt: job.submittedAt + 39_000,
    port: job.port ?? '',
    outcome: job.outcome,
    code: job.outcome === 'ok' ? null : 'no-answer',
    rate: job.outcome === 'ok' ? 14_400 : null,
    coding: job.outcome === 'ok' ? 'mmr' : null,
    ecm: job.outcome === 'ok' ? true : null,
    remoteId: job.outcome === 'ok' ? '5550101' : null,
    pagesConfirmed: job.outcome === 'ok' ? job.pages : 0,
    transcript: job.outcome === 'ok' ? transcriptOf(job.id) : [],
  }));
}

function messageOf(job: JobRecord): MessageRecord {
  return {
    id: job.id,
    receivedAt: job.finishedAt ?? job.submittedAt,
    pages: job.pages,
    state: 'complete',
    read: job.id % 50 !== 0,
    tsid: job.number,
    csid: '5550101',
    callerId: null,
    port: 'Practice 2',
    file: job.document,
    badLines: 0,
    routing: [{ method: 'folder', state: 'done', error: null, rule: null, target: null, attempts: 1, nextAt: null }],
    practice: true,
    called: null,
    archiveDue: false,
    archive: null,
  };
}

/** Writes the database, in one transaction, and a file for each fax: only its name counts, nobody reads it. */
export async function fillDataFolder(dataDir: string, filling: Filling): Promise<void> {
  const path = join(dataDir, 'fax.db');
  const now = Date.now();
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await openDirectStore(path, now).close();
  const database = new DatabaseSync(path);
  const put = inserter(database);
  database.exec('BEGIN');
  for (let id = 1; id <= filling.jobs; id += 1) {
    const job = jobOf(id, filling, now);
    put('jobs', job);
    if (job.direction === 'out') put('submissions', { key: job.submissionKey });
    for (const attempt of attemptsOf(job)) put('attempts', attempt);
    if (job.direction === 'in') put('messages', { ...messageOf(job), routingOpen: false });
    else if (job.outcome === 'ok')
      for (let index = 0; index < job.pages; index += 1) put('confirmedPages', { jobId: id, page: index, n: 1 });
  }
  put('ids', { id: filling.jobs });
  database.exec('DELETE FROM ids; COMMIT');
  database.close();
  await writeFiles(dataDir, filling);
}

/** Inserts records of any table; a statement is made once for each. */
function inserter(database: DatabaseSync): (table: string, record: object) => void {
  const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  return (table, record) => {
    const names = Object.keys(record);
    const statement =
      statements.get(table) ??
      database.prepare(
        `INSERT INTO ${table} (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      );
    statements.set(table, statement);
    statement.run(...Object.values(record).map(sqlValue));
  };
}

function sqlValue(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  return typeof value === 'boolean' ? Number(value) : JSON.stringify(value);
}

async function writeFiles(dataDir: string, filling: Filling): Promise<void> {
  for (const folder of ['documents', 'inbox']) await mkdir(join(dataDir, folder), { recursive: true, mode: 0o700 });
  const now = Date.now();
  const paths = Array.from({ length: filling.jobs }, (_, index) => jobOf(index + 1, filling, now)).map((job) =>
    join(dataDir, job.direction === 'in' ? 'inbox' : 'documents', job.document),
  );
  const AT_ONCE = 64;
  const workers = Array.from({ length: AT_ONCE }, async (_, first) => {
    for (let n = first; n < paths.length; n += AT_ONCE) {
      const path = paths[n];
      if (path !== undefined) await writeFile(path, 'II*');
    }
  });
  await Promise.all(workers);
}
