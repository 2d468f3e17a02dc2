import { readFile } from 'node:fs/promises';
import { type Bitmap, bitmapToOctets } from '../image/bitmap.ts';
import { encodePage } from '../image/page-coder.ts';
import { T6PageEncoder } from '../image/wasm/t6-page.ts';
import { FaxError } from '../model/errors.ts';
import { dotsPerInch, linesPerInch } from '../model/page-dots.ts';
import type { Resolution } from '../model/page-format.ts';
import { Halftoner, halftone } from './halftone.ts';
import { fileError } from './look-at-file.ts';
import type { Placement, SourceSize } from './page-layout.ts';
import { type PdfDocument, type Pdfium, startPdfium } from './pdfium.ts';
import { drawPicture, measurePicture, onWhitePage, openPicture, turnClockwise } from './pictures.ts';
import { greyOf } from './resample.ts';
import { TiffPages } from './tiff-pages.ts';
import { tooManyPages } from './too-many-pages.ts';
import type { DrawableSource, DrawnPage, WorkTasks } from './work-tasks.ts';

/** A PDF is opened anew after so many pages: PDFium keeps the fonts and pictures of every page it has drawn. */
const pagesBeforeReopening = 64;

/** PDFium, and what works on its pages in its own memory. */
interface Started {
  readonly library: Pdfium;
  readonly halftoner: Halftoner;
  readonly encoder: T6PageEncoder;
}

type Measured = WorkTasks['measure']['output'];

/** Draws pages in a worker: keeps PDFium and the file that was drawn from last. */
export class PageDrawer {
  readonly #module: WebAssembly.Module;
  #pdfium: Started | null = null;
  #tiff: { readonly key: string; readonly pages: TiffPages } | null = null;
  #open: { readonly key: string; readonly document: PdfDocument; drawn: number } | null = null;

  constructor(module: WebAssembly.Module) {
    this.#module = module;
  }

  /** The size of every page. Throws `TOO_MANY_PAGES` before it looks at any of them. */
  measure(source: DrawableSource, maxPages: number): Promise<Measured> {
    return this.#blaming(source, () => this.#measure(source, maxPages));
  }

  /** Draws and codes one page. */
  draw(task: WorkTasks['draw']['input']): Promise<DrawnPage> {
    return this.#blaming(task.source, () => this.#draw(task));
  }

