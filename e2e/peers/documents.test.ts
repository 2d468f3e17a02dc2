/** Documents beside programs that nobody here wrote: LibreOffice, Poppler, Ghostscript. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { startWorker, tiffBitmap } from '../../app/document/page-works.testing.ts';
import { createPageWorks, type PageWorks } from '../../app/document/page-works.ts';
import { type Bitmap, bitmapFromOctets, blackRatio, cropRows } from '../../app/image/bitmap.ts';
import { writeTextDocument } from '../bench/text-document.ts';
import { needs } from './programs.ts';

const run = promisify(execFile);
const withWriter = needs('soffice', 'libreoffice-writer-nogui');
/** Calc has no program of its own in Debian: it is a library beside the others. */
const calc = '/usr/lib/libreoffice/program/libsclo.so';
const withCalc = needs(existsSync(calc) ? 'soffice' : calc, 'libreoffice-calc-nogui');
const withPoppler = needs(['pdftoppm', 'pdfimages'], 'poppler-utils');
const withText = needs(['soffice', 'pdftotext'], 'libreoffice-writer-nogui poppler-utils');
const withGhostscript = needs('gs', 'ghostscript');

let folder: string;
let works: PageWorks;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fax-documents-'));
  works = createPageWorks({ startWorker, threads: 2, tempDir: join(folder, 'temp') });
});
afterAll(async () => {
  await works.close();
  await rm(folder, { recursive: true, force: true });
});

const options = { resolution: 'fine', width: null, dither: 'content', compression: 'mmr' } as const;
const sample = new URL('../../resources/samples/sample.pdf', import.meta.url).pathname;
const path = (name: string) => join(folder, name);

async function put(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(path(name), content);
  return path(name);
}

/** A zip archive of a few small files: what OpenDocument and Office Open XML are made of. */
function zip(files: readonly (readonly [string, string])[]): Buffer {
  const bodies: Buffer[] = [];
  const index: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of files) {
    const data = Buffer.from(text);
    const packed = deflateRawSync(data);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(data), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), head, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    index.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), head, tail, Buffer.from(name)]));
    bodies.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(index);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, directory, end]);
}

