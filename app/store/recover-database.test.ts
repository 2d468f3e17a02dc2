import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { heldWords } from '../model/held-words.ts';
import { openDirectStore } from './direct-store.ts';
import { type DatabaseRecovery, databaseRecoverySchema, RECOVERY } from './recovery-note.ts';
import { SqliteStore } from './sqlite-store.ts';
import type { Store } from './store.ts';
import { sampleNewJob } from './testing/sample-records.ts';

const NOW = Date.parse('2026-03-10T09:00:00Z');
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fax-recover-'));
  path = join(folder, 'fax.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A database of so many faxes, with a setting and a port; every fifth has not ended. */
async function fill(jobs: number): Promise<void> {
  const store = openDirectStore(path, 1);
  await store.putSettings({ retries: 7 });
  await store.addPort({
    name: 'Practice 1',
    address: 'loopback:5550100',
    send: true,
    receive: 'auto',
    rings: 1,
    csid: '',
    tsid: '',
    priority: 1,
  });
  for (let n = 1; n <= jobs; n += 1) {
    const job = { ...sampleNewJob, note: `${n} ${'x'.repeat(500)}`, submissionKey: `key-${n}` };
    const { ids } = await store.submit(job.submissionKey, [job]);
    const id = ids[0] ?? 0;
    if (n % 5 > 0) await store.putJobs([{ ...job, id, state: 'delivered', finishedAt: 2000, outcome: 'ok' }]);
  }
  await store.close();
}

function damage(at: number, octets: number): void {
  const file = readFileSync(path);
  file.fill(0xa5, at, at + octets);
  writeFileSync(path, file);
}

interface Found {
  readonly store: Store;
  readonly ids: readonly number[];
  readonly note: DatabaseRecovery;
}

async function open(): Promise<Found> {
  const store = openDirectStore(path, NOW);
  const office = await store.load(100_000);
  const text = office.settings[RECOVERY];
  if (text === undefined) throw new Error('Nothing tells of a recovery.');
  return {
    store,
    ids: office.jobs.map(({ job }) => job.id),
    note: databaseRecoverySchema.parse(JSON.parse(String(text))),
  };
}

describe('a damaged database', () => {
  it('with pages overwritten in the middle gives back every row that is whole', async () => {
    await fill(400);
    const before = readFileSync(path);
    damage(Math.floor(statSync(path).size / 8192) * 4096, 4096);
    const damaged = readFileSync(path);
    const { store, ids, note } = await open();
    expect(note).toMatchObject({ kind: 'repaired', file: 'fax.db.damaged-20260310-090000', at: NOW });
    expect(ids.length).toBeGreaterThan(360);
    expect(note.jobs).toBe(ids.length);
    const kept = readFileSync(join(folder, note.file ?? ''));
    expect(kept.equals(damaged)).toBe(true);
    expect(kept.equals(before)).toBe(false);
    expect((await store.audit(10)).entries).toMatchObject([{ action: 'database-recovered' }]);
    await store.close();
    const database = new DatabaseSync(path, { readOnly: true });
    expect(database.prepare('PRAGMA quick_check').get()?.quick_check).toBe('ok');
    expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
    database.close();
  });

  it('gives no id a second time', async () => {
    await fill(100);
    mkdirSync(join(folder, 'inbox'));
    writeFileSync(join(folder, 'inbox', 'fax-431.tif'), 'a page');
    damage(0, 100_000);
    const { store } = await open();
    expect(await store.addJob(sampleNewJob)).toBeGreaterThan(431);
    await store.close();
  });

  it('with a damaged header gives back everything', async () => {
    await fill(50);
    damage(0, 100);
    const { store, ids, note } = await open();
    expect(note.kind).toBe('repaired');
    expect(ids).toHaveLength(50);
    expect((await store.load(1)).settings.retries).toBe(7);
    expect((await store.load(1)).ports).toHaveLength(1);
    await store.close();
  });

  it.each([0.25, 0.5, 0.9])('cut short at %f of it is opened', async (part) => {
    await fill(100);
    truncateSync(path, Math.floor(statSync(path).size * part));
    const { store, note } = await open();
    expect(['repaired', 'set-aside']).toContain(note.kind);
    expect(readdirSync(folder)).toContain(note.file);
    await store.close();
  });

  it('that is garbage is set aside, and a new one begun', async () => {
    const garbage = 'This is no database, it only looks like a file.'.repeat(50);
    writeFileSync(path, garbage);
    const { store, ids, note } = await open();
    expect(note).toMatchObject({ kind: 'set-aside', jobs: 0 });
    expect(ids).toEqual([]);
    expect(readFileSync(join(folder, note.file ?? ''), 'utf8')).toBe(garbage);
    expect((await store.audit(10)).entries).toMatchObject([{ action: 'database-set-aside' }]);
    await store.close();
  });

  it('that is empty beside faxes is told of; one that is new is not', async () => {
    const fresh = openDirectStore(path, NOW);
    expect((await fresh.load(1)).settings[RECOVERY]).toBeUndefined();
    await fresh.close();
    rmSync(path);
    writeFileSync(path, '');
    mkdirSync(join(folder, 'documents'));
    writeFileSync(join(folder, 'documents', 'a.tif'), 'a page');
    const { store, note } = await open();
    expect(note).toMatchObject({ kind: 'lost', file: null });
    await store.close();
    expect(readdirSync(join(folder, 'documents'))).toEqual(['a.tif']);
  });

  it('holds back what it does not know to be unsent, and repeats no receipt', async () => {
    await fill(20);
    damage(0, 100);
    const { store, note } = await open();
    expect(note.held).toBe(4);
    const { jobs } = await store.jobs({ state: 'paused', limit: 100 });
    expect(jobs.map(({ job }) => job.words)).toEqual([heldWords, heldWords, heldWords, heldWords]);
    await store.close();
  });

  it('is put right when a value in it is not what it must be', async () => {
    await fill(10);
    const database = new DatabaseSync(path);
    database.exec("UPDATE jobs SET state = 'deliverxd' WHERE id = 3");
    database.close();
    const { store, ids } = await open();
    expect(ids).toEqual([1, 2, 4, 5, 6, 7, 8, 9, 10]);
    await store.close();
  });

  it('is recovered once: the next opening finds it sound', async () => {
    await fill(50);
    damage(0, 100);
    await (await open()).store.close();
    const again = openDirectStore(path, NOW + 1000);
    expect((await again.load(100)).jobs).toHaveLength(50);
    await again.close();
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual(['fax.db.damaged-20260310-090000']);
  });
});

describe('a recovery that was cut', () => {
  it('between its two names is finished', async () => {
    await fill(50);
    damage(0, 100);
    const damaged = readFileSync(path);
    await (await open()).store.close();
    // As a kill leaves it: the new one finished and not in its place yet.
    const sound = readFileSync(path);
    writeFileSync(`${path}.recovered-20260310-090000`, sound);
    rmSync(`${path}.damaged-20260310-090000`);
    writeFileSync(path, damaged);
    const { store, ids } = await open();
    expect(ids).toHaveLength(50);
    await store.close();
    expect(readFileSync(`${path}.damaged-20260310-090000`).equals(damaged)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.includes('recovered'))).toEqual([]);
  });

  it('while it was read begins again', async () => {
    await fill(50);
    damage(0, 100);
    writeFileSync(`${path}.building`, 'half of it');
    writeFileSync(`${path}.salvage`, 'half of it');
    const { store, ids } = await open();
    expect(ids).toHaveLength(50);
    await store.close();
  });
});

