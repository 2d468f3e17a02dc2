import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StartWorker } from '../model/worker-entries.ts';
import { openDirectStore } from './direct-store.ts';
import { migrations } from './migrations.ts';
import type { AttemptRecord, JobRecord, MessageRecord, NewJobRecord } from './records.ts';
import type { Store } from './store.ts';
import { sampleNewJob } from './testing/sample-records.ts';
import { openWorkerStore } from './worker-store.ts';

const threads: Worker[] = [];

/** Starts the real worker from source. */
const startWorker: StartWorker = (_name, workerData) => {
  const worker = new Worker(new URL('./store-worker.ts', import.meta.url), { workerData });
  threads.push(worker);
  let failure: Error | null = null;
  worker.on('error', (error) => {
    failure = error instanceof Error ? error : new Error(String(error));
  });
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', listener),
    onExit: (listener) => void worker.on('exit', () => listener(failure)),
    terminate: async () => void (await worker.terminate()),
  };
};

const newJob: NewJobRecord = sampleNewJob;
const jobOf = (id: number, changes: Partial<JobRecord> = {}): JobRecord => ({ id, ...newJob, ...changes });

const attemptOf = (jobId: number, n: number, changes: Partial<AttemptRecord> = {}): AttemptRecord => ({
  jobId,
  n,
  startedAt: 2000,
  endedAt: null,
  port: 'Practice 1',
  outcome: null,
  code: null,
  rate: null,
  coding: null,
  ecm: null,
  remoteId: null,
  pagesConfirmed: 0,
  transcript: [],
  ...changes,
});

const messageOf = (id: number): MessageRecord => ({
  id,
  receivedAt: 3000,
  pages: 2,
  state: 'complete',
  read: false,
  tsid: '5550100',
  csid: null,
  callerId: null,
  port: 'Practice 2',
  file: 'fax-2.tif',
  badLines: 4,
  routing: [{ method: 'folder', state: 'done', error: null, rule: null, target: null, attempts: 1, nextAt: null }],
  practice: true,
  called: null,
  archiveDue: false,
  archive: null,
});

const portOf = (name: string, priority: number) =>
  ({
    name,
    address: `loopback:555010${priority}`,
    send: true,
    receive: 'none',
    rings: 1,
    csid: 'a',
    tsid: 'b',
    priority,
  }) as const;

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fax-store-'));
  path = join(folder, 'fax.db');
});

afterEach(async () => {
  for (const worker of threads.splice(0)) await worker.terminate();
  rmSync(folder, { recursive: true, force: true });
});

const makes: readonly (readonly [string, () => Promise<Store>])[] = [
  ['direct store', async () => openDirectStore(path, 1)],
  ['store in its worker thread', () => openWorkerStore(startWorker, path, 1)],
];

