import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { leftPages } from './left-pages.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fax-left-pages-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The id of a process that has ended. */
const ended = () => spawnSync(process.execPath, ['--version']).pid;

test('pages that a killed process left are found, for a file and for a folder', async () => {
  const name = `.fax-${ended()}-6sodqe1q.part`;
  for (const other of ['fax-20261122-101010.tif', '.fax-note.part', `.fax-${process.pid}-6sodqe1q.part`, name])
    await writeFile(join(folder, other), '');
  expect(await leftPages(folder)).toEqual([join(folder, name)]);
  expect(await leftPages(join(folder, 'received.tif'))).toEqual([join(folder, name)]);
});

test('a folder that is not there has none', async () => {
  expect(await leftPages(join(folder, 'none'))).toEqual([]);
});