function crc32(data: Uint8Array): number {
  let crc = -1;
  for (const octet of data) {
    crc ^= octet;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

const openXml = (main: string, type: string, body: string, extra: readonly (readonly [string, string])[] = []) =>
  zip([
    [
      '[Content_Types].xml',
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        '<Default Extension="xml" ContentType="application/xml"/>' +
        `<Override PartName="/${main}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship ' +
        'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" ' +
        `Target="${main}"/></Relationships>`,
    ],
    [main, body],
    ...extra,
  ]);

const docx = openXml(
  'word/document.xml',
  'wordprocessingml.document',
  '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>' +
    '<w:p><w:r><w:t>First page</w:t></w:r></w:p><w:p><w:r><w:br w:type="page"/><w:t>Second page</w:t></w:r></w:p></w:body></w:document>',
);

const odt = zip([
  ['mimetype', 'application/vnd.oasis.opendocument.text'],
  [
    'META-INF/manifest.xml',
    '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry ' +
      'm:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/><m:file-entry m:full-path="content.xml" ' +
      'm:media-type="text/xml"/></m:manifest>',
  ],
  [
    'content.xml',
    '<?xml version="1.0"?><o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" ' +
      'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0" o:version="1.2"><o:body><o:text><t:p>An open document</t:p>' +
      '</o:text></o:body></o:document-content>',
  ],
]);

const xlsx = openXml(
  'xl/workbook.xml',
  'spreadsheetml.sheet',
  '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ' +
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="One" sheetId="1" r:id="r1"/>' +
    '</sheets></workbook>',
  [
    [
      'xl/_rels/workbook.xml.rels',
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" ' +
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>' +
        '</Relationships>',
    ],
    [
      'xl/worksheets/sheet1.xml',
      '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">' +
        '<c r="A1" t="inlineStr"><is><t>Amount</t></is></c><c r="B1"><v>42</v></c></row></sheetData></worksheet>',
    ],
  ],
);

/** Converts and checks that there is ink on every page. */
async function pagesOf(file: string): Promise<number> {
  const out = `${file}.tif`;
  const { pages, renderer } = await works.convert([file], out, options);
  expect(renderer).toBe('libreoffice+pdfium');
  const octets = await readFile(out);
  for (let page = 0; page < pages; page++) expect(blackRatio(await tiffBitmap(octets, page))).toBeGreaterThan(0);
  expect(await readdir(path('temp'))).toEqual([]);
  return pages;
}

describe('LibreOffice', () => {
  withWriter('turns office documents and RTF into pages', async () => {
    expect(await pagesOf(await put('letter.docx', docx))).toBe(2);
    expect(await pagesOf(await put('open.odt', odt))).toBe(1);
    expect(await pagesOf(await put('rich.rtf', '{\\rtf1\\ansi Hello {\\b fax}\\par}'))).toBe(1);
  });

  withWriter('goes by the content where the name says nothing', async () => {
    expect(await pagesOf(await put('letter', docx))).toBe(2);
  });

  withText('keeps the headings of HTML', async () => {
    const file = await put('page.html', '<!doctype html><html><body><h1>Heading</h1><p>Text</p></body></html>');
    expect(await pagesOf(file)).toBe(1);
    const heading = cropRows(await tiffBitmap(await readFile(`${file}.tif`)), 0, 400);
    expect(blackRatio(heading)).toBeGreaterThan(0.001);
  });

  withCalc('turns sheets into pages', async () => {
    expect(await pagesOf(await put('sheet.xlsx', xlsx))).toBe(1);
  });

  withWriter('says so when a document cannot be opened, and leaves nothing', async () => {
    const broken = await put('broken.docx', docx.subarray(0, 300));
    const failure = works.convert([broken], path('broken.tif'), options);
    await expect(failure).rejects.toMatchObject({
      code: 'CONVERTER_FAILED',
      message: expect.stringContaining('broken.docx'),
    });
    expect(await readdir(path('temp'))).toEqual([]);
    expect(await readdir(folder)).not.toContain('broken.tif');
  });

  withWriter('is stopped when the user cancels', async () => {
    const abort = new AbortController();
    const file = await put('cancel.rtf', '{\\rtf1 Hello}');
    const failure = works.convert([file], path('cancel.tif'), options, abort.signal);
    setTimeout(() => abort.abort(), 100);
    await expect(failure).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await readdir(path('temp'))).toEqual([]);
  });
});

/** One raw PBM picture. */
function readPbm(octets: Buffer): Bitmap {
  const head = /^P4\s+(\d+)\s+(\d+)\s/.exec(octets.subarray(0, 40).toString('latin1'));
  if (!head) throw new Error('This is not a raw PBM picture.');
  return bitmapFromOctets(octets.subarray(head[0].length), Number(head[1]), Number(head[2]));
}

describe('Poppler', () => {
  withPoppler('finds the very dots of the fax in the PDF that we write', async () => {
    await works.convert([sample], path('sample.tif'), options);
    expect(await works.saveAs(path('sample.tif'), path('saved.pdf'), 'pdf')).toEqual({ pages: 3 });
    await run('pdfimages', [path('saved.pdf'), path('dots')]);
    const octets = await readFile(path('sample.tif'));
    for (let page = 0; page < 3; page++) {
      const [dots, ours] = [readPbm(await readFile(path(`dots-00${page}.pbm`))), await tiffBitmap(octets, page)];
      expect([dots.width, dots.rows]).toEqual([ours.width, ours.rows]);
      expect(dots.words).toEqual(ours.words);
    }
    const { stdout } = await run('pdfimages', ['-list', path('saved.pdf')]);
    expect(stdout.match(/\bccitt\b/g)).toHaveLength(3);
  });

  withPoppler('draws it at the size of the paper', async () => {
    await run('pdftoppm', ['-r', '72', '-gray', path('saved.pdf'), path('drawn')]);
    const drawn = (await readFile(path('drawn-1.pgm'))).subarray(0, 20).toString('latin1');
    // 1728 dots are 8.47 inches: what a fax machine prints on A4 and Letter alike.
    expect(drawn).toMatch(/^P5\s+610\s+842\s/);
  });
});

/** How alike two pages are: the part of the 16 by 16 fields with ink whose ink differs by less than a fifth of the field. */
function likeness(a: Bitmap, b: Bitmap): number {
  let [alike, fields] = [0, 0];
  const ink = (bitmap: Bitmap, x: number, y: number) => {
    let dots = 0;
    for (let row = y; row < Math.min(y + 16, bitmap.rows); row++) {
      const half = ((bitmap.words[row * bitmap.stride + (x >>> 5)] ?? 0) >>> (x & 16 ? 0 : 16)) & 0xffff;
      for (let bits = half; bits !== 0; bits &= bits - 1) dots++;
    }
    return dots;
  };
  for (let y = 0; y < Math.min(a.rows, b.rows); y += 16)
    for (let x = 0; x < Math.min(a.width, b.width); x += 16) {
      const [mine, theirs] = [ink(a, x, y), ink(b, x, y)];
      if (mine === 0 && theirs === 0) continue;
      fields++;
      if (Math.abs(mine - theirs) < 51) alike++;
    }
  return alike / fields;
}

describe('Ghostscript', () => {
  withGhostscript('draws the same page as we do', async () => {
    await writeTextDocument(path('text.pdf'), 2);
    await works.convert([path('text.pdf')], path('ours.tif'), options);
    const size = ['-r204x196', '-dDEVICEWIDTH=1686', '-dDEVICEHEIGHT=2292'];
    await run('gs', [
      '-q',
      '-dNOPAUSE',
      '-dBATCH',
      '-sDEVICE=tiffg4',
      ...size,
      `-sOutputFile=${path('gs.tif')}`,
      path('text.pdf'),
    ]);
    for (const page of [0, 1]) {
      const ours = await tiffBitmap(await readFile(path('ours.tif')), page);
      const theirs = await tiffBitmap(await readFile(path('gs.tif')), page);
      const shifted = centred(theirs, ours.width);
      expect(Math.abs(ours.rows - theirs.rows)).toBeLessThanOrEqual(2);
      expect(likeness(ours, shifted)).toBeGreaterThan(0.9);
      // Half a line lower it is another page: the measure can tell.
      expect(likeness(cropRows(ours, 12, ours.rows), shifted)).toBeLessThan(0.75);
      expect(blackRatio(ours) / blackRatio(shifted)).toBeGreaterThan(0.8);
      expect(blackRatio(ours) / blackRatio(shifted)).toBeLessThan(1.25);
    }
  });
});

/** Ghostscript draws the sheet alone; we centre it on the wider fax page. */
function centred(bitmap: Bitmap, width: number): Bitmap {
  const stride = (width + 31) >>> 5;
  const words = new Uint32Array(stride * bitmap.rows);
  const left = (width - bitmap.width) >> 1;
  for (let y = 0; y < bitmap.rows; y++)
    for (let x = 0; x < bitmap.width; x++) {
      if (((bitmap.words[y * bitmap.stride + (x >>> 5)] ?? 0) & (0x80000000 >>> (x & 31))) === 0) continue;
      const at = y * stride + ((x + left) >>> 5);
      words[at] = (words[at] ?? 0) | (0x80000000 >>> ((x + left) & 31));
    }
  return { width, rows: bitmap.rows, stride, words };
}
