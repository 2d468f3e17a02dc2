import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { builtInCovers, coverFilesIn, readCover } from './cover-files.ts';

const small = {
  kind: 'fax-console-cover',
  version: 1,
  title: 'Small',
  paper: 'a4',
  layout: 'flow',
  blocks: [{ block: 'text', text: '{note}' }],
};

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'fax-covers-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function file(name: string, content: unknown): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

it('the product brings a plain cover page for A4 and one for Letter', async () => {
  const found = await coverFilesIn(builtInCovers());
  const papers = await Promise.all(found.map(async ({ name, path }) => [name, (await readCover(path)).paper]));
  expect(Object.fromEntries(papers)).toMatchObject({ plain: 'a4', 'plain-letter': 'letter' });
});

it('reads a cover page with its defaults', async () => {
  const cover = await readCover(await file('small.json', small));
  expect(cover).toMatchObject({ title: 'Small', margin: 56, blocks: [{ block: 'text', text: '{note}', size: 11 }] });
});

it.each([
  ['no-json.json', '{ "kind": ', /is not a cover page/],
  ['other.json', { hello: 'world' }, /is not a cover page \(kind:/],
  ['field.json', { ...small, blocks: [{ block: 'text', text: '{shoeSize}' }] }, /blocks\.0\.text/],
  ['newer.json', { ...small, version: 2, layout: 'free' }, /newer version/],
  ['office.cov', 'FAXCOVER-VER001\u0000\u0001', /cover page of Windows Fax/],
  ['huge.json', ' '.repeat(1_000_001), /is not a cover page/],
])('%s is refused with a sentence', async (name, content, words) => {
  const path = await file(name, content);
  await expect(readCover(path)).rejects.toMatchObject({ code: 'COVER_INVALID', message: expect.stringMatching(words) });
});

it('what is not there, and a folder, are refused too', async () => {
  await mkdir(join(dir, 'folder.json'));
  await expect(readCover(join(dir, 'none.json'))).rejects.toMatchObject({ code: 'COVER_NOT_FOUND' });
  await expect(readCover(join(dir, 'folder.json'))).rejects.toMatchObject({ code: 'COVER_INVALID' });
  await expect(coverFilesIn(join(dir, 'no-folder'))).resolves.toEqual([]);
});
