import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { needs } from '../peers/programs.ts';
import { openTestOffice, sample, type TestOffice } from './fax-command.ts';
import { errorShape, saveShape, sendShape } from './output-shapes.ts';

const withPoppler = needs('pdftotext', 'poppler-utils');

let office: TestOffice;
beforeEach(async () => {
  office = await openTestOffice();
});
afterEach(() => office.close());

const coversShape = z.object({
  covers: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      scope: z.enum(['common', 'personal']),
      paper: z.enum(['a4', 'letter']),
    }),
  ),
});

/** An office's own cover page. */
const own = {
  kind: 'fax-console-cover',
  version: 1,
  title: 'Our own',
  paper: 'letter',
  layout: 'flow',
  blocks: [{ block: 'text', text: 'For {recipientName}', size: 30 }],
};

async function textOf(path: string): Promise<string> {
  const { stdout } = await promisify(execFile)('pdftotext', ['-layout', path, '-']);
  return stdout;
}

test('the cover pages are the product’s and the office’s own; a file that is none is left out', async () => {
  await mkdir(join(office.dataDir, 'covers'), { recursive: true });
  await writeFile(join(office.dataDir, 'covers', 'ours.json'), JSON.stringify(own));
  await writeFile(join(office.dataDir, 'covers', 'broken.json'), '{');
  const { covers } = (await office.fax('covers', '--json')).json(coversShape);
  expect(covers).toEqual([
    { name: 'ours', title: 'Our own', scope: 'common', paper: 'letter' },
    { name: 'plain', title: 'Plain', scope: 'common', paper: 'a4' },
    { name: 'plain-letter', title: 'Plain (Letter)', scope: 'common', paper: 'letter' },
  ]);
});

test('a cover page is drawn with its fields, as fax pages and as PDF', async () => {
  const fields = ['recipientName=Front desk', 'subject=Papers', 'pages=4', 'note=See you soon'];
  const out = join(office.folder, 'cover.tif');
  const drawn = await office.fax('cover', 'render', 'plain', 'cover.tif', ...fields, '--json');
  expect(drawn.json(saveShape)).toEqual({ out, pages: 1 });
  const pdf = (await office.fax('cover', 'render', 'plain', 'cover.pdf', ...fields, '--json')).json(saveShape);
  expect((await readFile(pdf.out)).subarray(0, 5).toString()).toBe('%PDF-');
});

withPoppler('the PDF of a cover page is text, and says what was given', async () => {
  await office.fax('cover', 'render', 'plain', 'cover.pdf', 'recipientName=Jörg Ångström', 'pages=4');
  const text = await textOf(join(office.folder, 'cover.pdf'));
  expect(text).toContain('Jörg Ångström');
  expect(text).toMatch(/Pages\s+4 \(with this one\)/);
  expect(text).not.toMatch(/Company|E-mail|Subject/);
});

test.each([
  ['COVER_NOT_FOUND', ['no-such', 'out.pdf']],
  ['COVER_INVALID', ['./office.cov', 'out.pdf']],
  ['COVER_NOT_FOUND', ['./none.json', 'out.pdf']],
  ['ARGUMENT_INVALID', ['plain', 'out.pdf', 'shoeSize=44']],
  ['ARGUMENT_INVALID', ['plain', 'out.docx']],
  ['TEXT_NOT_SETTABLE', ['plain', 'out.pdf', 'note=東京']],
])('refused with %s, nothing is written', async (code, words) => {
  await writeFile(join(office.folder, 'office.cov'), 'FAXCOVER-VER001');
  const before = await readdir(office.folder);
  const refused = await office.fax('cover', 'render', ...words, '--json');
  expect([refused.code, refused.json(errorShape).error.code]).toEqual([2, code]);
  expect((await readdir(office.folder)).filter((name) => name !== 'data' && name !== 'run')).toEqual(
    before.filter((name) => name !== 'data' && name !== 'run'),
  );
});

test('a personal cover page is drawn by its path, unless only the server’s may be used', async () => {
  await writeFile(join(office.folder, 'mine.json'), JSON.stringify(own));
  expect((await office.fax('cover', 'render', './mine.json', 'out.pdf', 'recipientName=A')).code).toBe(0);
  await office.fax('settings', 'serverCoverpage=on');
  const refused = await office.fax('cover', 'render', './mine.json', 'out.pdf', '--json');
  expect(refused.json(errorShape).error).toMatchObject({
    code: 'COVER_NOT_ALLOWED',
    modelName: 'ERROR_ACCESS_DENIED',
  });
  expect((await office.fax('cover', 'render', 'plain', 'out.pdf')).code).toBe(0);
});