describe.each(makes)('%s', (_, open) => {
  let store: Store;

  beforeEach(async () => {
    store = await open();
  });

  afterEach(() => store.close());

  const reopen = async (): Promise<void> => {
    await store.close();
    store = await open();
  };

  it('is empty at first', async () => {
    expect(await store.load(1000)).toMatchObject({ settings: {}, ports: [], jobs: [], messages: [] });
  });

  it('keeps settings of every type, and forgets those set to null', async () => {
    await store.putSettings({ retries: 5, branding: false, name: 'text' });
    await store.putSettings({ retries: 6, branding: null });
    await reopen();
    expect((await store.load(1000)).settings).toEqual({ retries: 6, name: 'text' });
  });

  it('keeps ports in order of priority, with permanent ids that are not reused', async () => {
    const first = await store.addPort(portOf('One', 1));
    const second = await store.addPort(portOf('Two', 2));
    await expect(store.addPort(portOf('one', 3))).rejects.toMatchObject({ code: 'PORT_NAME_TAKEN' });
    await store.removePort(second, [{ id: first, ...portOf('One', 1), rings: 4 }]);
    const third = await store.addPort(portOf('Two', 2));
    expect(third).toBeGreaterThan(second);
    await store.putPorts([
      { id: first, ...portOf('One', 2) },
      { id: third, ...portOf('Two', 1) },
    ]);
    await reopen();
    expect((await store.load(1000)).ports.map(({ id, name }) => [id, name])).toEqual([
      [third, 'Two'],
      [first, 'One'],
    ]);
  });

  it('writes the jobs of a submission in order, once for each key', async () => {
    const jobs = [newJob, { ...newJob, number: '5550999', practice: false }];
    expect(await store.submit('key-1', jobs)).toEqual({ ids: [1, 2], fresh: true });
    await reopen();
    expect(await store.submit('key-1', jobs)).toEqual({ ids: [1, 2], fresh: false });
    expect(await store.submit('key-2', [{ ...newJob, submissionKey: 'key-2' }])).toEqual({ ids: [3], fresh: true });
    const stored = (await store.load(1000)).jobs;
    expect(stored.map(({ job }) => job)).toEqual([
      jobOf(1),
      jobOf(2, { number: '5550999', practice: false }),
      jobOf(3, { submissionKey: 'key-2' }),
    ]);
  });

  it('writes all jobs of a submission or none', async () => {
    const broken = { ...newJob, pages: null } as unknown as NewJobRecord;
    await expect(store.submit('key-1', [newJob, broken])).rejects.toThrow();
    expect((await store.load(1000)).jobs).toEqual([]);
    expect((await store.submit('key-1', [newJob])).fresh).toBe(true);
  });

  it('gives jobs and receptions ids of one sequence and never one twice', async () => {
    await store.submit('key-1', [newJob]);
    expect(await store.addJob({ ...newJob, direction: 'in', submissionKey: '' })).toBe(2);
    await reopen();
    expect(await store.addJob({ ...newJob, direction: 'in', submissionKey: '' })).toBe(3);
  });

  it('tells of a call that has begun and not ended what is known of it', async () => {
    await store.submit('key-1', [newJob]);
    await store.startAttempt(jobOf(1, { state: 'dialing', attempts: 1 }), attemptOf(1, 1));
    await store.confirmPage(1, 1, 0);
    await store.confirmPage(1, 1, 1);
    await store.confirmPage(1, 1, 1);
    expect((await store.load(1000)).jobs[0]).toMatchObject({
      pagesConfirmed: 2,
      openAttempt: { n: 1, lastPageSent: false },
    });
    await store.setLastPageSent(1, 1, true);
    await reopen();
    expect((await store.load(1000)).jobs[0]?.openAttempt).toEqual({ n: 1, lastPageSent: true });
    await store.setLastPageSent(1, 1, false);
    expect((await store.load(1000)).jobs[0]?.openAttempt).toEqual({ n: 1, lastPageSent: false });
  });

  it('keeps attempts with their transcripts', async () => {
    await store.submit('key-1', [newJob]);
    const entry = {
      t: 12.5,
      dir: 'rx',
      type: 'DIS',
      hex: 'FF13',
      fields: { rate: 14_400, ecm: true, name: 'x' },
    } as const;
    const done = attemptOf(1, 1, {
      endedAt: 9000,
      outcome: 'busy',
      code: 'a-busy',
      rate: 9600,
      coding: 'mr',
      ecm: false,
      remoteId: '555',
      transcript: [entry],
    });
    await store.startAttempt(jobOf(1), attemptOf(1, 1));
    await store.endAttempt(jobOf(1, { state: 'retrying', retryAt: 5, attempts: 1 }), done);
    await store.startAttempt(jobOf(1, { state: 'dialing', attempts: 2 }), attemptOf(1, 2));
    await reopen();
    expect(await store.attempts(1)).toEqual([done, attemptOf(1, 2)]);
    // What turned out to be no attempt is not counted, and is not among them.
    await store.endAttempt(jobOf(1, { state: 'waiting', attempts: 1 }), attemptOf(1, 2, { endedAt: 9500 }));
    expect(await store.attempts(1)).toEqual([done]);
    expect(await store.attempts(99)).toEqual([]);
  });

  it('forgets confirmed pages when a fax gets a new number', async () => {
    await store.submit('key-1', [newJob]);
    await store.startAttempt(jobOf(1), attemptOf(1, 1));
    await store.confirmPage(1, 1, 0);
    await store.forgetPages(jobOf(1, { number: '5550102' }));
    expect((await store.load(1000)).jobs[0]).toMatchObject({ job: { number: '5550102' }, pagesConfirmed: 0 });
  });

  it('files a received fax with its job, and keeps its marks', async () => {
    const id = await store.addJob({ ...newJob, direction: 'in', state: 'receiving' });
    await store.fileMessage(jobOf(id, { direction: 'in', state: 'received' }), messageOf(id));
    await store.putMessages([{ ...messageOf(id), read: true }]);
    await reopen();
    const office = await store.load(1000);
    expect(office.messages).toEqual([{ ...messageOf(id), read: true }]);
    expect(office.jobs[0]?.job.state).toBe('received');
  });

  it('answers in the order of asking', async () => {
    const order: number[] = [];
    const asked = [1, 2, 3, 4, 5].map((n) =>
      store.submit(`key-${n}`, [newJob]).then(({ ids }) => order.push(ids[0] ?? 0)),
    );
    await Promise.all(asked);
    expect(order).toEqual([1, 2, 3, 4, 5]);
  });

  it('can be closed twice and answers nothing afterwards', async () => {
    await store.close();
    await store.close();
    await expect(store.load(1000)).rejects.toThrow();
  });
});

