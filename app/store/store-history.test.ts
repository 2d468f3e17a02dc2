import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDirectStore } from './direct-store.ts';
import type { JobRecord, NewJobRecord } from './records.ts';
import { SqliteStore } from './sqlite-store.ts';
import type { Store } from './store.ts';
import { sampleAttempt, sampleJob, sampleMail, sampleMessage, sampleNewJob } from './testing/sample-records.ts';

let folder: string;
let store: Store;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fax-history-'));
  store = openDirectStore(join(folder, 'fax.db'), 1);
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Writes a job for each change, under the ids 1, 2, 3… */
async function fill(changes: readonly Partial<NewJobRecord>[]): Promise<void> {
  for (const [index, each] of changes.entries()) {
    const key = each.submissionKey ?? `key-${index + 1}`;
    await store.submit(key, [{ ...sampleNewJob, submissionKey: key, ...each }]);
  }
}

const ended = (state: JobRecord['state'], at: number): Partial<NewJobRecord> => ({ state, finishedAt: at });
const idsOf = (jobs: readonly { readonly job: JobRecord }[]) => jobs.map(({ job }) => job.id);

describe('what the server starts with', () => {
  it('is what is open, what has something left to do, and the newest of the rest', async () => {
    await fill([
      { state: 'waiting' },
      ended('delivered', 10),
      { ...ended('failed', 11), receiptState: 'queued' },
      { ...ended('delivered', 12), archiveDue: true },
      ended('failed', 13),
      ended('delivered', 14),
      ended('cancelled', 15),
    ]);
    const office = await store.load(2);
    expect(idsOf(office.jobs)).toEqual([1, 3, 4, 6, 7]);
    expect(office.totals).toEqual({ jobs: 7, messages: 0 });
  });

  it('holds received faxes whose routing or filing is not done', async () => {
    for (const id of [1, 2, 3, 4, 5]) {
      await store.addJob({ ...sampleNewJob, direction: 'in', state: 'routing' });
      const state = id === 2 ? 'retrying' : 'done';
      const [rule] = sampleMessage(id).routing;
      const routing = rule ? [{ ...rule, state } as const] : [];
      await store.fileMessage(
        sampleJob(id, { direction: 'in', state: 'received' }),
        sampleMessage(id, { routing, archiveDue: id === 3 }),
      );
    }
    const office = await store.load(1);
    expect(office.messages.map(({ id }) => id)).toEqual([2, 3, 5]);
    expect(office.totals.messages).toBe(5);
  });

  it('tells of several calls at once which are under way', async () => {
    await fill([{}, {}, {}]);
    for (const id of [1, 2, 3]) await store.startAttempt(sampleJob(id, { state: 'sending' }), sampleAttempt(id, 1));
    await store.endAttempt(sampleJob(2, { state: 'retrying' }), sampleAttempt(2, 1, { endedAt: 9, outcome: 'busy' }));
    await store.setLastPageSent(3, 1, true);
    const { jobs } = await store.load(10);
    expect(jobs.map(({ openAttempt }) => openAttempt)).toEqual([
      { n: 1, lastPageSent: false },
      null,
      { n: 1, lastPageSent: true },
    ]);
  });
});

