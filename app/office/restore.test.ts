import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { heldWords } from '../model/held-words.ts';
import { openDirectStore } from '../store/direct-store.ts';
import { sampleNewJob } from '../store/testing/sample-records.ts';
import { tryLock } from './lock.ts';
import { restoreBackup } from './restore.ts';

const NOW = Date.parse('2026-03-12T09:00:00Z');
let folder: string;
let file: string;
let dataDir: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fax-restore-'));
  file = join(folder, 'faxes.tar.gz');
  dataDir = join(folder, 'data');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Entry {
  readonly path: string;
  readonly content: Buffer;
  readonly type?: 'File' | 'SymbolicLink' | 'Link' | 'Directory';
  readonly linkpath?: string;
}

/** A tar file octet by octet, so that it may hold what no tool would write. */
function tarOf(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ path, content, type = 'File', linkpath }) => {
    const block = Buffer.alloc(512);
    const size = type === 'File' ? content.length : 0;
    new Header({ path, size, type, mode: 0o644, mtime: new Date(NOW), ...(linkpath ? { linkpath } : {}) }).encode(
      block,
      0,
    );
    const padded = Buffer.alloc(Math.ceil(size / 512) * 512);
    content.copy(padded);
    return type === 'File' ? [block, padded] : [block];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

const manifestOf = (entries: readonly Entry[], changes: object = {}): Entry => ({
  path: 'manifest.json',
  content: Buffer.from(
    JSON.stringify({
      format: 'fax-console-backup',
      version: 1,
      at: '2026-03-10T09:00:00.000Z',
      dataDir: '/old/data',
      faxes: 3,
      files: entries.map(({ path, content }) => ({
        path,
        bytes: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
      })),
      ...changes,
    }),
  ),
});

/** The database of an office: a fax sent, one that waits and one on the line. */
async function database(): Promise<Buffer> {
  const path = join(folder, 'made.db');
  const store = openDirectStore(path, 1);
  const { ids } = await store.submit('key-1', [sampleNewJob, sampleNewJob, sampleNewJob]);
  const [sent = 0, , active = 0] = ids;
  await store.putJobs([
    {
      ...sampleNewJob,
      id: sent,
      state: 'delivered',
      finishedAt: 2000,
      receiptState: 'queued',
      archive: { file: '/old/data/archive/sent/2026/03/a (1).tif', bytes: 5 },
    },
    { ...sampleNewJob, id: active, state: 'sending' },
  ]);
  await store.queueMail(
    {
      jobIds: [sent],
      to: 'me@office.example',
      attach: false,
      messageId: 'm',
      createdAt: 1,
      attempts: 0,
      nextAt: 1,
      error: null,
    },
    [],
  );
  await store.close();
  return readFileSync(path);
}

async function entries(): Promise<Entry[]> {
  return [
    { path: 'fax.db', content: await database() },
    { path: 'documents/a.tif', content: Buffer.from('pages of it') },
    { path: 'inbox/fax-9.tif', content: Buffer.from('pages that came') },
    { path: 'archive/sent/2026/03/a (1).tif', content: Buffer.from('pages of it') },
  ];
}

async function write(change: (all: Entry[]) => readonly Entry[] = (all) => [manifestOf(all), ...all]): Promise<void> {
  writeFileSync(file, gzipSync(tarOf(change(await entries()))));
}

const restore = () => restoreBackup({ file, dataDir, now: NOW });
/** What lies beside the backup: nothing half may be among it. */
const left = () => readdirSync(folder).filter((name) => !name.startsWith('made.db'));

describe('a restore', () => {
  it('puts every file in its place and holds what may have been sent since', async () => {
    await write();
    expect(await restore()).toMatchObject({ faxes: 3, held: 2, files: 4 });
    expect(readFileSync(join(dataDir, 'documents', 'a.tif'), 'utf8')).toBe('pages of it');
    const store = openDirectStore(join(dataDir, 'fax.db'), NOW);
    const { jobs, mails } = await store.load(100);
    expect(jobs.map(({ job }) => [job.state, job.paused, job.words])).toEqual([
      ['delivered', false, null],
      ['waiting', true, heldWords],
      ['sending', true, heldWords],
    ]);
    expect(jobs[0]?.job.archive?.file).toBe(join(dataDir, 'archive/sent/2026/03/a (1).tif'));
    expect(jobs[0]?.job.receiptState).toBe('failed');
    expect(mails).toEqual([]);
    expect((await store.audit(1)).entries).toMatchObject([{ action: 'restored' }]);
    expect(await store.addJob(sampleNewJob)).toBeGreaterThan(9);
    await store.close();
    expect(left()).toEqual(['data', 'faxes.tar.gz']);
  });

  it('takes a folder that is empty, and no other', async () => {
    await write();
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'notes.txt'), 'mine');
    await expect(restore()).rejects.toMatchObject({ code: 'FOLDER_NOT_EMPTY' });
    expect(readdirSync(dataDir)).toEqual(['notes.txt']);
    rmSync(join(dataDir, 'notes.txt'));
    await restore();
    await expect(restore()).rejects.toMatchObject({ code: 'FOLDER_NOT_EMPTY' });
  });

  it('takes no folder that another process owns', async () => {
    await write();
    mkdirSync(dataDir);
    const lock = tryLock(dataDir);
    await expect(restore()).rejects.toMatchObject({ code: 'ALREADY_RUNNING' });
    lock?.release();
    await restore();
  });

  it('removes what one that was killed has left', async () => {
    await write();
    mkdirSync(join(folder, '.data.restoring-12345678'));
    await restore();
    expect(left()).toEqual(['data', 'faxes.tar.gz']);
  });

  it('of a file that is not there says so', async () => {
    await expect(restore()).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    expect(left()).toEqual([]);
  });
});

