import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDirectStore } from './direct-store.ts';
import { migrations } from './migrations.ts';
import { sampleJob } from './testing/sample-records.ts';

/** `FAXC` */
const APPLICATION = 0x46415843;

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fax-migrations-'));
  path = join(folder, 'fax.db');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A database as an earlier version of the product left it. */
function makeVersion(version: number, fill: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA application_id = ${APPLICATION};
    CREATE TABLE migrations (version INTEGER PRIMARY KEY, appliedAt INTEGER NOT NULL) STRICT`);
  for (const [index, step] of migrations.slice(0, version).entries()) {
    database.exec(step);
    database.prepare('INSERT INTO migrations VALUES (?, 1)').run(index + 1);
  }
  fill(database);
  database.close();
}

/** The columns of version 2, with what a fax of three pages has in them. */
const oldJob = {
  direction: 'out',
  state: 'delivered',
  paused: 0,
  stateSince: 1000,
  number: '5550101',
  recipient: 'Front desk',
  document: 'a.tif',
  pages: 3,
  priority: 'normal',
  schedule: 'now',
  practice: 1,
  submittedAt: 1000,
  finishedAt: 2000,
  outcome: 'ok',
  attempts: 1,
  failures: 0,
  port: 'Practice 1',
  submissionKey: 'key-1',
  unconfirmedPage: null,
};

function insert(database: DatabaseSync, table: string, record: Readonly<Record<string, string | number | null>>): void {
  const names = Object.keys(record);
  database
    .prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
    .run(...Object.values(record));
}

describe('a database of version 2', () => {
  beforeEach(() =>
    makeVersion(2, (database) => {
      for (const id of [1, 2]) insert(database, 'jobs', { id, ...oldJob, submissionKey: 'broadcast' });
      insert(database, 'jobs', { id: 3, ...oldJob, state: 'waiting', finishedAt: null, outcome: null, attempts: 0 });
      insert(database, 'jobs', { id: 4, ...oldJob, direction: 'in', state: 'received', submissionKey: '' });
      insert(database, 'jobs', { id: 5, ...oldJob, direction: 'in', state: 'received', submissionKey: '' });
      for (const key of ['broadcast', 'key-1']) insert(database, 'submissions', { key });
      insert(database, 'attempts', {
        jobId: 1,
        n: 1,
        startedAt: 1100,
        endedAt: 1900,
        port: 'Practice 1',
        outcome: 'ok',
        pagesConfirmed: 3,
        transcript: '[{"t":1,"dir":"rx","type":"DIS","hex":"FF","fields":{}}]',
      });
      for (const page of [0, 1, 2]) insert(database, 'confirmedPages', { jobId: 1, page, n: 1 });
      insert(database, 'messages', {
        id: 4,
        receivedAt: 3000,
        pages: 2,
        state: 'complete',
        read: 0,
        port: 'Practice 2',
        file: 'fax-4.tif',
        badLines: 0,
        routing: '[{"method":"folder","state":"done","error":null}]',
        practice: 1,
      });
      insert(database, 'settings', { name: 'retries', value: '7' });
      insert(database, 'ids', { id: 5 });
      database.exec('DELETE FROM ids');
    }),
  );

  it('comes up to date with everything that it holds', async () => {
    const store = openDirectStore(path, 9);
    const office = await store.load(10);
    expect(office.settings).toEqual({ retries: 7 });
    expect(office.jobs.map(({ job }) => [job.id, job.submissionSize])).toEqual([
      [1, 2],
      [2, 2],
      [3, 1],
      [4, 1],
      [5, 1],
    ]);
    expect(office.jobs[0]).toEqual({
      job: sampleJob(1, {
        state: 'delivered',
        finishedAt: 2000,
        outcome: 'ok',
        attempts: 1,
        port: 'Practice 1',
        submissionKey: 'broadcast',
        submissionSize: 2,
      }),
      pagesConfirmed: 3,
      openAttempt: null,
    });
    expect(office.messages).toMatchObject([{ id: 4, called: null, archive: null, archiveDue: false }]);
    expect(office.messages[0]?.routing).toMatchObject([{ method: 'folder', state: 'done', rule: null, attempts: 0 }]);
    expect((await store.attempts(1))[0]?.transcript).toHaveLength(1);
    expect(await store.submission('broadcast')).toHaveLength(2);
    await store.close();
  });

  it('goes on counting ids where it was', async () => {
    const store = openDirectStore(path, 9);
    expect(
      (
        await store.submit(
          'key-9',
          [sampleJob(0)].map(({ id: _, ...job }) => job),
        )
      ).ids,
    ).toEqual([6]);
    await store.close();
  });

  it('is brought up to date once', async () => {
    await openDirectStore(path, 9).close();
    await openDirectStore(path, 10).close();
    const database = new DatabaseSync(path);
    const versions = database.prepare('SELECT version, appliedAt FROM migrations ORDER BY version').all();
    database.close();
    expect(versions.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
    expect(versions.map(({ appliedAt }) => appliedAt).slice(0, 3)).toEqual([1, 1, 9]);
  });
});
