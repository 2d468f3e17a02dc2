import { mkdir, readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blackRatio } from '../image/bitmap.ts';
import type { Resolution } from '../model/page-format.ts';
import { a4, type Bench, inkBox, isBlack, letter, openBench, pdf, tiffBitmap } from './page-works.testing.ts';
import type { RenderOptions } from './page-works.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const fine: RenderOptions = { resolution: 'fine', width: null, dither: 'content' };
let count = 0;

/** Renders files and gives the document with its TIFF. */
async function render(files: readonly string[], options: Partial<RenderOptions> = {}) {
  const out = bench.path(`out-${count++}.tif`);
  const { signal } = new AbortController();
  const document = await bench.works.render(files, { ...fine, ...options }, out, () => undefined, signal);
  return { ...document, out, octets: await readFile(out) };
}

const grey = (width: number, height: number, tone: (x: number, y: number) => number) => {
  const data = Buffer.alloc(width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data[y * width + x] = tone(x, y);
  return sharp(data, { raw: { width, height, channels: 1 } });
};

describe('PDF', () => {
  it.each([
    ['standard', 98, 1146],
    ['fine', 196, 2292],
    ['superfine', 391, 4572],
  ] as const)('is drawn at %s', async (resolution: Resolution, yDpi, rows) => {
    const file = await bench.file('a4.pdf', await pdf([a4], (page) => page.rect(100, 100, 72, 72).fill()));
    const { pages, octets } = await render([file], { resolution });
    expect(pages).toEqual([{ width: 1728, rows, xDpi: 204, yDpi, badLines: 0 }]);
    const box = inkBox(await tiffBitmap(octets));
    // A square inch is 204 dots by so many lines, dots not being square.
    expect((box?.right ?? 0) - (box?.left ?? 0) + 1).toBeCloseTo(204, -0.5);
    expect((box?.bottom ?? 0) - (box?.top ?? 0) + 1).toBeCloseTo(yDpi, -0.5);
  });

  it('fits Letter and Legal on A4 paper without clipping', async () => {
    for (const size of [letter, [612, 1008] as const]) {
      const frame = await pdf([size], (page) =>
        page
          .rect(1, 1, size[0] - 2, size[1] - 2)
          .lineWidth(2)
          .stroke(),
      );
      const { pages, octets } = await render([await bench.file('letter.pdf', frame)]);
      expect(pages[0]?.width).toBe(1728);
      const box = inkBox(await tiffBitmap(octets));
      expect(box?.left).toBeLessThan(4);
      expect(box?.right).toBeGreaterThan(1723);
      expect(box?.bottom).toBeGreaterThan((pages[0]?.rows ?? 0) - 4);
    }
  });

  it('turns landscape to portrait, top to the right', async () => {
    const wide = await pdf([[a4[1], a4[0]]], (page) => page.rect(0, 0, 841, 40).fill());
    const { pages, octets } = await render([await bench.file('wide.pdf', wide)]);
    expect(pages).toMatchObject([{ width: 1728, rows: 2292 }]);
    const box = inkBox(await tiffBitmap(octets));
    expect(box?.left).toBeGreaterThan(1500);
    expect(box?.bottom).toBeGreaterThan(2280);
  });

  it('chooses the narrowest paper that holds every page, or the one asked for', async () => {
    const b4 = await bench.file('b4.pdf', await pdf([a4, [728, 1032]]));
    const a3 = await bench.file('a3.pdf', await pdf([[842, 1191]]));
    expect((await render([b4])).pages.map((page) => page.width)).toEqual([2048, 2048]);
    expect((await render([a3])).pages[0]?.width).toBe(2432);
    expect((await render([a3], { width: 'a4' })).pages).toMatchObject([{ width: 1728, rows: 2348 }]);
  });

  it('keeps the order of pages and files and tells of progress', async () => {
    const bars = (from: number, pages: number) =>
      pdf(
        Array.from({ length: pages }, () => a4),
        (page, index) => page.rect(50, 50, 20 * (from + index + 1), 30).fill(),
      );
    const files = [await bench.file('one.pdf', await bars(0, 9)), await bench.file('two.pdf', await bars(9, 3))];
    const progress: string[] = [];
    const out = bench.path('order.tif');
    const { signal } = new AbortController();
    const document = await bench.works.render(
      files,
      fine,
      out,
      (p) => progress.push(`${p.pagesDone}/${p.pages}`),
      signal,
    );
    expect(document.files.map((file) => file.pages)).toEqual([9, 3]);
    expect(progress.slice(-1)).toEqual(['3/3']);
    expect(progress).toContain('9/9');
    const octets = await readFile(out);
    for (let index = 0; index < 12; index++) {
      const box = inkBox(await tiffBitmap(octets, index));
      expect(Math.round((((box?.right ?? 0) - (box?.left ?? 0)) * 72) / 204 / 20)).toBe(index + 1);
    }
  });

  it('draws a changed file of the same name anew', async () => {
    const path = await bench.file('same.pdf', await pdf([a4]));
    await render([path]);
    await bench.file('same.pdf', await pdf([a4, a4]));
    expect((await render([path])).pages).toHaveLength(2);
  });
});

describe('what is on the page', () => {
  it('thresholds text and diffuses pictures, side by side', async () => {
    const tone = await grey(300, 300, (x) => 64 + Math.floor(x / 3))
      .png()
      .toBuffer();
    const mixed = await pdf([a4], (page) => {
      page.image(tone, 300, 400, { width: 200 });
      page.fontSize(12).text('The quick brown fox jumps over the lazy dog.', 60, 80, { lineBreak: false });
    });
    const file = await bench.file('mixed.pdf', mixed);
    const content = await tiffBitmap((await render([file])).octets);
    const never = await tiffBitmap((await render([file], { dither: 'never' })).octets);
    const middle = Math.round(content.rows / 3);
    const upper = (words: Uint32Array) => words.subarray(0, middle * content.stride);
    expect(upper(content.words)).toEqual(upper(never.words));
    const lower = { ...content, rows: content.rows - middle, words: content.words.subarray(middle * content.stride) };
    const lowerNever = { ...lower, words: never.words.subarray(middle * content.stride) };
    expect(blackRatio(lower)).not.toBeCloseTo(blackRatio(lowerNever), 3);
  });
});

describe('pictures', () => {
  it.each(['png', 'jpeg', 'webp', 'gif'] as const)('reads %s', async (format) => {
    const octets = await grey(400, 300, (x, y) => (x < 200 && y < 150 ? 0 : 255))
      .toFormat(format)
      .toBuffer();
    const { pages, octets: tiff } = await render([await bench.file(`p.${format}`, octets)]);
    expect(pages).toHaveLength(1);
    const box = inkBox(await tiffBitmap(tiff));
    expect(box).not.toBeNull();
    // 400 dots at 96 to the inch are 850 of ours; the black quarter is half as wide and half as high.
    expect((box?.right ?? 0) - (box?.left ?? 0)).toBeGreaterThan(415);
    expect((box?.right ?? 0) - (box?.left ?? 0)).toBeLessThan(435);
  });

  it('obeys the EXIF orientation', async () => {
    const octets = await grey(300, 200, (x) => (x < 100 ? 0 : 255))
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { octets: tiff } = await render([await bench.file('turned.jpg', octets)]);
    const box = inkBox(await tiffBitmap(tiff));
    // Its left third is at the top once it is turned.
    expect((box?.right ?? 0) - (box?.left ?? 0)).toBeGreaterThan((box?.bottom ?? 0) - (box?.top ?? 0));
  });

  it('puts what is transparent on white', async () => {
    const clear = await sharp({ create: { width: 200, height: 200, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer();
    const { octets } = await render([await bench.file('clear.png', clear)]);
    expect(inkBox(await tiffBitmap(octets))).toBeNull();
  });

  it('turns a wide picture and fits it on A4', async () => {
    const wide = await grey(3000, 1500, () => 0)
      .png()
      .toBuffer();
    const { pages, octets } = await render([await bench.file('panorama.png', wide)]);
    expect(pages).toMatchObject([{ width: 1728, rows: 2292 }]);
    const box = inkBox(await tiffBitmap(octets));
    expect((box?.bottom ?? 0) - (box?.top ?? 0)).toBeGreaterThan((box?.right ?? 0) - (box?.left ?? 0));
  });
});

describe('TIFF', () => {
  it('takes a fax page of the right dots as it is', async () => {
    const first = await render([
      await bench.file('t.pdf', await pdf([a4, a4], (page) => page.circle(200, 200, 90).stroke())),
    ]);
    const again = await render([first.out]);
    expect(again.pages).toEqual(first.pages);
    expect(await tiffBitmap(again.octets, 1)).toEqual(await tiffBitmap(first.octets, 1));
  });

  it('honours both densities of a page at another resolution', async () => {
    const file = await bench.file('sq.pdf', await pdf([a4], (page) => page.rect(100, 100, 200, 200).fill()));
    const standard = await render([file], { resolution: 'standard' });
    const box = inkBox(await tiffBitmap((await render([standard.out])).octets));
    const direct = inkBox(await tiffBitmap((await render([file])).octets));
    expect(Math.abs((box?.bottom ?? 0) - (direct?.bottom ?? 99))).toBeLessThan(4);
    expect(Math.abs((box?.right ?? 0) - (direct?.right ?? 99))).toBeLessThan(3);
  });

  it('reads colour TIFF of any compression', async () => {
    const octets = await grey(400, 300, (x) => (x < 200 ? 0 : 255))
      .toColourspace('srgb')
      .tiff({ compression: 'lzw' })
      .toBuffer();
    const { octets: tiff } = await render([await bench.file('colour.tif', octets)]);
    expect(blackRatio(await tiffBitmap(tiff))).toBeGreaterThan(0.01);
  });
});

describe('text', () => {
  it('is set, wrapped and broken into pages', async () => {
    const text = `\ufeffGr\u00fc\u00dfe\r\n${'word '.repeat(400)}\n${'x\n'.repeat(70)}\fnew page`;
    const { pages, files } = await render([await bench.file('letter.txt', text)]);
    expect(pages).toHaveLength(3);
    expect(files[0]?.note).toBeNull();
  });

  it('stays inside the page', async () => {
    const { octets } = await render([await bench.file('long.txt', `${'W'.repeat(5000)}\n`)]);
    const box = inkBox(await tiffBitmap(octets));
    expect(box?.left).toBeGreaterThan(100);
    expect(box?.right).toBeLessThan(1728 - 100);
  });

  it('says so when it is not UTF-8', async () => {
    const { files } = await render([await bench.file('old.txt', Buffer.from('caf\xe9\n', 'latin1'))]);
    expect(files[0]?.note).toContain('windows-1252');
  });
});

describe('bad files', () => {
  const refuses = async (path: string, code: string, words: RegExp, name: string) => {
    const before = await bench.names();
    const failure = await render([path]).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code, message: expect.stringMatching(words) });
    expect(failure).toMatchObject({ message: expect.stringContaining(name) });
    expect(await bench.names()).toEqual(before);
  };

  it('refuses a PDF with a password', async () => {
    const locked = await pdf([a4], () => undefined, { userPassword: 'secret', pdfVersion: '1.7' });
    await refuses(await bench.file('locked.pdf', locked), 'PDF_ENCRYPTED', /password/, 'locked.pdf');
  });

  it('refuses a PDF with too many pages, and says how many are taken', async () => {
    const many = await pdf(Array.from({ length: 2001 }, () => [200, 200] as const));
    const path = await bench.file('many.pdf', many);
    const before = await bench.names();
    await expect(render([path])).rejects.toMatchObject({
      code: 'TOO_MANY_PAGES',
      message: expect.stringMatching(/2000/),
    });
    expect(await bench.names()).toEqual(before);
  });

  it('refuses files that are not there, empty, a folder or a device', async () => {
    await refuses(bench.path('none.pdf'), 'FILE_NOT_FOUND', /not there/, 'none.pdf');
    await refuses(await bench.file('empty.pdf', ''), 'FILE_EMPTY', /0 bytes/, 'empty.pdf');
    await mkdir(bench.path('folder'));
    await refuses(bench.path('folder'), 'FILE_NOT_READABLE', /folder/, 'folder');
    if (process.platform !== 'win32') await refuses('/dev/null', 'FILE_NOT_READABLE', /device/, 'null');
  });

  it('refuses cut and lying files', async () => {
    const whole = await grey(600, 600, (x, y) => (x * y) % 255)
      .jpeg()
      .toBuffer();
    const png = await grey(600, 600, (x, y) => (x * y) % 255)
      .png()
      .toBuffer();
    await refuses(await bench.file('cut.jpg', whole.subarray(0, 4000)), 'FILE_DAMAGED', /damaged/, 'cut.jpg');
    await refuses(await bench.file('cut.png', png.subarray(0, 4000)), 'FILE_DAMAGED', /damaged/, 'cut.png');
    const document = await pdf([a4]);
    await refuses(await bench.file('cut.pdf', document.subarray(0, 300)), 'FILE_DAMAGED', /damaged/, 'cut.pdf');
    await refuses(await bench.file('lie.pdf', 'no PDF at all'), 'FILE_DAMAGED', /PDF/, 'lie.pdf');
    const lying = Buffer.from(png);
    lying.writeUInt32BE(30_000, 16);
    await refuses(await bench.file('huge.png', lying), 'IMAGE_TOO_LARGE', /pixels/, 'huge.png');
  });

  it('refuses a picture of 30,000 pixels a side', async () => {
    const huge = await sharp({ create: { width: 30_000, height: 40, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    await refuses(await bench.file('wide.png', huge), 'IMAGE_TOO_LARGE', /30000/, 'wide.png');
  });

  it('refuses text in a script that it cannot set', async () => {
    await refuses(
      await bench.file('thai.txt', '\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35'),
      'TEXT_NOT_SETTABLE',
      /script/,
      'thai.txt',
    );
  });

  it('refuses unknown kinds and names LibreOffice where it is missing', async () => {
    await refuses(
      await bench.file('some.bin', Buffer.from([0, 1, 2, 3, 0, 255])),
      'FILE_TYPE_UNKNOWN',
      /faxed/,
      'some.bin',
    );
    const without = await openBench({ findProgram: async () => null });
    const path = await without.file('letter.rtf', '{\\rtf1 Hello}');
    const failure = without.works.render(
      [path],
      fine,
      without.path('o.tif'),
      () => undefined,
      new AbortController().signal,
    );
    await expect(failure).rejects.toMatchObject({
      code: 'CONVERTER_MISSING',
      message: expect.stringMatching(/LibreOffice/),
    });
    expect(await without.names()).toEqual(['letter.rtf']);
    await without.close();
  });

  it('refuses nothing at all', async () => {
    await expect(render([])).rejects.toMatchObject({ code: 'NO_PAGES' });
  });
});

describe('cancelling', () => {
  it('leaves nothing behind, and the next render is not disturbed', async () => {
    const file = await bench.file(
      'long.pdf',
      await pdf(
        Array.from({ length: 60 }, () => a4),
        (page) => page.circle(300, 300, 200).fill(),
      ),
    );
    const before = await bench.names();
    const abort = new AbortController();
    const out = bench.path('cancelled.tif');
    const progress = ({ pagesDone }: { pagesDone: number }) => {
      if (pagesDone === 3) abort.abort();
    };
    await expect(bench.works.render([file], fine, out, progress, abort.signal)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(await bench.names()).toEqual(before);
    expect((await render([file])).pages).toHaveLength(60);
  });
});

describe('limits', () => {
  it('end a thread that takes too long, and leave nothing', async () => {
    const hasty = await openBench({ limits: { taskTime: 1 } });
    const path = await hasty.file('slow.pdf', await pdf([a4]));
    const failure = hasty.works.render(
      [path],
      fine,
      hasty.path('o.tif'),
      () => undefined,
      new AbortController().signal,
    );
    await expect(failure).rejects.toMatchObject({ code: 'TIMED_OUT', message: expect.stringContaining('slow.pdf') });
    expect(await hasty.names()).toEqual(['slow.pdf']);
    await hasty.close();
  });
});

describe('forms', () => {
  it('are drawn as they were filled in', async () => {
    const filled = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>endobj
2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[4 0 R]>>endobj
4 0 obj<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(x)/F 4/Rect[100 600 300 700]/P 3 0 R/AP<</N 5 0 R>>>>endobj
5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 200 100]/Length 20>>stream
0 0 200 100 re f    
endstream endobj
trailer<</Root 1 0 R>>
%%EOF`;
    const { octets } = await render([await bench.file('form.pdf', filled)]);
    expect(inkBox(await tiffBitmap(octets))).not.toBeNull();
  });
});

describe('convert', () => {
  it('writes PBM rows and PDF at true size', async () => {
    const file = await bench.file('c.pdf', await pdf([a4, a4], (page) => page.rect(100, 100, 100, 100).fill()));
    const options = { ...fine, compression: 'mmr' } as const;
    const { signal } = new AbortController();
    const pbm = await bench.works.convert([file], bench.path('c.pbm'), options, signal);
    expect(pbm).toMatchObject({ pages: 2, renderer: 'pdfium' });
    const octets = await readFile(bench.path('c.pbm'));
    expect(octets.subarray(0, 13).toString('latin1')).toBe('P4\n1728 2292\n');
    expect(octets.length).toBe(2 * (13 + (1728 / 8) * 2292));
    await bench.works.convert([file], bench.path('back.pdf'), options, signal);
    const back = await tiffBitmap((await render([bench.path('back.pdf')])).octets);
    const direct = await tiffBitmap((await render([file])).octets);
    expect(Math.abs((inkBox(back)?.left ?? 0) - (inkBox(direct)?.left ?? 99))).toBeLessThan(3);
    expect(isBlack(back, 320, 320)).toBe(true);
  });

  it('refuses an output whose ending says nothing', async () => {
    const file = await bench.file('d.pdf', await pdf([a4]));
    await expect(
      bench.works.convert([file], bench.path('d.xyz'), { ...fine, compression: 'mh' }),
    ).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
  });
});