const other = (path: string): Entry => ({ path, content: Buffer.from('something') });
const hostile: readonly (readonly [string, (all: Entry[]) => readonly Entry[]])[] = [
  ['no manifest', (all) => all],
  ['a manifest of another format', (all) => [manifestOf(all, { format: 'other' }), ...all]],
  ['a manifest of a newer version', (all) => [manifestOf(all, { version: 2 }), ...all]],
  ['a manifest that is no JSON', (all) => [other('manifest.json'), ...all]],
  [
    'a path that climbs',
    (all) => [manifestOf([...all, other('documents/../../evil.tif')]), ...all, other('documents/../../evil.tif')],
  ],
  ['an absolute path', (all) => [manifestOf([...all, other('/tmp/evil.tif')]), ...all, other('/tmp/evil.tif')]],
  [
    'a path with a backslash',
    (all) => [manifestOf([...all, other('inbox\\..\\evil')]), ...all, other('inbox\\..\\evil')],
  ],
  ['a file at the top', (all) => [manifestOf([...all, other('secrets.json')]), ...all, other('secrets.json')]],
  ['a file that the manifest does not name', (all) => [manifestOf(all), ...all, other('inbox/fax-1.tif')]],
  ['a file that is missing', (all) => [manifestOf(all), ...all.slice(0, -1)]],
  ['files in another order', (all) => [manifestOf(all), ...all.toReversed()]],
  ['a file twice', (all) => [manifestOf([...all, all[1] as Entry]), ...all, all[1] as Entry]],
  [
    'names that differ in case alone',
    (all) => [manifestOf([...all, other('documents/A.TIF')]), ...all, other('documents/A.TIF')],
  ],
  [
    'a file with other content',
    (all) => [manifestOf(all), ...all.with(1, { ...(all[1] as Entry), content: Buffer.from('pages of ix') })],
  ],
  [
    'a link',
    (all) => [
      manifestOf(all),
      ...all.with(1, {
        path: 'documents/a.tif',
        content: Buffer.alloc(0),
        type: 'SymbolicLink',
        linkpath: '/etc/passwd',
      }),
    ],
  ],
  [
    'a hard link',
    (all) => [
      manifestOf(all),
      ...all.with(1, { path: 'documents/a.tif', content: Buffer.alloc(0), type: 'Link', linkpath: 'fax.db' }),
    ],
  ],
  ['a folder', (all) => [{ path: 'documents', content: Buffer.alloc(0), type: 'Directory' }, manifestOf(all), ...all]],
  [
    'a database that is none',
    (all) => {
      const bad = all.with(0, other('fax.db'));
      return [manifestOf(bad), ...bad];
    },
  ],
];

describe('a backup with', () => {
  it.each(hostile)('%s is refused, and nothing is left of it', async (_, change) => {
    await write(change);
    await expect(restore()).rejects.toMatchObject({ code: 'BACKUP_INVALID' });
    expect(left()).toEqual(['faxes.tar.gz']);
  });

  it('more than the disk has room for is refused before anything is written', async () => {
    await write((all) => [
      manifestOf(all, { files: [{ path: 'fax.db', bytes: 900_000_000_000, sha256: '0'.repeat(64) }] }),
      ...all,
    ]);
    await expect(restore()).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(left()).toEqual(['faxes.tar.gz']);
  });
});

it.each([0, 10, 200, 0.5, 0.9, 0.999])('a backup cut at %f is refused', async (at) => {
  await write();
  const whole = readFileSync(file).length;
  truncateSync(file, Math.floor(at < 1 ? whole * at : at));
  await expect(restore()).rejects.toMatchObject({ code: 'BACKUP_INVALID' });
  expect(left()).toEqual(['faxes.tar.gz']);
});

it('a backup with an octet changed anywhere is refused', async () => {
  await write();
  const whole = readFileSync(file);
  for (const part of [0.01, 0.3, 0.6, 0.95]) {
    const damaged = Buffer.from(whole);
    const at = Math.floor(damaged.length * part);
    damaged[at] = (damaged[at] ?? 0) ^ 0xff;
    writeFileSync(file, damaged);
    await expect(restore()).rejects.toMatchObject({ code: 'BACKUP_INVALID' });
  }
  expect(left()).toEqual(['faxes.tar.gz']);
});

it('a data folder that is a link is followed', async () => {
  await write();
  const real = join(folder, 'real');
  mkdirSync(real);
  symlinkSync(real, dataDir);
  const { dataDir: into } = await restore();
  expect(into).toBe(real);
  expect(dirname(into)).toBe(folder);
  expect(readdirSync(real)).toContain('fax.db');
});
