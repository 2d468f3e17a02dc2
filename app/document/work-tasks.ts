/** Every task that a worker does: what goes in and what comes out. Plain data only: it crosses threads. */

import type { CoverFields } from '../model/cover.ts';
import type { CodedPage, Coding, PageFormat, Resolution } from '../model/page-format.ts';
import type { CoverTemplate } from './cover/cover-template.ts';
import type { Placement, SourceSize } from './page-layout.ts';
import type {
  BannerText,
  FaxFacts,
  FaxTiffFacts,
  FaxTiffReading,
  PageFacts,
  ReceivedPageData,
  RenderOptions,
} from './page-works.ts';
import type { ProofFacts } from './proof/proof-facts.ts';
import type { SourceKind } from './source-kind.ts';

/** A file that can be drawn from, after text and office documents have become PDF. */
export interface DrawableSource {
  readonly kind: 'pdf' | 'image' | 'tiff';
  /** The file that is read: the user's own or an intermediate PDF. */
  readonly path: string;
  /** One for each file of each render: a worker keeps the file open under it, and a changed file is read anew. */
  readonly key: string;
  /** The user's file name, for sentences. */
  readonly name: string;
}

export interface WorkTasks {
  /** Starts PDFium, so that the first page finds it ready. */
  readonly warmUp: { readonly input: null; readonly output: null };
  /** Looks at a file: is it there, may it be read, what is it. */
  readonly look: {
    readonly input: { readonly path: string; readonly maxSize: number };
    readonly output: { readonly kind: SourceKind };
  };
  /** Sets a text file as a PDF at `out`. */
  readonly typeset: {
    readonly input: { readonly path: string; readonly out: string; readonly maxPages: number };
    readonly output: { readonly note: string | null };
  };
  /** Sets a cover page as a PDF at `out`. */
  readonly typesetCover: {
    readonly input: { readonly cover: CoverTemplate; readonly fields: CoverFields; readonly out: string };
    readonly output: { readonly pages: number };
  };
  /** Sets a proof as a PDF at `out`, with the pages of a stored fax. */
  readonly typesetProof: {
    readonly input: { readonly facts: ProofFacts; readonly tiff: string | null; readonly out: string };
    readonly output: { readonly pages: number };
  };
  /** Writes several stored faxes as one at `out`, with facts in its tags where some are given. */
  readonly join: {
    readonly input: { readonly tiffs: readonly string[]; readonly facts: FaxFacts | null; readonly out: string };
    readonly output: null;
  };
  /** The size of every page of a source. */
  readonly measure: {
    readonly input: { readonly source: DrawableSource; readonly maxPages: number };
    readonly output: { readonly sizes: readonly SourceSize[]; readonly renderer: string; readonly note: string | null };
  };
  /** Draws one page and codes it. */
  readonly draw: {
    readonly input: {
      readonly source: DrawableSource;
      readonly index: number;
      readonly placement: Placement;
      readonly resolution: Resolution;
      readonly dither: RenderOptions['dither'];
      readonly coding: Coding | 'none';
    };
    readonly output: DrawnPage;
  };
  readonly describe: { readonly input: { readonly tiff: string }; readonly output: readonly PageFacts[] };
  readonly faxFacts: {
    readonly input: { readonly tiff: string; readonly options: FaxTiffReading };
    readonly output: FaxTiffFacts;
  };
  readonly codePage: {
    readonly input: {
      readonly tiff: string;
      readonly index: number;
      readonly format: PageFormat;
      readonly banner: BannerText | null;
    };
    readonly output: CodedPage;
  };
  /** Decodes a received page, tolerant of damage, and codes it as it is stored: one T.6 strip. */
  readonly decodeReceived: {
    readonly input: ReceivedPageData;
    readonly output: DrawnPage & { readonly badRows: number; readonly longestBadRun: number };
  };
  /** A page of a stored fax as one T.6 strip, to be written anew or into a PDF. */
  readonly recode: {
    readonly input: { readonly tiff: string; readonly index: number };
    readonly output: DrawnPage & PageFacts & { readonly longestBadRun: number };
  };
  readonly image: {
    readonly input: { readonly tiff: string; readonly index: number; readonly width: number | null };
    readonly output: Uint8Array;
  };
}

/** One page drawn and coded: T.4 or T.6 bits, or rows of whole octets for `none`. */
export interface DrawnPage {
  readonly width: number;
  readonly rows: number;
  readonly data: Uint8Array;
}
