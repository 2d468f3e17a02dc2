import { mkdir, mkdtemp, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptName, losePower } from './power-cut.ts';

let folder: string;
let kept: string;
beforeEach(async () => {
  const base = await mkdtemp(join(tmpdir(), 'fax-power-'));
  folder = join(base, 'data');
  kept = join(base, 'kept');
  await mkdir(folder);
  await mkdir(kept);
});
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

/** What the watched server does when it syncs. */
async function sync(path: string): Promise<void> {
  await writeFile(join(kept, keptName(await stat(path, { bigint: true }))), await readFile(path));
}

test('what was synced stays, under its new name too; what was written since is lost', async () => {
  const path = join(folder, 'fax.tif.part');
  await writeFile(path, 'synced');
  await sync(path);
  const file = await open(path, 'a');
  await file.write(' and more');
  await file.close();
  await rename(path, join(folder, 'fax.tif'));
  await writeFile(join(folder, 'never.tif'), 'never synced');
  expect(await losePower([folder, join(folder, 'missing')], kept)).toBe(2);
  expect(await readFile(join(folder, 'fax.tif'), 'utf8')).toBe('synced');
  expect(await readFile(join(folder, 'never.tif'), 'utf8')).toBe('');
  expect(await losePower([folder], kept)).toBe(0);
});

test('the database is left alone: SQLite syncs by itself', async () => {
  await writeFile(join(folder, 'fax.db-wal'), 'pages');
  expect(await losePower([folder], kept)).toBe(0);
});
