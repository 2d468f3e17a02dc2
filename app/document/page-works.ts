import type { FaxTiffModel, FaxTiffOptions } from '../image/fax-tiff.ts';
import type { CoverFields } from '../model/cover.ts';
import type { CodedPage, Coding, PageFormat, PageWidth, Resolution } from '../model/page-format.ts';
import type { StartWorker } from '../model/worker-entries.ts';
import type { CoverTemplate } from './cover/cover-template.ts';
import type { ProofAttempt, ProofFact, ProofFacts, ProofFrame, ProofGroup } from './proof/proof-facts.ts';

export type { CoverTemplate, FaxTiffModel, ProofAttempt, ProofFact, ProofFacts, ProofFrame, ProofGroup };

/** How pages are made of files (the contract's `RenderOptions`). */
export interface RenderOptions {
  readonly resolution: Resolution;
  /** null: the narrowest of A4, B4, A3 that holds the document at its own size. */
  readonly width: PageWidth | null;
  /** `content`: text is thresholded and photographs are dithered, by what is on the page. */
  readonly dither: 'content' | 'always' | 'never';
}

/** One stored page's facts (the contract's `PageFacts`); densities in dots an inch. */
export interface PageFacts {
  readonly width: number;
  readonly rows: number;
  readonly xDpi: number;
  readonly yDpi: number;
  readonly badLines: number;
}

/** How far a render is: `pages` of the file once they are known. */
export interface RenderProgress {
  readonly file: string;
  readonly pagesDone: number;
  readonly pages: number | null;
}

/** What became of each file: its pages, and a sentence worth telling the user about how it was read. */
export interface RenderedFile {
  readonly path: string;
  readonly pages: number;
  readonly note: string | null;
}

export interface RenderedDocument {
  readonly pages: readonly PageFacts[];
  readonly files: readonly RenderedFile[];
}

/** What the banner says; `at` is already in the office's local time. */
export interface BannerText {
  /** Date and time as they stand on the page: `2026-03-07 14:05`. */
  readonly at: string;
  /** The sending station's identification. */
  readonly from: string;
  /** The number called. */
  readonly to: string;
  /** 1-based over the whole document. */
  readonly page: number;
  readonly pages: number;
}

/** One page as it came over the line. */
export interface ReceivedPageData {
  readonly coding: Coding;
  readonly width: PageWidth;
  readonly resolution: Resolution;
  readonly data: Uint8Array;
  readonly ecm: boolean;
  /** False when the call broke off inside this page. */
  readonly complete: boolean;
}

/** What is written into the tags of a stored fax; null where it is not known. Instants in ISO-8601 UTC. */
export interface FaxFacts {
  readonly csid: string | null;
  readonly tsid: string | null;
  readonly callerId: string | null;
  readonly receiveTime: string | null;
  readonly recipientName: string | null;
  readonly recipientNumber: string | null;
  readonly senderName: string | null;
  readonly routing: string | null;
}

/** What FaxTiff reads of a file: its pages, and its facts as the object model hands them out. */
export interface FaxTiffFacts {
  readonly pages: readonly (PageFacts & { readonly compression: string })[];
  readonly model: FaxTiffModel;
  /** The first page's tags that were asked for, as text; what the page does not have is not among them. */
  readonly tags: Readonly<Record<number, string>>;
  /** The SHA-256 of the pages, as a proof tells it; null where it was not asked for, or a page cannot be read. */
  readonly fingerprint: string | null;
}

/** How FaxTiff reads: what stands for missing values, the zone of times, and what is wanted besides. */
export interface FaxTiffReading extends FaxTiffOptions {
  readonly tags?: readonly number[];
  readonly fingerprint?: boolean;
}

/** How a received page was stored: good rows and bad ones. */
export interface StoredPage {
  readonly rows: number;
  readonly badRows: number;
  readonly longestBadRun: number;
}

export interface ConvertOptions extends Omit<RenderOptions, 'resolution'> {
  /** null: fax pages keep the resolution nearest to their own, everything else becomes fine. */
  readonly resolution: Resolution | null;
  readonly compression: Coding;
}

export interface Converted {
  readonly out: string;
  readonly pages: number;
  readonly msPerPage: number;
  /** What turned the files into dots: `pdfium`, `sharp`, `tiff`, `libreoffice+pdfium`…, joined with commas. */
  readonly renderer: string;
}

/**
 * Everything that makes, reads and changes fax pages, off the caller's thread: a pool of workers behind an asynchronous
 * interface. Every method rejects with a `FaxError` that names the file, and leaves no half-written file. Short tasks
 * (`codePage`, `image`, `appendReceived`…) have threads of their own and never wait behind a long render.
 */
