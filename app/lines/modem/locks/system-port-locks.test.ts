import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemPortLocks } from './system-port-locks.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fax-locks-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

it('a process of this machine that holds a port is named, and its lock is taken over once it has died', async () => {
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore' });
  try {
    await once(other, 'spawn');
    await writeFile(join(folder, 'LCK..fax-test'), `${String(other.pid).padStart(10)}\n`);
    const taken = systemPortLocks(folder).lock('/dev/fax-test');
    await expect(taken).rejects.toMatchObject({
      code: 'PORT_LOCKED',
      message: expect.stringMatching(/is using \/dev\/fax-test\.$/),
    });
  } finally {
    other.kill();
    await once(other, 'exit');
  }
  const lock = await systemPortLocks(folder).lock('/dev/fax-test');
  expect(await readFile(join(folder, 'LCK..fax-test'), 'utf8')).toBe(`${String(process.pid).padStart(10)}\n`);
  await lock.release();
});
