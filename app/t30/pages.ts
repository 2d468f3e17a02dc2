import type { CodedPage, Coding, PageFormat, PageWidth, Resolution } from '../model/page-format.ts';

/** What a page of the document is, before it is coded for the call. */
export interface SourcePage {
  readonly resolution: Resolution;
  readonly width: PageWidth;
}

/** The pages of an outgoing document. */
export interface PageSource {
  /** Facts of every page, known before the call; negotiation looks at them. */
  readonly pages: readonly SourcePage[];
  /**
   * Codes a page (0-based index) for the far end: re-scaled and re-coded where the format differs from the page's own,
   * the banner inserted. Asked for ahead of time, and at most once for each page and format.
   */
  code(index: number, format: PageFormat): Promise<CodedPage>;
  /** The far end confirmed the page; the next is not sent before this resolves. */
  confirmed(index: number): Promise<void>;
  /**
   * The document's last page has gone out in full; its post-message command (EOP, PPS-EOP, PPS-EOM…) goes out only
   * when this resolves. What dies after it cannot know whether the fax arrived. Called again when the page is sent again.
   */
  lastPageSent?(): Promise<void>;
}

/** One page as it arrived. */
export interface ReceivedPage {
  /** 0-based within the call. */
  readonly index: number;
  readonly coding: Coding;
  readonly resolution: Resolution;
  readonly width: PageWidth;
  /** T.4 or T.6 bits, first bit in the most significant place. */
  readonly data: Uint8Array;
  readonly ecm: boolean;
  /** False when the call broke off inside this page. */
  readonly complete: boolean;
}

/** What became of a received page: rows stored and how damaged it is. The rule: `pageQualityRule` in the model. */
export interface PageVerdict {
  readonly rows: number;
  readonly badRows: number;
  /** The longest run of bad rows, where the sink knows it (TIFF's ConsecutiveBadFaxLines). */
  readonly longestBadRun?: number;
  /** `accept` answers MCF, `retrain` RTP (kept, but train again), `reject` RTN. */
  readonly status: 'accept' | 'retrain' | 'reject';
}

/** Where received pages go. */
export interface PageSink {
  /** Stores a page durably; the far end is answered only when this resolves. */
  receive(page: ReceivedPage): Promise<PageVerdict>;
}
