import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeAtomically } from './atomic-write.ts';
import { findFiles } from './present-files.ts';
import { TemporaryFolder } from './temporary-folder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('only regular files that are there count, in order and once', async () => {
  const [a, b] = [join(folder, 'a.pdf'), join(folder, 'b.pdf')];
  await Promise.all([writeFile(a, ''), writeFile(b, ''), mkdir(join(folder, 'c'))]);
  expect(await findFiles([b, join(folder, 'missing'), a, join(folder, 'c'), b])).toEqual({
    present: [b, a],
    missing: [join(folder, 'missing'), join(folder, 'c')],
  });
});

it('a file is written whole or stays as it was', async () => {
  const path = join(folder, 'x.json');
  await writeAtomically(path, 'one');
  await writeAtomically(path, 'two');
  expect(await readFile(path, 'utf8')).toBe('two');
  await mkdir(join(folder, 'taken'));
  await expect(writeAtomically(join(folder, 'taken'), 'x')).rejects.toThrow();
  expect((await readdir(folder)).sort()).toEqual(['taken', 'x.json']);
});

it('the temporary folder is made when it is needed, and removed with all in it', async () => {
  const temporary = new TemporaryFolder(folder);
  await temporary.remove();
  expect(await readdir(folder)).toEqual([]);
  const [one, two] = [await temporary.fresh(), await temporary.fresh()];
  await writeFile(join(one, 'p.png'), 'x');
  expect(one).not.toBe(two);
  await temporary.remove();
  expect(await readdir(folder)).toEqual([]);
});
