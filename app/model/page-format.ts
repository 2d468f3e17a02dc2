import { z } from 'zod';

/** Vertical resolution by its office name: 204 dots an inch across; 98, 196 or 391 lines down (T.4 2.2). */
export const resolutionSchema = z.enum(['standard', 'fine', 'superfine']);
export type Resolution = z.infer<typeof resolutionSchema>;

/** Lines an inch of each resolution: 3.85, 7.7 and 15.4 lines a millimetre. */
export const linesPerInch: Readonly<Record<Resolution, number>> = { standard: 98, fine: 196, superfine: 391 };

/** Dots an inch across at R8 (8.04 dots a millimetre). */
export const dotsPerInch = 204;

/** Paper width by its sheet, as T.30 negotiates it (DCS bits 17 and 18). */
export const pageWidthSchema = z.enum(['a4', 'b4', 'a3']);
export type PageWidth = z.infer<typeof pageWidthSchema>;

/** Picture elements in a row at R8 (T.4 2.1). A4 also carries Letter and Legal. */
export const widthInDots: Readonly<Record<PageWidth, number>> = { a4: 1728, b4: 2048, a3: 2432 };

/** Page coding: T.4 one-dimensional, T.4 two-dimensional, T.6. */
export const codingSchema = z.enum(['mh', 'mr', 'mmr']);
export type Coding = z.infer<typeof codingSchema>;

/** The form in which one page travels: what the far end was promised in DCS. */
export interface PageFormat {
  readonly coding: Coding;
  readonly resolution: Resolution;
  readonly width: PageWidth;
  /**
   * The least number of bits a coded line may have, EOL included: rate times minimum scan-line time (T.4 4.1.3).
   * 0 in ECM and for MMR.
   */
  readonly minLineBits: number;
}

/**
 * One page as it travels: T.4 (EOL before each line, RTC at its end) or T.6 (EOFB at its end) bits, first bit in the
 * most significant place of the first octet.
 */
export interface CodedPage {
  readonly format: PageFormat;
  readonly rows: number;
  readonly data: Uint8Array;
}

/** Rows of banner inserted above a page at each resolution: about 4 mm. */
export const bannerRows: Readonly<Record<Resolution, number>> = { standard: 16, fine: 32, superfine: 64 };

/** The width of paper that has so many dots in a row at R8; undefined for a width that is none of them. */
export function pageWidthOfDots(dots: number): PageWidth | undefined {
  return pageWidthSchema.options.find((width) => widthInDots[width] === dots);
}

/** The office resolution nearest to a vertical density in lines an inch. */
export function resolutionOfLines(lines: number): Resolution {
  if (lines < 147) return 'standard';
  return lines < 294 ? 'fine' : 'superfine';
}
