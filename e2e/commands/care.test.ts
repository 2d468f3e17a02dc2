import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { openTestOffice, type Running, sample, type TestOffice } from './fax-command.ts';
import { errorShape, inboxShape, jobsShape } from './output-shapes.ts';

const auditShape = z.object({
  entries: z.array(z.object({ action: z.string(), faxId: z.int().nullable(), words: z.string() })),
  total: z.int(),
});
const foundShape = z.object({ documents: z.array(z.object({ path: z.string(), pages: z.int(), at: z.string() })) });
const restoredShape = z.object({ dataDir: z.string(), faxes: z.int(), held: z.int(), files: z.int() });

let office: TestOffice;
beforeEach(async () => {
  office = await openTestOffice();
});
afterEach(() => office.close());

async function serve(): Promise<Running> {
  const server = office.start('serve', '--json');
  await server.says('"ready"');
  return server;
}

async function stop(server: Running): Promise<void> {
  server.child.kill('SIGTERM');
  expect((await server.ended).code).toBe(0);
}

const filesBelow = async (folder: string): Promise<string[]> =>
  existsSync(folder)
    ? (await readdir(folder, { recursive: true, withFileTypes: true }))
        .filter((each) => each.isFile())
        .map((each) => each.name)
    : [];

test('a fax sent and one received are filed; one erased leaves a line of the audit list and nothing else', async () => {
  const server = await serve();
  await office.fax('send', sample, '--to', '5550101', '--wait');
  const archive = join(office.dataDir, 'archive');
  await expect.poll(() => filesBelow(archive), { timeout: 10_000 }).toHaveLength(5);
  const proof = (await filesBelow(join(archive, 'sent'))).find((name) => name.endsWith(' to 5550101 (1).pdf'));
  expect(proof).toMatch(/^\d{4}-\d\d-\d\d \d\d\.\d\d to/);
  const erased = await office.fax('erase', '1', '2', '77', '--json');
  expect(erased.code).toBe(2);
  expect(erased.json(z.object({ erased: z.array(z.int()), error: z.object({ code: z.string() }) }))).toMatchObject({
    erased: [1, 2],
    error: { code: 'JOB_NOT_FOUND' },
  });
  expect(await filesBelow(archive)).toEqual([]);
  expect(await filesBelow(join(office.dataDir, 'documents'))).toEqual([]);
  expect(await filesBelow(join(office.dataDir, 'inbox'))).toEqual([]);
  expect((await office.fax('jobs', '--json')).json(jobsShape).total).toBe(0);
  const audit = (await office.fax('audit', '--json')).json(auditShape);
  expect(audit).toMatchObject({
    total: 2,
    entries: [
      { action: 'erased', faxId: 2 },
      { action: 'erased', faxId: 1 },
    ],
  });
  expect((await office.fax('audit')).stdout).toContain('erased');
  await stop(server);
});

test('a backup of a running server is restored whole, and what waited is held', async () => {
  const server = await serve();
  await office.fax('send', sample, '--to', '5550101', '--wait');
  await office.fax('send', sample, '--to', '5550101', '--at', '2099-01-01T12:00');
  const backup = join(office.folder, 'faxes.tar.gz');
  const written = await office.fax('backup', 'faxes.tar.gz', '--json');
  expect(written.json(z.object({ out: z.string(), bytes: z.int(), faxes: z.int() }))).toMatchObject({
    out: backup,
    faxes: 3,
  });
  await stop(server);

  const into = join(office.folder, 'restored');
  const restored = await office.fax('restore', 'faxes.tar.gz', '--data', into, '--json');
  expect(restored.json(restoredShape)).toMatchObject({ dataDir: into, faxes: 3, held: 1 });
  const { jobs } = (await office.fax('jobs', '--data', into, '--json')).json(jobsShape);
  expect(jobs.map(({ state }) => state)).toEqual(['paused', 'received', 'delivered']);
  expect(jobs[0]?.reason).toBe('Held after a restore: it may have been sent already');
  const [message] = (await office.fax('inbox', '--data', into, '--json')).json(inboxShape).messages;
  expect(existsSync(message?.file ?? '')).toBe(true);
  expect((await office.fax('save', '1', 'again.pdf', '--data', into)).code).toBe(0);

  const again = await office.fax('restore', 'faxes.tar.gz', '--json');
  expect(again.json(errorShape).error.code).toBe('FOLDER_NOT_EMPTY');
  expect(again.code).toBe(2);
});