describe('looking into the history', () => {
  it('finds a job with its confirmed pages, or none', async () => {
    await fill([{ ...ended('failed', 5), senderPerson: null, failuresByOutcome: { busy: 2 } }]);
    await store.confirmPage(1, 1, 0);
    expect(await store.job(1)).toMatchObject({ job: { id: 1, failuresByOutcome: { busy: 2 } }, pagesConfirmed: 1 });
    expect(await store.job(2)).toBeNull();
  });

  it('knows every page of a delivered fax as confirmed, also where the rows of its pages were lost', async () => {
    await fill([{ ...ended('delivered', 5), pages: 3 }]);
    expect(await store.job(1)).toMatchObject({ pagesConfirmed: 3 });
  });

  it('lists jobs newest first, by what a row shows as their state', async () => {
    await fill([
      { state: 'waiting' },
      { state: 'waiting', paused: true },
      { state: 'retrying' },
      { state: 'retrying', paused: true },
      ended('delivered', 1),
      { state: 'sending', paused: true },
    ]);
    const list = async (state: Parameters<Store['jobs']>[0]['state'], limit = 10) => {
      const { jobs, total } = await store.jobs({ state, limit });
      return [idsOf(jobs), total];
    };
    expect(await list(null, 3)).toEqual([[6, 5, 4], 6]);
    expect(await list('waiting')).toEqual([[1], 1]);
    expect(await list('retrying')).toEqual([[3], 1]);
    expect(await list('paused')).toEqual([[4, 2], 2]);
    expect(await list('sending')).toEqual([[6], 1]);
    expect(await list('failed')).toEqual([[], 0]);
  });

  it('knows the jobs of a key, erased ones left out, and keys that were never used', async () => {
    await store.submit(
      'both',
      [sampleNewJob, sampleNewJob].map((job) => ({ ...job, submissionKey: 'both' })),
    );
    expect(idsOf((await store.submission('both')) ?? [])).toEqual([1, 2]);
    await store.erase(1, { at: 1, action: 'erased', faxId: 1, words: 'Erased.' });
    expect(idsOf((await store.submission('both')) ?? [])).toEqual([2]);
    await store.erase(2, { at: 1, action: 'erased', faxId: 2, words: 'Erased.' });
    expect(await store.submission('both')).toEqual([]);
    expect(await store.submission('never')).toBeNull();
  });

  it('finds messages one by one and newest first', async () => {
    for (const id of [1, 2, 3]) {
      await store.addJob({ ...sampleNewJob, direction: 'in', state: 'receiving' });
      await store.fileMessage(sampleJob(id, { direction: 'in', state: 'received' }), sampleMessage(id));
    }
    expect(await store.message(2)).toEqual(sampleMessage(2));
    expect(await store.message(9)).toBeNull();
    const { messages, total } = await store.messages(2);
    expect([messages.map(({ id }) => id), total]).toEqual([[3, 2], 3]);
  });

  it('knows which documents are referred to, and how often', async () => {
    await fill([{ document: 'a.tif' }, { document: 'a.tif' }, { document: 'b.tif' }]);
    expect([...(await store.documentsInUse())].sort()).toEqual(['a.tif', 'b.tif']);
    expect(await store.documentUsers('a.tif')).toBe(2);
    expect(await store.documentUsers('c.tif')).toBe(0);
  });

  it('says which faxes ended before an instant, oldest first', async () => {
    await fill([ended('delivered', 30), ended('failed', 10), { state: 'waiting' }, ended('delivered', 20)]);
    expect(await store.endedBefore(30, 10)).toEqual([2, 4]);
    expect(await store.endedBefore(31, 2)).toEqual([2, 4]);
  });

  it('adds up the archive of sent and received faxes', async () => {
    expect(await store.archiveFacts()).toEqual({ bytes: 0, faxes: 0 });
    await fill([ended('delivered', 1), { ...ended('delivered', 2), archive: { file: '/a/1.tif', bytes: 1000 } }]);
    const id = await store.addJob({ ...sampleNewJob, direction: 'in', state: 'routing' });
    const filed = sampleMessage(id, { archive: { file: '/a/2.tif', bytes: 500 } });
    await store.fileMessage(sampleJob(id, { direction: 'in', state: 'received' }), filed);
    expect(await store.archiveFacts()).toEqual({ bytes: 1500, faxes: 2 });
    expect(await store.oldestArchived(10)).toEqual([2, 3]);
    expect(await store.oldestArchived(1)).toEqual([2]);
  });
});

