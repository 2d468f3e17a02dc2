/**
 * Page geometry as plain numbers. Apart from `page-format.ts`, which re-exports it, so that page threads start without
 * loading the schema library.
 */
import type { PageWidth, Resolution } from './page-format.ts';

/** Lines an inch of each resolution: 3.85, 7.7 and 15.4 lines a millimetre. */
export const linesPerInch: Readonly<Record<Resolution, number>> = { standard: 98, fine: 196, superfine: 391 };

/** Dots an inch across at R8 (8.04 dots a millimetre). */
export const dotsPerInch = 204;

/** Paper widths from the narrowest on. */
export const pageWidths = ['a4', 'b4', 'a3'] as const satisfies readonly PageWidth[];

/** Picture elements in a row at R8 (T.4 2.1). A4 also carries Letter and Legal. */
export const widthInDots: Readonly<Record<PageWidth, number>> = { a4: 1728, b4: 2048, a3: 2432 };

/** Rows of banner inserted above a page at each resolution: about 4 mm. */
export const bannerRows: Readonly<Record<Resolution, number>> = { standard: 16, fine: 32, superfine: 64 };

/** The width of paper that has so many dots in a row at R8; undefined for a width that is none of them. */
export function pageWidthOfDots(dots: number): PageWidth | undefined {
  return pageWidths.find((width) => widthInDots[width] === dots);
}

/** The office resolution nearest to a vertical density in lines an inch. */
export function resolutionOfLines(lines: number): Resolution {
  if (lines < 147) return 'standard';
  return lines < 294 ? 'fine' : 'superfine';
}
