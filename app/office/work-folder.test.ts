import { mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeWorkFolder } from './work-folder.ts';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'fax-work-'));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

/** Above every id that Linux gives to a process. */
const NOBODY = 2 ** 22 + 1;

async function leave(name: string, hoursAgo: number): Promise<void> {
  await mkdir(join(parent, name));
  await writeFile(join(parent, name, 'page.tif'), 'page');
  const at = Date.now() / 1_000 - hoursAgo * 3_600;
  await utimes(join(parent, name), at, at);
}

test('it is for this user alone', async () => {
  const made = await makeWorkFolder(parent);
  expect((await stat(made)).mode & 0o777).toBe(0o700);
});

test('what killed processes left is removed; what lives, is young, or is no work folder stays', async () => {
  const outside = join(parent, 'outside');
  await leave('outside', 2);
  await leave(`fax-console-work-${NOBODY}-left`, 2);
  await leave(`fax-console-work-${NOBODY}-young`, 0);
  await leave(`fax-console-work-${process.pid}-mine`, 2);
  await symlink(outside, join(parent, `fax-console-work-${NOBODY}-link`));
  const made = basename(await makeWorkFolder(parent));
  expect((await readdir(parent)).sort()).toEqual(
    [
      `fax-console-work-${NOBODY}-link`,
      `fax-console-work-${NOBODY}-young`,
      `fax-console-work-${process.pid}-mine`,
      made,
      'outside',
    ].sort(),
  );
  expect(await readdir(outside)).toEqual(['page.tif']);
});
