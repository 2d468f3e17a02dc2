import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { InstanceLock } from './instance-lock.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fax-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('an id that another program has by now holds nothing', async () => {
  // Process 1 lives and hears of no second start.
  await writeFile(join(folder, 'standin.lock'), '1');
  const lock = new InstanceLock(folder, () => undefined, 50);
  expect(lock.take({})).toBe(true);
  expect(await readdir(folder)).toEqual(['standin.lock']);
  lock.release();
  expect(await readdir(folder)).toEqual([]);
});