describe.each(makes)('%s, opening a file that is not right', (_, open) => {
  it('refuses the database of another program', async () => {
    const other = new DatabaseSync(path);
    other.exec('CREATE TABLE recipes (name TEXT)');
    other.close();
    const before = readFileSync(path);
    await expect(open()).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('brings a database of the first version up to date, with what it holds', async () => {
    const first = new DatabaseSync(path);
    const application = 0x46415843;
    first.exec(`PRAGMA application_id = ${application};
      CREATE TABLE migrations (version INTEGER PRIMARY KEY, appliedAt INTEGER NOT NULL) STRICT`);
    first.exec(migrations[0] ?? '');
    first.exec("INSERT INTO migrations VALUES (1, 1); INSERT INTO settings VALUES ('retries', '7')");
    first.close();
    const store = await open();
    expect((await store.load(1000)).settings).toEqual({ retries: 7 });
    await store.addJob({ ...newJob, unconfirmedPage: 2 });
    expect((await store.load(1000)).jobs[0]?.job.unconfirmedPage).toBe(2);
  });

  it('refuses a database of a newer version and leaves it as it is', async () => {
    await openDirectStore(path, 1).close();
    const newer = new DatabaseSync(path);
    newer.exec('INSERT INTO migrations VALUES (999, 1); PRAGMA wal_checkpoint(TRUNCATE)');
    newer.close();
    const before = readFileSync(path);
    await expect(open()).rejects.toMatchObject({ code: 'STORE_TOO_NEW' });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('names a folder that cannot be used', async () => {
    path = join(folder, 'not-there', 'fax.db');
    await expect(open()).rejects.toMatchObject({ code: 'DATA_FOLDER_UNUSABLE' });
  });
});

describe('the worker thread', () => {
  it('refuses everything with SERVER_STOPPED when it dies', async () => {
    const store = await openWorkerStore(startWorker, path, 1);
    const asked = store.load(1000).then(
      () => 'answered',
      (error: { code: string }) => error.code,
    );
    await threads[0]?.terminate();
    expect(['answered', 'SERVER_STOPPED']).toContain(await asked);
    await expect(store.load(1000)).rejects.toMatchObject({ code: 'SERVER_STOPPED' });
    await store.close();
  });

  it('finds what a thread that was killed had written', async () => {
    const store = await openWorkerStore(startWorker, path, 1);
    await store.submit('key-1', [newJob]);
    await threads[0]?.terminate();
    const again = await openWorkerStore(startWorker, path, 1);
    expect((await again.load(1000)).jobs).toHaveLength(1);
    await again.close();
  });
});
