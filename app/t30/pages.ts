import type { CodedPage, Coding, PageFormat, PageWidth, Resolution } from '../model/page-format.ts';

/** What a page of the document is, before it is coded for the call. */
export interface SourcePage {
  readonly resolution: Resolution;
  readonly width: PageWidth;
  /**
   * The page is the first of a document of its own: EOM goes before it (T.30 5.3.6.1.6), and its facts are agreed on
   * anew. Means nothing for the call's first page.
   */
  readonly startsDocument?: boolean;
  /** The page went out in an earlier call and was not confirmed: the transcript says that it is sent again. */
  readonly resent?: boolean;
}

/** The pages of an outgoing document, or of several that go in one call. */
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
   * The last page of a document (0-based index in the call) has gone out in full; its post-message command (EOP, PPS-EOP,
   * PPS-EOM…) goes out only when this resolves. What dies after it cannot know whether the fax arrived. Called again
   * when the page is sent again.
   */
  lastPageSent?(index: number): Promise<void>;
  /**
   * The page that follows the document that ends with this one: the first one wanted of the next document; null where
   * nothing follows any more. Asked before the document's last command goes out, and again when that is confirmed.
   * Absent: the next in order.
   */
  following?(index: number): number | null;
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
