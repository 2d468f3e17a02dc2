import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Preferences } from './preferences.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preferences-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const load = (problems: unknown[] = []) => Preferences.load(folder, (error) => problems.push(error));

it('remembers what was set and leaves no temporary file', async () => {
  const first = await load();
  first.set({ theme: 'dark' });
  first.set({ window: { x: 1, y: 2, width: 900, height: 600, maximized: false } });
  await first.settled();
  expect((await load()).values).toMatchObject({ theme: 'dark', window: { width: 900 } });
  expect(await readdir(folder)).toEqual(['preferences.json']);
});

it('starts from the defaults without a file, and says nothing', async () => {
  const problems: unknown[] = [];
  expect((await load(problems)).values).toEqual({ version: 1, theme: 'system', window: null, trayExplained: false });
  expect(problems).toEqual([]);
});

it('tells of a damaged file and starts from the defaults', async () => {
  await writeFile(join(folder, 'preferences.json'), '{"theme":');
  const problems: unknown[] = [];
  expect((await load(problems)).values.theme).toBe('system');
  expect(problems).toHaveLength(1);
});

it('keeps what is good of a file with a wrong value in it', async () => {
  await writeFile(join(folder, 'preferences.json'), '{"theme":"purple","trayExplained":true,"window":{"x":"left"}}');
  expect((await load()).values).toEqual({ version: 1, theme: 'system', window: null, trayExplained: true });
});

it('tells when it cannot write', async () => {
  const problems: unknown[] = [];
  const preferences = await load(problems);
  await rm(folder, { recursive: true });
  preferences.set({ theme: 'light' });
  await preferences.settled();
  expect(problems).toHaveLength(1);
});
