import { dotsPerInch, linesPerInch, pageWidths, widthInDots } from '../model/page-dots.ts';
import type { PageWidth, Resolution } from '../model/page-format.ts';

/** The size of one page of a source, in inches, as the source says it is looked at. */
export interface SourceSize {
  readonly width: number;
  readonly height: number;
  /**
   * `own`: the size is real (a PDF page, a scan). `fit`: a picture without one; it is made to fit an A4 sheet, and
   * never chooses the paper.
   */
  readonly kind: 'own' | 'fit';
  /** That of a fax page, which a conversion keeps unless it is told otherwise. */
  readonly resolution?: Resolution;
}

/** Where a source page lands on the fax page, all in dots of the target resolution. */
export interface Placement {
  /** True when a landscape page is turned to portrait, a quarter turn clockwise. */
  readonly turned: boolean;
  readonly left: number;
  readonly width: number;
  readonly height: number;
  readonly pageWidth: number;
  readonly pageRows: number;
}

/**
 * Sheets that count as this wide: Letter (8.5 in) goes on A4, ISO and JIS B4 on B4, everything wider on A3. So do fax
 * pages of 1728 and 2048 dots whose file calls 204 dots an inch 200 (8.64 and 10.24 in).
 */
const widestInches: Readonly<Record<PageWidth, number>> = { a4: 8.65, b4: 10.25, a3: Number.POSITIVE_INFINITY };
const a4 = { width: 210 / 25.4, height: 297 / 25.4 };
/** Longer pages are made smaller as a whole: paper has an end. */
const longestInches = 44;

/** The narrowest paper that holds every page at its own size, landscape pages turned. */
export function narrowestWidth(sizes: readonly SourceSize[]): PageWidth {
  const own = sizes.filter((size) => size.kind === 'own');
  const widest = own.reduce((most, size) => Math.max(most, turns(size) ? size.height : size.width), 0);
  return pageWidths.find((width) => widest <= widestInches[width]) ?? 'a3';
}

/**
 * Landscape pages too wide for A4 are turned; a small one (a cheque, a postcard) stands as it is. A fax page is upright
 * however short it is: the other machine drew it so.
 */
function turns(size: SourceSize): boolean {
  return size.resolution === undefined && size.width > size.height && size.width > widestInches.a4;
}

/**
 * Places a page: at its own size where it fits, else shrunk to the width (Letter by 0.4 %); centred across, at the top.
 * The fax page is as long as the source page.
 */
export function placePage(size: SourceSize, paper: PageWidth, resolution: Resolution): Placement {
  const turned = turns(size);
  const across = turned ? size.height : size.width;
  const down = turned ? size.width : size.height;
  const pageWidth = widthInDots[paper];
  const box = size.kind === 'fit' ? a4 : { width: pageWidth / dotsPerInch, height: longestInches };
  const scale = Math.min(1, box.width / across, box.height / down);
  const width = clamp(Math.round(across * scale * dotsPerInch), 1, pageWidth);
  const height = Math.max(1, Math.round(down * scale * linesPerInch[resolution]));
  const blank = size.kind === 'fit' ? Math.round(a4.height * linesPerInch[resolution]) : height;
  return {
    turned,
    left: (pageWidth - width) >> 1,
    width,
    height,
    pageWidth,
    pageRows: Math.max(height, blank),
  };
}

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);
