import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FolderLock, tryLock } from './lock.ts';
import { startProcess, type TestProcess } from './testing/processes.ts';

let folder: string;
let processes: TestProcess[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fax-lock-'));
  processes = [];
});

afterEach(async () => {
  for (const each of processes) each.kill('SIGKILL');
  await Promise.all(processes.map(({ ended }) => ended));
  await rm(folder, { recursive: true, force: true });
});

function start(...words: readonly string[]): TestProcess {
  const started = startProcess('lock-process.ts', [folder, ...words]);
  processes.push(started);
  return started;
}

test('one owner at a time, also within one process', () => {
  const first = tryLock(folder);
  expect(first).not.toBeNull();
  expect(tryLock(folder)).toBeNull();
  // A refused try must not have dropped the owner's lock (POSIX drops it with any descriptor of the file).
  expect(tryLock(folder)).toBeNull();
  first?.release();
  first?.release();
  const second = tryLock(folder);
  expect(second).not.toBeNull();
  second?.release();
});

test('another process that owns the folder is respected, and kill -9 frees it at once', async () => {
  const owner = start();
  expect(await owner.line()).toBe('held');
  expect(tryLock(folder)).toBeNull();
  owner.kill('SIGKILL');
  await owner.ended;
  const lock = tryLock(folder);
  expect(lock).not.toBeNull();
  lock?.release();
});

test('a refused try of our own does not hand our folder to another process', async () => {
  const mine = tryLock(folder);
  expect(tryLock(folder)).toBeNull();
  expect(await start().line()).toBe('refused');
  mine?.release();
});

test('is held until it is released, also when nothing refers to it and the garbage was collected', async () => {
  const owner = start('collect');
  expect(await owner.line()).toBe('held');
  expect(tryLock(folder)).toBeNull();
  expect(await start().line()).toBe('refused');
});

test('of several processes that try at once, one gets it', async () => {
  const words = await Promise.all([start(), start(), start(), start()].map((each) => each.line()));
  expect(words.toSorted()).toEqual(['held', 'refused', 'refused', 'refused']);
});

test('a folder that is not there, and a lock file that is no database, get a sentence', async () => {
  const missing = (): FolderLock | null => tryLock(join(folder, 'missing'));
  expect(missing).toThrow(expect.objectContaining({ code: 'DATA_FOLDER_UNUSABLE' }));
  await writeFile(join(folder, 'lock.db'), 'This is no database. '.repeat(400));
  expect(() => tryLock(folder)).toThrow(expect.objectContaining({ code: 'DATA_FOLDER_UNUSABLE' }));
});