describe('a damaged write-ahead log', () => {
  /** A database with commits that stand in the log alone. */
  async function withLog(): Promise<{ readonly database: Buffer; readonly log: Buffer }> {
    await fill(3);
    const store = new SqliteStore(path, NOW);
    for (let n = 0; n < 20; n += 1)
      store.submit(`late-${n}`, [{ ...sampleNewJob, submissionKey: `late-${n}`, note: 'y'.repeat(3000) }]);
    const files = { database: readFileSync(path), log: readFileSync(`${path}-wal`) };
    store.close();
    return files;
  }

  const put = ({ database, log }: { readonly database: Buffer; readonly log: Buffer }) => {
    writeFileSync(path, database);
    writeFileSync(`${path}-wal`, log);
    rmSync(`${path}-shm`, { force: true });
  };

  it('that is whole loses nothing and says nothing', async () => {
    put(await withLog());
    const store = openDirectStore(path, NOW);
    const office = await store.load(100);
    expect(office.jobs).toHaveLength(23);
    expect(office.settings[RECOVERY]).toBeUndefined();
    await store.close();
  });

  it('is kept, told of, and what stood before the damage is there', async () => {
    const files = await withLog();
    files.log.fill(0xa5, Math.floor(files.log.length / 2), Math.floor(files.log.length / 2) + 200);
    put(files);
    const { store, ids, note } = await open();
    expect(note).toMatchObject({ kind: 'log-damaged', file: 'fax.db-wal.damaged-20260310-090000' });
    expect(ids.length).toBeGreaterThan(3);
    expect(ids.length).toBeLessThan(23);
    expect(readFileSync(join(folder, note.file ?? '')).equals(files.log)).toBe(true);
    await store.close();
  });

  it('with a damaged header is kept and told of', async () => {
    const files = await withLog();
    files.log.fill(0xa5, 0, 32);
    put(files);
    const { store, ids, note } = await open();
    expect(note.kind).toBe('log-damaged');
    expect(ids).toHaveLength(3);
    await store.close();
  });

  it('that a power cut left with its last commit half written is no damage', async () => {
    const files = await withLog();
    put({ ...files, log: files.log.subarray(0, files.log.length - 2000) });
    const store = openDirectStore(path, NOW);
    expect((await store.load(100)).settings[RECOVERY]).toBeUndefined();
    await store.close();
  });
});