export interface PageWorks {
  /**
   * Renders files, in order, into one TIFF-F at `out` (temp, fsync, rename). Throws `CANCELLED` when the signal is
   * aborted, and the errors of `render-document.ts`.
   */
  render(
    files: readonly string[],
    options: RenderOptions,
    out: string,
    progress: (progress: RenderProgress) => void,
    signal: AbortSignal,
  ): Promise<RenderedDocument>;
  /** The facts of every page of a stored TIFF. */
  describe(tiff: string): Promise<readonly PageFacts[]>;
  /** What FaxTiff reads. */
  faxFacts(tiff: string, options?: FaxTiffReading): Promise<FaxTiffFacts>;
  /**
   * One stored page (0-based) coded for the far end: re-scaled where the format differs, with the banner inserted
   * above it where one is given. Throws `PAGE_NOT_FOUND`.
   */
  codePage(tiff: string, index: number, format: PageFormat, banner: BannerText | null): Promise<CodedPage>;
  /**
   * Decodes a received page, tolerant of damage, and appends it to the fax's TIFF; durable when it resolves, and the
   * pages before it stay readable whatever happens. Creates the file with its first page. Where `keep` looks at the
   * decoded page and says no, nothing is written.
   */
  appendReceived(
    out: string,
    page: ReceivedPageData,
    facts: FaxFacts,
    keep?: (page: StoredPage) => boolean,
  ): Promise<StoredPage>;
  /** Writes the final tags and the page count; durable when it resolves. */
  finishReceived(out: string, facts: FaxFacts): Promise<readonly PageFacts[]>;
  /** One page (0-based) as PNG in true aspect, at most `width` pixels wide; null: as wide as its dots. */
  image(tiff: string, index: number, width: number | null): Promise<Uint8Array>;
  /**
   * Copies a stored fax: `pdf` with the pages' G4 data at true size; `tif` octet for octet or, where `facts` are given,
   * with the same strips and these facts in its tags.
   */
  saveAs(
    tiff: string,
    out: string,
    format: 'pdf' | 'tif',
    facts?: FaxFacts | null,
  ): Promise<{ readonly pages: number }>;
  /**
   * One stored fax of several, in order, at `out` (temp, fsync, rename): the pages' strips as they are, their numbers
   * over the whole. Throws what reading and writing throw; `NO_PAGES`.
   */
  join(tiffs: readonly string[], out: string): Promise<readonly PageFacts[]>;
  /**
   * Draws a cover page and gives the number of its pages: as fax pages (TIFF-F), or as PDF where `options` is null;
   * `out` is there whole or not at all. `fields` may depend on how many pages the cover takes. Throws
   * `TEXT_NOT_SETTABLE`, `TOO_MANY_PAGES`, `CANCELLED`, and what writing throws.
   */
  drawCover(
    cover: CoverTemplate,
    fields: CoverFields | ((coverPages: number) => CoverFields),
    out: string,
    options: RenderOptions | null,
    signal?: AbortSignal,
  ): Promise<number>;
  /**
   * Writes the proof of a fax as PDF, with the pages of `tiff` (null: it has none); `out` is there whole or not at all.
   * The answer is the PDF's number of pages. Throws what reading and writing throw.
   */
  writeProof(facts: ProofFacts, tiff: string | null, out: string): Promise<number>;
  /** Documents to fax pages and back; the ending of `out` (.tif, .pdf, .pbm) says what is written. */
  convert(files: readonly string[], out: string, options: ConvertOptions, signal?: AbortSignal): Promise<Converted>;
  /** Ends the workers; what is under way rejects with `CANCELLED`. Idempotent. */
  close(): Promise<void>;
}

export interface PageWorksOptions {
  readonly startWorker: StartWorker;
  /** Worker threads for rendering, at least 1; short tasks get one more of their own when they come. */
  readonly threads: number;
  /** For intermediate files; created on demand, emptied of them again. */
  readonly tempDir: string;
  /** Where fonts and samples lie; by default the `resources` folder of the source tree or of the bundle. */
  readonly resourcesDir?: string;
  /** Finds LibreOffice: the program's path, or null where it is not installed. */
  readonly findProgram?: (name: string) => Promise<string | null>;
  readonly limits?: Partial<WorkLimits>;
}

/** Limits against hostile files. */
export interface WorkLimits {
  /** Pages in one fax. */
  readonly pages: number;
  /** Octets of one file. */
  readonly fileSize: number;
  /** Milliseconds for one page or one short task; the thread that runs over it is ended. */
  readonly taskTime: number;
  /** Milliseconds for LibreOffice. */
  readonly officeTime: number;
}

export { unavailable } from '../image/fax-tiff.ts';
export { createPageWorks } from './create-page-works.ts';
