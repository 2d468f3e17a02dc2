import { z } from 'zod';

export {
  bannerRows,
  dotsPerInch,
  linesPerInch,
  pageWidthOfDots,
  resolutionOfLines,
  widthInDots,
} from './page-dots.ts';

/** Vertical resolution by its office name: 204 dots an inch across; 98, 196 or 391 lines down (T.4 2.2). */
export const resolutionSchema = z.enum(['standard', 'fine', 'superfine']);
export type Resolution = z.infer<typeof resolutionSchema>;

/** Paper width by its sheet, as T.30 negotiates it (DCS bits 17 and 18). */
export const pageWidthSchema = z.enum(['a4', 'b4', 'a3']);
export type PageWidth = z.infer<typeof pageWidthSchema>;

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