describe('mails that wait', () => {
  it('are kept with their jobs from queueing to the end', async () => {
    await fill([ended('delivered', 1), ended('failed', 2)]);
    const queued = [1, 2].map((id) => sampleJob(id, { state: 'delivered', receiptState: 'queued' }));
    const id = await store.queueMail(sampleMail([1, 2]), queued);
    expect((await store.load(10)).mails).toEqual([{ id, ...sampleMail([1, 2]) }]);
    const tried = { id, ...sampleMail([1, 2]), attempts: 1, nextAt: 9000, error: 'No answer.' };
    await store.putMail(tried, [{ ...sampleJob(1), receiptState: 'queued', receiptError: 'No answer.' }]);
    const office = await store.load(0);
    expect(office.mails).toEqual([tried]);
    // Both still have something left to do.
    expect(idsOf(office.jobs)).toEqual([1, 2]);
    await store.removeMail(
      id,
      [1, 2].map((each) => sampleJob(each, { ...ended('delivered', 1), receiptState: 'sent' })),
    );
    const done = await store.load(0);
    expect([done.mails, done.jobs]).toEqual([[], []]);
  });
});

describe('erasing', () => {
  it('leaves nothing of a fax but a line in the audit list', async () => {
    await fill([{}]);
    await store.startAttempt(sampleJob(1), sampleAttempt(1, 1));
    await store.confirmPage(1, 1, 0);
    await store.erase(1, { at: 7, action: 'erased', faxId: 1, words: 'Fax 1 was erased.' });
    expect([await store.job(1), await store.attempts(1)]).toEqual([null, []]);
    const { entries, total } = await store.audit(10);
    expect(entries).toEqual([{ id: 1, at: 7, action: 'erased', faxId: 1, words: 'Fax 1 was erased.' }]);
    expect(total).toBe(1);
  });

  it('is not undone by a write that was on its way', async () => {
    await fill([{}]);
    await store.erase(1, { at: 7, action: 'erased', faxId: 1, words: 'Fax 1 was erased.' });
    await store.putJobs([sampleJob(1, { state: 'delivered' })]);
    expect(await store.job(1)).toBeNull();
  });

  it('takes the fax out of mails that tell of others as well', async () => {
    await fill([{}, {}]);
    await store.queueMail(sampleMail([1, 2]), []);
    await store.queueMail({ ...sampleMail([1]), messageId: 'mail-2@example.com' }, []);
    await store.erase(1, { at: 7, action: 'erased', faxId: 1, words: 'Fax 1 was erased.' });
    expect((await store.load(1)).mails.map(({ jobIds }) => jobIds)).toEqual([[2]]);
  });

  it('gives the newest lines of the audit list first', async () => {
    for (const at of [1, 2, 3]) await store.addAudit({ at, action: 'backup', faxId: null, words: `Backup ${at}.` });
    const { entries, total } = await store.audit(2);
    expect([entries.map(({ at }) => at), total]).toEqual([[3, 2], 3]);
  });
});

describe('a copy of the database', () => {
  it('is whole, and refused where a file is already', async () => {
    await fill([{}, ended('delivered', 3)]);
    const copy = join(folder, 'copy.db');
    await store.copyTo(copy);
    const other = openDirectStore(copy, 1);
    expect(idsOf((await other.load(10)).jobs)).toEqual([1, 2]);
    await other.close();
    await expect(store.copyTo(copy)).rejects.toThrow();
  });
});

describe('a row that is not what it should be', () => {
  it.each([
    ['a state that does not exist', "UPDATE jobs SET state = 'lost'"],
    ['text that is no JSON', "UPDATE jobs SET failuresByOutcome = '{'"],
    ['JSON of another shape', `UPDATE jobs SET archive = '{"file":1}'`],
  ])('is named as damage: %s', async (_, sql) => {
    await fill([{}]);
    const other = new DatabaseSync(join(folder, 'fax.db'));
    other.exec(sql);
    other.close();
    await expect(store.jobs({ state: null, limit: 10 })).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
    await expect(store.job(1)).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
  });
});

it('is as new when it is emptied', () => {
  const database = new SqliteStore(':memory:', 1);
  const fresh = database.load(100);
  for (const round of [1, 2]) {
    expect(database.submit('key-1', [sampleNewJob])).toEqual({ ids: [1], fresh: true });
    database.startAttempt(sampleJob(1), sampleAttempt(1, 1));
    database.confirmPage(1, 1, 0);
    database.fileMessage(sampleJob(1), sampleMessage(1));
    expect(database.load(100).jobs).toHaveLength(1);
    database.empty();
    expect(database.load(100), `round ${round}`).toEqual(fresh);
  }
  database.close();
});
