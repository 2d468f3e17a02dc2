import { mkdir, mkdtemp, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openWorkerStore } from '../store/worker-store.ts';
import { createDataFolder, dataFolder, folderError } from './data-folder.ts';
import { tryLock } from './lock.ts';
import { startProcess } from './testing/processes.ts';
import { startWorkerThread } from './worker-threads.ts';

describe('the rule', () => {
  const home = '/home/me';
  const cwd = '/here';

  test.each([
    ['--data before all', '/a', { FAX_DATA: '/b', XDG_DATA_HOME: '/c' }, 'linux', '/a'],
    ['--data against the user’s folder', 'faxes', {}, 'linux', '/here/faxes'],
    ['FAX_DATA', undefined, { FAX_DATA: '/b', XDG_DATA_HOME: '/c' }, 'linux', '/b'],
    ['FAX_DATA against the user’s folder', undefined, { FAX_DATA: 'b' }, 'darwin', '/here/b'],
    ['an empty FAX_DATA is none', undefined, { FAX_DATA: '' }, 'linux', '/home/me/.local/share/fax-console'],
    ['XDG_DATA_HOME', undefined, { XDG_DATA_HOME: '/c' }, 'linux', '/c/fax-console'],
    [
      'a relative XDG_DATA_HOME is ignored',
      undefined,
      { XDG_DATA_HOME: 'c' },
      'linux',
      '/home/me/.local/share/fax-console',
    ],
    ['macOS', undefined, {}, 'darwin', '/home/me/Library/Application Support/Fax Console'],
    ['Windows', undefined, { LOCALAPPDATA: 'C:\\Local' }, 'win32', 'C:\\Local\\Fax Console'],
  ] as const)('%s', (_, data, env, platform, expected) => {
    expect(dataFolder(data, { env, platform, home, cwd })).toBe(expected);
  });

  test('an empty --data is refused: it would be the folder one happens to stand in', () => {
    expect(() => dataFolder('', { env: {}, home, cwd })).toThrow(
      expect.objectContaining({ code: 'DATA_FOLDER_UNUSABLE' }),
    );
    expect(() => dataFolder(' ', { env: {}, home, cwd })).toThrow();
  });
});

describe('the folder', () => {
  let base: string;
  beforeEach(async () => {
    base = await realpath(await mkdtemp(join(tmpdir(), 'fax-folder-')));
  });
  afterEach(() => rm(base, { recursive: true, force: true }));

  test('is created for its user alone, parents too', async () => {
    const made = await createDataFolder(join(base, 'one', 'two'));
    expect((await stat(made)).mode & 0o777).toBe(0o700);
    expect((await stat(join(base, 'one'))).mode & 0o777).toBe(0o700);
  });

  test('what is written in a folder that others may look into is still for its user alone', async () => {
    const folder = join(base, 'shared');
    await mkdir(folder, { mode: 0o755 });
    await createDataFolder(folder);
    const lock = tryLock(folder);
    const store = await openWorkerStore(startWorkerThread, join(folder, 'fax.db'), 0);
    try {
      for (const name of ['lock.db', 'fax.db', 'fax.db-wal']) {
        expect([name, (await stat(join(folder, name))).mode & 0o777]).toEqual([name, 0o600]);
      }
      await createDataFolder(folder);
      const other = startProcess('lock-process.ts', [folder]);
      expect(await other.line(), 'opening the folder again drops no lock').toBe('refused');
      other.kill('SIGKILL');
      await other.ended;
    } finally {
      await store.close();
      lock?.release();
    }
  });

  test('is one and the same by every spelling', async () => {
    await mkdir(join(base, 'real'));
    await symlink(join(base, 'real'), join(base, 'link'));
    expect(await createDataFolder(join(base, 'link'))).toBe(join(base, 'real'));
    expect(await createDataFolder(join(base, 'real', '..', 'real'))).toBe(join(base, 'real'));
  });

  test('a file in its place, or in its path, gets a sentence that names it', async () => {
    await writeFile(join(base, 'file'), '');
    for (const path of [join(base, 'file'), join(base, 'file', 'below')])
      await expect(createDataFolder(path)).rejects.toMatchObject({
        code: 'DATA_FOLDER_UNUSABLE',
        message: expect.stringContaining(path),
      });
  });

  test.each([
    ['ENOSPC', 'DISK_FULL'],
    ['EROFS', 'DATA_FOLDER_UNUSABLE'],
    ['EACCES', 'DATA_FOLDER_UNUSABLE'],
    ['ENAMETOOLONG', 'DATA_FOLDER_UNUSABLE'],
    ['EIO', 'DATA_FOLDER_UNUSABLE'],
  ])('%s becomes %s', (code, expected) => {
    expect(folderError('/x', Object.assign(new Error('no'), { code })).code).toBe(expected);
  });
});
