import { join } from 'node:path';
import { lookAtFile } from '../../document/look-at-file.ts';
import type { PageWorks } from '../../document/page-works.ts';
import type { PageSource, SourcePage } from '../../lines/fax-line.ts';
import { FaxError } from '../../model/errors.ts';
import {
  type CodedPage,
  type PageFormat,
  pageWidthOfDots,
  type Resolution,
  resolutionOfLines,
} from '../../model/page-format.ts';

/** Octets of one file. */
const LARGEST = 256_000_000;

/** One page and where it is stored. */
interface StoredAt extends SourcePage {
  readonly tiff: string;
  readonly index: number;
}

/**
 * The pages of some files, in their order, as a trial sends them: with no banner. Fax pages (TIFF) go out dot by dot as
 * they are; everything else is rendered into `folder`, which must exist. Throws what the page works throw of a file that
 * cannot be read, `NO_PAGES`, `CANCELLED`.
 */
export async function openTrialPages(
  works: PageWorks,
  { files, resolution }: { readonly files: readonly string[]; readonly resolution: Resolution },
  folder: string,
  signal: AbortSignal,
): Promise<PageSource> {
  const pages: StoredAt[] = [];
  for (const [n, file] of files.entries()) {
    const stored =
      (await faxPages(works, file, signal)) ?? (await rendered(works, file, resolution, folder, n, signal));
    pages.push(...stored);
  }
  if (pages.length === 0) throw new FaxError('NO_PAGES');
  return new TrialPages(works, pages);
}

/**
 * The pages of a TIFF that holds nothing but 1-bit pages of a fax's width; null for every other file. Each is coded once:
 * what cannot be read is found before the call, and the thread that codes pages is up when the call begins.
 */
async function faxPages(works: PageWorks, file: string, signal: AbortSignal): Promise<readonly StoredAt[] | null> {
  if ((await lookAtFile(file, LARGEST)) !== 'tiff') return null;
  try {
    const { pages } = await works.faxFacts(file);
    const stored: StoredAt[] = [];
    for (const [index, { width: dots, rows, yDpi, compression }] of pages.entries()) {
      const width = pageWidthOfDots(dots);
      if (width === undefined || rows === 0 || compression === 'other') return null;
      const resolution = resolutionOfLines(yDpi);
      if (signal.aborted) throw new FaxError('CANCELLED');
      await works.codePage(file, index, { coding: 'mmr', resolution, width, minLineBits: 0 }, null);
      stored.push({ tiff: file, index, width, resolution });
    }
    return stored.length === 0 ? null : stored;
  } catch (error) {
    // No TIFF, or one that an image library may read better: rendering says what is wrong with it.
    if (error instanceof FaxError && error.kind === 'usage') return null;
    throw error;
  }
}

async function rendered(
  works: PageWorks,
  file: string,
  resolution: Resolution,
  folder: string,
  n: number,
  signal: AbortSignal,
): Promise<readonly StoredAt[]> {
  const tiff = join(folder, `${n}.tif`);
  const options = { resolution, width: null, dither: 'content' } as const;
  const { pages } = await works.render([file], options, tiff, () => undefined, signal);
  return pages.map(({ width }, index) => ({ tiff, index, resolution, width: pageWidthOfDots(width) ?? 'a4' }));
}

class TrialPages implements PageSource {
  readonly pages: readonly StoredAt[];
  readonly #works: PageWorks;

  constructor(works: PageWorks, pages: readonly StoredAt[]) {
    this.#works = works;
    this.pages = pages;
  }

  code(index: number, format: PageFormat): Promise<CodedPage> {
    const page = this.pages[index];
    if (page === undefined) throw new FaxError('PAGE_NOT_FOUND');
    return this.#works.codePage(page.tiff, page.index, format, null);
  }

  async confirmed(): Promise<void> {
    // Nothing is resumed after a trial, so nothing is written down.
  }
}