test('a fax that has not ended has no proof; one that is not there has none either', async () => {
  await office.fax('settings', 'pauseServerQueue=on');
  await office.fax('send', sample, '--to', '5550101', '--json');
  const early = await office.fax('proof', '1', 'proof.pdf', '--json');
  expect([early.code, early.json(errorShape).error.code]).toEqual([1, 'NOT_FINAL']);
  const none = await office.fax('proof', '77', 'proof.pdf', '--json');
  expect(none.json(errorShape).error.code).toBe('JOB_NOT_FOUND');
  const name = await office.fax('proof', '1', 'proof.tif', '--json');
  expect([name.code, name.json(errorShape).error.code]).toEqual([2, 'ARGUMENT_INVALID']);
  expect((await readdir(office.folder)).filter((file) => file.startsWith('proof'))).toEqual([]);
});

withPoppler('the proof of a delivered fax says what happened, and shows its pages', async () => {
  const sent = await office.fax('send', sample, '--to', '5550101', '--subject', 'Customs papers', '--wait', '--json');
  expect(sent.json(sendShape).jobs[0]?.state).toBe('delivered');
  const { out, pages } = (await office.fax('proof', '1', 'proof.pdf', '--json')).json(saveShape);
  const text = await textOf(out);
  for (const words of [
    'PROOF OF DELIVERY',
    'All 3 pages were confirmed by the other machine.',
    'Practice: not sent to the telephone network',
    '5550101',
    'Customs papers',
    '3 of 3',
    'MMR (T.6)',
    'Page 3 of 3',
  ])
    expect(text).toContain(words);
  expect(text.match(/\bDCS\b/g)).toHaveLength(1);
  // Three page images behind the report.
  expect(pages).toBeGreaterThan(3);
  // The same fingerprint is told of the file that is saved, whatever its tags say.
  await office.fax('save', '1', 'saved.tif');
  const saved = (await office.fax('tiff', 'saved.tif', '--tag', '305', '--json')).json(
    z.looseObject({ fingerprint: z.string().length(64), model: z.unknown(), tags: z.record(z.string(), z.string()) }),
  );
  expect(text.replace(/\s/g, '')).toContain(saved.fingerprint);
  expect(saved.model).toMatchObject({ recipientNumber: '5550101', csid: '5550101', tsid: '5550100' });
  expect(saved.tags).toEqual({ 305: 'Fax Console' });
});

withPoppler('the proof of a fax that failed says so, and a received fax has one too', async () => {
  await office.fax('settings', 'retries=0');
  expect((await office.fax('send', sample, '--to', '5550999', '--wait')).code).toBe(1);
  await office.fax('proof', '1', 'failed.pdf');
  const failed = await textOf(join(office.folder, 'failed.pdf'));
  expect(failed).toContain('Not delivered');
  expect(failed).toContain('No page was confirmed by the other machine.');
  expect(failed).toContain('Page 1 of 3 · not confirmed');
  await office.fax('send', sample, '--to', '5550101', '--wait');
  await office.fax('proof', '3', 'received.pdf');
  const received = await textOf(join(office.folder, 'received.pdf'));
  expect(received).toContain('PROOF OF RECEPTION');
  expect(received).toContain('3 pages were received and confirmed to the sender.');
});

test('a fax with a cover page is one document: counted, shown, saved and proved with it', async () => {
  const options = ['--cover', 'plain', '--subject', 'Papers', '--note', 'See you soon', '--recipient', 'Front desk'];
  const sent = await office.fax('send', sample, '--to', '5550101', ...options, '--wait', '--json');
  expect(sent.json(sendShape).jobs[0]).toMatchObject({
    state: 'delivered',
    pages: 4,
    pagesConfirmed: 4,
    coverPages: 1,
  });
  expect((await office.fax('save', '1', 'saved.tif', '--json')).json(saveShape).pages).toBe(4);
  expect((await office.fax('save', '1', 'saved.pdf', '--json')).json(saveShape).pages).toBe(4);
  expect((await office.fax('proof', '1', 'proof.pdf', '--json')).json(saveShape).pages).toBeGreaterThan(4);
  // The cover came with the fax: what was received begins with it.
  await office.fax('save', '2', 'received.tif');
  const facts = async (name: string) =>
    (await office.fax('tiff', name, '--json')).json(z.looseObject({ pages: z.array(z.unknown()), model: z.unknown() }));
  expect((await facts('received.tif')).pages).toHaveLength(4);
  expect((await facts('received.tif')).model).toMatchObject({ tsid: '5550100', csid: '5550101' });
});

test('the archived copy of a sent fax tells FaxTiff whose it is', async () => {
  await office.fax('send', sample, '--to', '5550101', '--recipient', 'Front desk', '--sender', 'J. Carter', '--wait');
  const shape = z.looseObject({ job: z.looseObject({ archived: z.string().nullable() }) });
  let archived: string | null = null;
  for (let tries = 0; archived === null && tries < 20; tries++)
    archived = (await office.fax('job', '1', '--json')).json(shape).job.archived;
  const told = await office.fax('tiff', archived ?? 'not archived', '--json');
  const { model } = told.json(z.looseObject({ model: z.looseObject({ receiveTimeUtc: z.string() }) }));
  expect(model).toMatchObject({
    recipientName: 'Front desk',
    recipientNumber: '5550101',
    senderName: 'J. Carter',
    csid: '5550101',
    tsid: '5550100',
  });
});
