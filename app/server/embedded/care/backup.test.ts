import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { list } from 'tar';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SimulatedOffice } from '../simulation/simulated-office.ts';

let office: SimulatedOffice;
let folder: string;
let out: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fax-backup-'));
  out = join(folder, 'faxes.tar.gz');
  office = new SimulatedOffice();
  await office.start();
  await office.submit('5550101', '2-sent.pdf');
  await office.untilState(2, 'received');
  await office.time.pass(1000);
});
afterEach(() => {
  office.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Packing takes its time in threads, not in the office's clock. */
const backup = () => office.begin('backup', { path: out });

async function names(): Promise<string[]> {
  const found: string[] = [];
  await list({ file: out, onReadEntry: ({ path, type }) => void found.push(`${type} ${path}`) });
  return found;
}

it('holds the database and every file that it refers to, the manifest first', async () => {
  writeFileSync(join(office.dataDir, 'secrets.json'), '{"smtpPassword":"xyzzy"}');
  const { faxes, bytes, path } = await backup();
  expect({ faxes, path }).toEqual({ faxes: 2, path: out });
  expect(bytes).toBe(readFileSync(out).length);
  expect(await names()).toEqual([
    'File manifest.json',
    'File fax.db',
    'File documents/document-1.tif',
    'File inbox/fax-2.tif',
    'File archive/received/2026/03/2026-03-10 10.00 from 5550100 (2).json',
    'File archive/received/2026/03/2026-03-10 10.00 from 5550100 (2).tif',
    'File archive/sent/2026/03/2026-03-10 10.00 to 5550101 (1).json',
    'File archive/sent/2026/03/2026-03-10 10.00 to 5550101 (1).pdf',
    'File archive/sent/2026/03/2026-03-10 10.00 to 5550101 (1).tif',
  ]);
  expect((await office.ask('audit.list', {})).entries).toMatchObject([{ action: 'backup', faxId: null }]);
  expect(readdirSync(folder)).toEqual(['faxes.tar.gz']);
  expect(readdirSync(join(office.dataDir, 'temp'))).toEqual([]);
});

it('holds what was filed before the archive got another folder', async () => {
  await office.ask('settings.set', {
    values: { archiveDirectory: 'elsewhere', archiveInboundDirectory: 'elsewhere in' },
  });
  await backup();
  expect(await names()).toContain('File archive/sent/2026/03/2026-03-10 10.00 to 5550101 (1).tif');
});

it('is made though the archive’s folder is none', async () => {
  await office.ask('settings.set', { values: { archiveDirectory: 'elsewhere' } });
  rmSync(join(office.dataDir, 'elsewhere'), { recursive: true });
  writeFileSync(join(office.dataDir, 'elsewhere'), 'not a folder');
  await backup();
  expect(await names()).toContain('File inbox/fax-2.tif');
});

it('is whole though faxes are erased and sent while it is made', async () => {
  const made = backup();
  // Its files have their second names from here on.
  while (!existsSync(join(office.dataDir, 'temp', 'backup', 'manifest.json'))) await setImmediate();
  const erased = office.begin('erase', { id: 1 });
  const sent = office.begin('submit', {
    document: { kind: 'files', files: ['/letters/1-more.pdf'], options: {} },
    recipients: [{ number: '5550970' }],
    key: 'meanwhile-1',
  });
  await Promise.all([made, erased, sent]);
  expect(await names()).toContain('File documents/document-1.tif');
  expect(readdirSync(join(office.dataDir, 'documents'))).not.toContain('document-1.tif');
});

it('replaces an older one only when it is whole', async () => {
  writeFileSync(out, 'an older backup');
  rmSync(join(office.dataDir, 'documents'), { recursive: true });
  writeFileSync(join(office.dataDir, 'documents'), 'not a folder');
  await expect(backup()).rejects.toMatchObject({ code: 'WRITE_FAILED' });
  expect(readFileSync(out, 'utf8')).toBe('an older backup');
  expect(readdirSync(folder)).toEqual(['faxes.tar.gz']);
});

it('does not lie in the data folder', async () => {
  await expect(office.begin('backup', { path: join(office.dataDir, 'b.tar.gz') })).rejects.toMatchObject({
    code: 'ARGUMENT_INVALID',
  });
});

it('to a folder that is not there is refused, and nothing is left', async () => {
  await expect(office.begin('backup', { path: join(folder, 'none', 'b.tar.gz') })).rejects.toMatchObject({
    code: 'WRITE_FAILED',
  });
  expect(readdirSync(join(office.dataDir, 'temp'))).toEqual([]);
});
