import { type FileHandle, open } from 'node:fs/promises';
import type { Bitmap } from '../image/bitmap.ts';
import { decodeTiffPage } from '../image/tiff-pages.ts';
import { openTiff, type TiffFile, type TiffPageInfo } from '../image/tiff-reader.ts';
import { fileReader } from '../image/tiff-source.ts';
import { FaxError } from '../model/errors.ts';
import { dotsPerInch, linesPerInch, pageWidthOfDots, resolutionOfLines } from '../model/page-dots.ts';
import { fileError } from './look-at-file.ts';
import type { SourceSize } from './page-layout.ts';
import type { PageFacts } from './page-works.ts';
import { checkPixels } from './pictures.ts';

/** Fewer rows than this on a fax page that does not say its density: it is at standard resolution. */
const standardRows = 1500;

/** The pages of an open TIFF. */
export class TiffPages {
  readonly file: TiffFile;
  readonly #handle: FileHandle;
  readonly #name: string;

  private constructor(handle: FileHandle, file: TiffFile, name: string) {
    this.#handle = handle;
    this.file = file;
    this.#name = name;
  }

  /** Opens a TIFF. Throws what `openTiff` throws, naming the file, `FILE_NOT_FOUND`, `FILE_NOT_READABLE`. */
  static async open(path: string, name: string): Promise<TiffPages> {
    const handle = await open(path, 'r').catch((cause: unknown) => Promise.reject(fileError(cause, name)));
    try {
      return new TiffPages(handle, await openTiff(await fileReader(handle)), name);
    } catch (error) {
      await handle.close();
      throw naming(error, name);
    }
  }

  get count(): number {
    return this.file.pages.length;
  }

  /** What the file says of a page (0-based). Throws `PAGE_NOT_FOUND`. */
  info(index: number): TiffPageInfo {
    const info = this.file.pages[index];
    if (info === undefined) throw new FaxError('PAGE_NOT_FOUND', { message: `The fax has no page ${index + 1}.` });
    return info;
  }

  /** A page's facts; a fax page without densities has those that its size suggests. */
  facts(index: number): PageFacts {
    const { width, rows, xDpi, yDpi, badLines } = this.info(index);
    if (xDpi !== null && yDpi !== null) return { width, rows, xDpi, yDpi, badLines };
    const lines = rows < standardRows ? linesPerInch.standard : linesPerInch.fine;
    return { width, rows, xDpi: xDpi ?? dotsPerInch, yDpi: yDpi ?? lines, badLines };
  }

  /** The size of a page as a source to be faxed, turned as its orientation says. */
  size(index: number): SourceSize {
    const info = this.info(index);
    checkPixels(info.width, Math.min(info.rows, info.bilevel ? 1 : info.rows), this.#name);
    const known = (info.xDpi !== null && info.yDpi !== null) || pageWidthOfDots(info.width) !== undefined;
    const { width, rows, xDpi, yDpi } = this.facts(index);
    const across = known ? width / xDpi : width / 96;
    const down = known ? rows / yDpi : rows / 96;
    const kind = known ? 'own' : 'fit';
    const fax = info.bilevel && known ? { resolution: resolutionOfLines(yDpi) } : {};
    return info.orientation > 4
      ? { width: down, height: across, kind, ...fax }
      : { width: across, height: down, kind, ...fax };
  }

  /** An upright 1-bit page; null for one that an image library must draw. */
  async bitmap(index: number): Promise<Bitmap | null> {
    const { bilevel, orientation } = this.info(index);
    if (!bilevel || orientation !== 1) return null;
    try {
      return (await decodeTiffPage(this.file, index)).bitmap;
    } catch (error) {
      throw naming(error, this.#name);
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** The reader's errors know no file name: the sentence is made to name it. */
function naming(error: unknown, name: string): unknown {
  if (!(error instanceof FaxError)) return error;
  const { code, cause } = error;
  switch (code) {
    case 'FILE_EMPTY':
      return new FaxError(code, { message: `“${name}” is empty (0 bytes).`, cause });
    case 'FILE_TYPE_UNKNOWN':
      return new FaxError(code, { message: `“${name}” is not a TIFF that can be read.`, cause });
    case 'IMAGE_TOO_LARGE':
      return new FaxError(code, { message: `“${name}” has too many pixels.`, cause });
    case 'TOO_MANY_PAGES':
      return new FaxError(code, { message: `“${name}” has too many pages.`, cause });
    case 'FILE_DAMAGED':
      return new FaxError(code, { message: `“${name}” is damaged or cut short.`, cause });
    default:
      return error;
  }
}