test('a backup that is cut short is refused, and nothing is left of it', async () => {
  await office.fax('send', sample, '--to', '5550101');
  await office.fax('backup', 'faxes.tar.gz');
  await truncate(join(office.folder, 'faxes.tar.gz'), 100_000);
  const cut = await office.fax('restore', 'faxes.tar.gz', '--data', 'new', '--json');
  expect(cut.json(errorShape).error.code).toBe('BACKUP_INVALID');
  expect(cut.code).toBe(2);
  expect((await readdir(office.folder)).filter((name) => name.includes('new'))).toEqual([]);
});

test.each(['garbage', 'middle', 'cut', 'gone'] as const)(
  'a database that is damaged (%s): the server starts, the inbox is there, and nothing is lost from the disk',
  async (how) => {
    await office.fax('send', sample, '--to', '5550101', '--wait');
    await office.fax('send', sample, '--to', '5550101', '--at', '2099-01-01T12:00');
    const path = join(office.dataDir, 'fax.db');
    const before = await filesBelow(office.dataDir);
    const octets = await readFile(path);
    if (how === 'garbage') await writeFile(path, 'no database '.repeat(5000));
    else if (how === 'gone') await rm(path);
    else if (how === 'cut') await truncate(path, 10_000);
    else await writeFile(path, octets.fill(0x5a, 4096, octets.length - 4096));
    const { messages } = (await office.fax('inbox', '--json')).json(inboxShape);
    expect(messages).toMatchObject([{ id: 2, pages: 3 }]);
    const { documents } = (await office.fax('found', '--json')).json(foundShape);
    expect(documents.map(({ pages }) => pages)).toEqual([3, 3]);
    const after = await filesBelow(office.dataDir);
    for (const name of before.filter((each) => each.endsWith('.tif'))) expect(after).toContain(name);
    expect(after.some((name) => name.startsWith('fax.db.damaged-'))).toBe(how !== 'gone');
    const sent = await office.fax('send', documents[0]?.path ?? '', '--to', '5550101', '--wait');
    expect(sent.code).toBe(0);
    const removed = await office.fax('found', 'remove', ...documents.map((each) => each.path), '--json');
    expect(removed.json(foundShape).documents).toEqual([]);
  },
);

test('settings of the archive that cannot be are refused with the model’s errors', async () => {
  const refused = async (value: string): Promise<unknown> => {
    const ended = await office.fax('settings', value, '--json');
    expect(ended.code).toBe(2);
    const { code, modelName } = ended.json(errorShape).error;
    return [code, modelName];
  };
  expect(await refused('archiveDirectory=')).toEqual(['ARCHIVE_FOLDER_MISSING', 'ERROR_INVALID_PARAMETER']);
  expect(await refused(`archiveDirectory=${'a'.repeat(181)}`)).toEqual(['SETTING_TOO_LONG', 'ERROR_BUFFER_OVERFLOW']);
  expect(await refused('archiveDirectory=documents')).toEqual(['ARCHIVE_FOLDER_IN_USE', 'FAX_E_DIRECTORY_IN_USE']);
  await mkdir(join(office.folder, 'a'));
  await writeFile(join(office.folder, 'a', 'file'), '');
  expect(await refused(`archiveDirectory=${join(office.folder, 'a', 'file')}`)).toEqual([
    'ARCHIVE_FOLDER_UNUSABLE',
    'FAX_E_FILE_ACCESS_DENIED',
  ]);
});

test('what the server asks to be looked after is told where a person looks, and not among the JSON', async () => {
  const server = await serve();
  await office.fax('send', sample, '--to', '5550101', '--wait');
  expect((await office.fax('jobs')).stderr).toBe('');
  await office.fax('settings', 'lowDiskWarning=1000000');
  await server.says('Only ');
  for (const command of ['jobs', 'inbox', 'ports']) expect((await office.fax(command)).stderr).toMatch(/^fax: Only /);
  expect((await office.fax('jobs', '--json')).stderr).toBe('');
  await stop(server);
  await rm(join(office.dataDir, 'fax.db'));
  for (const side of ['-wal', '-shm']) await rm(join(office.dataDir, `fax.db${side}`), { force: true });
  expect((await office.fax('jobs')).stderr).toContain('The fax database was gone; a new one was begun.');
  const again = await serve();
  await again.says('The fax database was gone');
  await stop(again);
});
