import { readFile } from 'node:fs/promises';
import { type Bitmap, bitmapToOctets } from '../image/bitmap.ts';
import { encodePage } from '../image/page-coder.ts';
import { FaxError } from '../model/errors.ts';
import { dotsPerInch, linesPerInch } from '../model/page-dots.ts';
import type { Resolution } from '../model/page-format.ts';
import { Halftoner, halftone } from './halftone.ts';
import type { Placement, SourceSize } from './page-layout.ts';
import { type PdfDocument, type Pdfium, startPdfium } from './pdfium.ts';
import { drawPicture, measurePicture, onWhitePage, openPicture, turnClockwise } from './pictures.ts';
import { tooManyPages } from './render-document.ts';
import { greyOf } from './resample.ts';
import { TiffPages } from './tiff-pages.ts';
import type { DrawableSource, DrawnPage, WorkTasks } from './work-tasks.ts';

/** A PDF is opened anew after so many pages: PDFium keeps the fonts and pictures of every page it has drawn. */
const pagesBeforeReopening = 64;

const warmUpWidth = 1728;
const warmUpRows = 400;

type Measured = WorkTasks['measure']['output'];

/** Draws pages in a worker: keeps PDFium and the file that was drawn from last. */
export class PageDrawer {
  readonly #module: WebAssembly.Module;
  readonly #halftoner = new Halftoner();
  #pdfium: Pdfium | null = null;
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
        return measureTiff(await this.#tiffPages(source), maxPages);
    }
  }

  async #draw(task: WorkTasks['draw']['input']): Promise<DrawnPage> {
    const bitmap = await this.#bitmap(task);
    const data =
      task.coding === 'none'
        ? bitmapToOctets(bitmap)
        : encodePage(bitmap, task.coding, { resolution: task.resolution, endOfPage: task.coding === 'mmr' });
    return { width: bitmap.width, rows: bitmap.rows, data };
  }

  #release(): void {
    this.#open?.document.close();
    this.#open = null;
    if (this.#pdfium?.swollen) this.#pdfium = null;
  }

  /** Starts PDFium, and puts a page of strokes through everything that is ours. */
  async warmUp(): Promise<void> {
    this.#pdfium ??= await startPdfium(this.#module);
    const grey = new Uint8Array(warmUpWidth * warmUpRows).fill(255);
    for (let at = 0; at < grey.length; at += 3) grey[at] = (at * 13) & 0xff;
    for (let turn = 0; turn < 3; turn++)
      encodePage(this.#halftoner.page(grey, warmUpWidth, warmUpRows, 'content'), 'mmr');
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
        return this.#halftoner.page(document.draw(index, placement), pageWidth, pageRows, dither);
      }
      case 'image': {
        const grey = await drawPicture(await openPicture(source.path), placement, source.name);
        return halftone(grey, pageWidth, pageRows, dither);
      }
      case 'tiff':
        return drawTiff(await this.#tiffPages(source), source, index, placement, resolution, dither);
    }
  }

  async #measurePdf(source: DrawableSource, maxPages: number): Promise<Measured> {
    const document = await this.#document(source);
    if (document.pages > maxPages) throw tooManyPages(maxPages);
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
      this.#pdfium ??= await startPdfium(this.#module);
      const document = this.#pdfium.open(await readFile(source.path), source.name);
      this.#open = { key: source.key, document, drawn: 0 };
    }
    this.#open.drawn++;
    return this.#open.document;
  }
}

function measureTiff(pages: TiffPages, maxPages: number): Measured {
  if (pages.count > maxPages) throw tooManyPages(maxPages);
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
  if (!turned && bitmap.width === pageWidth && sameDots) return bitmap;
  const grey = turned ? turnClockwise(greyOf(bitmap, height, width), height, width) : greyOf(bitmap, width, height);
  return halftone(onWhitePage(grey, placement), pageWidth, pageRows, dither);
}

/** 200 x 200 counts as 204 x 196, as it does on the line (T.30 table 2, inch and metric resolutions). */
const near = (dpi: number, wanted: number) => Math.abs(dpi / wanted - 1) < 0.03;
