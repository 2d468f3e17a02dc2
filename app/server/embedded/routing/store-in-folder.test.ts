import { link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FolderOrder, storeInFolder } from './store-in-folder.ts';

describe('storing a fax in a folder', () => {
  let own: string;
  let folder: string;
  let claims: string[];

  beforeEach(async () => {
    own = await mkdtemp(join(tmpdir(), 'fax-folder-'));
    folder = join(own, 'faxes');
    claims = [];
    await mkdir(folder);
    await writeFile(join(own, 'fax.pdf'), 'the fax');
  });

  afterEach(() => rm(own, { recursive: true, force: true }));

  const store = (more: Partial<FolderOrder> = {}) =>
    storeInFolder({
      file: join(own, 'fax.pdf'),
      folder,
      name: 'fax',
      ending: 'pdf',
      key: 'fax-12-one',
      claimed: null,
      claim: async (path) => void claims.push(path),
      ...more,
    });
  const content = (name: string) => readFile(join(folder, name), 'utf8');

  it('takes a free name and leaves nothing else', async () => {
    expect(await store()).toBe(join(folder, 'fax.pdf'));
    expect(await readdir(folder)).toEqual(['fax.pdf']);
    expect(await content('fax.pdf')).toBe('the fax');
    expect(claims).toEqual([join(folder, 'fax.pdf')]);
  });

  it('takes the next name where something has the first, be it the same', async () => {
    await writeFile(join(folder, 'fax.pdf'), 'the fax');
    await mkdir(join(folder, 'fax (2).pdf'));
    expect(await store()).toBe(join(folder, 'fax (3).pdf'));
  });

  it('finds its own file again after a kill', async () => {
    await store();
    expect(await store({ claimed: claims[0] ?? '' })).toBe(join(folder, 'fax.pdf'));
    expect(await readdir(folder)).toEqual(['fax.pdf']);
  });

  it('writes nothing into a stored file by the draft that a kill left linked to it', async () => {
    await writeFile(join(folder, '.fax-12-one.part'), 'what was stored');
    await link(join(folder, '.fax-12-one.part'), join(folder, 'fax.pdf'));
    await store({ claimed: join(folder, 'fax.pdf') });
    expect(await content('fax.pdf')).toBe('what was stored');
  });

  it.each(['/', '/.', '/../faxes'])('finds it where the folder was given with %s at its end', async (end) => {
    await store({ folder: `${folder}${end}` });
    expect(await store({ folder: `${folder}${end}`, claimed: claims[0] ?? '' })).toBe(join(folder, 'fax.pdf'));
    expect(await readdir(folder)).toEqual(['fax.pdf']);
  });

  it('takes the claimed name where the kill came before the file', async () => {
    expect(await store({ claimed: join(folder, 'fax (7).pdf') })).toBe(join(folder, 'fax (7).pdf'));
  });

  it('never touches what another put in the claimed place meanwhile', async () => {
    await writeFile(join(folder, 'fax.pdf'), 'another');
    expect(await store({ claimed: join(folder, 'fax.pdf') })).toBe(join(folder, 'fax (2).pdf'));
    expect(await content('fax.pdf')).toBe('another');
  });

  it('fills the empty place that it keeps on disks without links', async () => {
    await writeFile(join(folder, 'fax.pdf'), '');
    expect(await store({ claimed: join(folder, 'fax.pdf') })).toBe(join(folder, 'fax.pdf'));
    expect(await content('fax.pdf')).toBe('the fax');
  });

  it('looks for nothing in a folder that the rule had before', async () => {
    expect(await store({ claimed: join(own, 'elsewhere', 'fax.pdf') })).toBe(join(folder, 'fax.pdf'));
  });

  it('says that the folder is not there, and does not make it', async () => {
    const missing = store({ folder: join(own, 'missing') });
    await expect(missing).rejects.toMatchObject({
      code: 'WRITE_FAILED',
      message: expect.stringContaining('not there'),
    });
    expect(await readdir(own)).toEqual(['fax.pdf', 'faxes']);
  });

  it('leaves nothing where it could not be claimed', async () => {
    await expect(store({ claim: () => Promise.reject(new Error('no')) })).rejects.toThrow('no');
    expect(await readdir(folder)).toEqual([]);
  });
});