it('a damaged page that is met later is put right by the next opening', async () => {
  await fill(300);
  const store = openDirectStore(path, NOW);
  damage(Math.floor(statSync(path).size / 8192) * 4096, 12_288);
  await expect(
    (async () => {
      for (let id = 1; id <= 300; id += 1) await store.job(id);
      await store.jobs({ state: null, limit: 1000 });
    })(),
  ).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
  await store.close();
  const found = await open();
  expect(found.note.kind).toBe('repaired');
  await found.store.close();
});

it('wherever octets are flipped, the database opens, and nothing that it was is deleted', async () => {
  await fill(40);
  const whole = readFileSync(path);
  const met = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), fc.integer({ min: 1, max: 255 })),
        {
          minLength: 1,
          maxLength: 40,
        },
      ),
      async (flips) => {
        for (const name of readdirSync(folder)) rmSync(join(folder, name));
        const damaged = Buffer.from(whole);
        for (const [part, mask] of flips) {
          const at = Math.floor(part * damaged.length);
          damaged[at] = (damaged[at] ?? 0) ^ mask;
        }
        writeFileSync(path, damaged);
        const store = openDirectStore(path, NOW);
        const { settings, jobs } = await store.load(1000);
        const note = settings[RECOVERY] === undefined ? null : JSON.parse(String(settings[RECOVERY]));
        met.set(note?.kind ?? 'sound', (met.get(note?.kind ?? 'sound') ?? 0) + 1);
        if (note === null) expect(jobs.length).toBeGreaterThan(0);
        else expect(readFileSync(join(folder, note.file)).equals(damaged)).toBe(true);
        expect(await store.addJob(sampleNewJob)).toBeGreaterThan(Math.max(0, ...jobs.map(({ job }) => job.id)));
        await store.close();
      },
    ),
    { numRuns: 60, seed: 20260310 },
  );
  expect([...met.keys()]).toContain('repaired');
});