  /**
   * What PDFium or libvips throw is the file's doing: it is called damaged by its name, and PDFium is started anew, for
   * its memory is no longer to be trusted.
   */
  async #blaming<T>(source: DrawableSource, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof FaxError) throw cause;
      this.discard();
      throw new FaxError('FILE_DAMAGED', { message: `“${source.name}” is damaged: it could not be drawn.`, cause });
    }
  }

  async #measure(source: DrawableSource, maxPages: number): Promise<Measured> {
    switch (source.kind) {
      case 'pdf':
        return this.#measurePdf(source, maxPages);
      case 'image':
        return { sizes: [await measurePicture(source.path, source.name)], renderer: 'sharp', note: null };
      case 'tiff':
        return measureTiff(await this.#tiffPages(source), maxPages, source.name);
    }
  }

  async #draw(task: WorkTasks['draw']['input']): Promise<DrawnPage> {
    const bitmap = await this.#bitmap(task);
    return { width: bitmap.width, rows: bitmap.rows, data: this.#code(bitmap, task) };
  }

  #code(bitmap: Bitmap, { coding, resolution }: WorkTasks['draw']['input']): Uint8Array {
    if (coding === 'none') return bitmapToOctets(bitmap);
    // Most pages are coded where PDFium drew them.
    const inPlace = bitmap.words.buffer === this.#pdfium?.library.room.memory.buffer;
    if (coding === 'mmr' && inPlace && this.#pdfium)
      return this.#pdfium.encoder.encode(bitmap.words.byteOffset, bitmap.width, bitmap.rows);
    return encodePage(bitmap, coding, { resolution, endOfPage: coding === 'mmr' });
  }

  #release(): void {
    this.#open?.document.close();
    this.#open = null;
    if (this.#pdfium?.library.swollen) this.#pdfium = null;
  }

  /** Starts PDFium. */
  async warmUp(): Promise<void> {
    await this.#started();
  }

  /** Forgets PDFium after it failed inside: its memory is no longer to be trusted. */
  discard(): void {
    this.#open = null;
    this.#pdfium = null;
  }

  async #bitmap({ source, index, placement, resolution, dither }: WorkTasks['draw']['input']): Promise<Bitmap> {
    const { pageWidth, pageRows } = placement;
    switch (source.kind) {
      case 'pdf': {
        const document = await this.#document(source);
        const { halftoner } = await this.#started();
        return halftoner.page(document.draw(index, placement), pageWidth, pageRows, dither);
      }
      case 'image': {
        const grey = await drawPicture(await openPicture(source.path), placement, source.name);
        return halftone(grey, pageWidth, pageRows, dither);
      }
      case 'tiff':
        return drawTiff(await this.#tiffPages(source), source, index, placement, resolution, dither);
    }
  }

  async #started(): Promise<Started> {
    if (this.#pdfium === null) {
      const library = await startPdfium(this.#module);
      this.#pdfium = { library, halftoner: new Halftoner(library.room), encoder: new T6PageEncoder(library.room) };
    }
    return this.#pdfium;
  }

  async #measurePdf(source: DrawableSource, maxPages: number): Promise<Measured> {
    const document = await this.#document(source);
    if (document.pages > maxPages) throw tooManyPages(maxPages, source.name);
    if (document.pages === 0) throw new FaxError('NO_PAGES', { message: `“${source.name}” has no pages.` });
    const sizes: SourceSize[] = [];
    for (let index = 0; index < document.pages; index++) {
      const { width, height } = document.size(index);
      sizes.push({ width: width / 72, height: height / 72, kind: 'own' });
    }
    return { sizes, renderer: 'pdfium', note: null };
  }

  /** A TIFF stays open for its next page: its directories are read once. */
  async #tiffPages(source: DrawableSource): Promise<TiffPages> {
    if (this.#tiff?.key !== source.key) {
      await this.#tiff?.pages.close();
      this.#tiff = null;
      this.#tiff = { key: source.key, pages: await TiffPages.open(source.path, source.name) };
    }
    return this.#tiff.pages;
  }

  async #document(source: DrawableSource): Promise<PdfDocument> {
    if (this.#open && (this.#open.key !== source.key || this.#open.drawn >= pagesBeforeReopening)) this.#release();
    if (!this.#open) {
      const { library } = await this.#started();
      const document = library.open(await octetsOf(source), source.name);
      this.#open = { key: source.key, document, drawn: 0 };
    }
    this.#open.drawn++;
    return this.#open.document;
  }
}

/** A source's octets. It was looked at before, but may have gone meanwhile: that is no damage. */
function octetsOf({ path, name }: DrawableSource): Promise<Uint8Array> {
  return readFile(path).catch((cause: unknown) => Promise.reject(fileError(cause, name)));
}

function measureTiff(pages: TiffPages, maxPages: number, name: string): Measured {
  if (pages.count > maxPages) throw tooManyPages(maxPages, name);
  const sizes = Array.from({ length: pages.count }, (_, index) => pages.size(index));
  return { sizes, renderer: 'tiff', note: null };
}

/** A bilevel page that has the right dots already goes through untouched; everything else is drawn anew. */
async function drawTiff(
  pages: TiffPages,
  source: DrawableSource,
  index: number,
  placement: Placement,
  resolution: Resolution,
  dither: WorkTasks['draw']['input']['dither'],
): Promise<Bitmap> {
  const { pageWidth, pageRows, turned, width, height } = placement;
  const bitmap = await pages.bitmap(index);
  if (bitmap === null) {
    const grey = await drawPicture(await openPicture(source.path, index), placement, source.name);
    return halftone(grey, pageWidth, pageRows, dither);
  }
  const { xDpi, yDpi } = pages.facts(index);
  const sameDots = near(xDpi, dotsPerInch) && near(yDpi, linesPerInch[resolution]);
  // Longer than paper goes, it is shrunk like any other.
  const wholeLength = height > bitmap.rows * 0.94;
  if (!turned && bitmap.width === pageWidth && sameDots && wholeLength) return bitmap;
  const grey = turned ? turnClockwise(greyOf(bitmap, height, width), height, width) : greyOf(bitmap, width, height);
  return halftone(onWhitePage(grey, placement), pageWidth, pageRows, dither);
}

/** 200 x 200 counts as 204 x 196, as it does on the line (T.30 table 2, inch and metric resolutions). */
const near = (dpi: number, wanted: number) => Math.abs(dpi / wanted - 1) < 0.03;
