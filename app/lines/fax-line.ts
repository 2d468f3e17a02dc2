import type { FaxError } from '../model/errors.ts';
import type { Outcome, TranscriptEntry } from '../model/job.ts';
import type { LineAddress } from '../model/line-address.ts';
import type { Coding } from '../model/page-format.ts';
import type { CallTerms } from '../t30/call-terms.ts';
import type { PageSink, PageSource } from '../t30/pages.ts';

export type { CallTerms } from '../t30/call-terms.ts';
export type { PageSink, PageSource, PageVerdict, ReceivedPage, SourcePage } from '../t30/pages.ts';

/** What a call tells while it runs. Every `t` is line time in ms. Listeners must not throw and must be quick. */
export interface CallObserver {
  /** A frame or signal for the transcript. */
  frame?(entry: TranscriptEntry): void;
  /** Entering a phase of T.30: A (call set-up) to E (release). */
  phase?(phase: 'A' | 'B' | 'C' | 'D' | 'E', t: number): void;
  /** What was negotiated, each time it is. */
  negotiated?(facts: CallFacts): void;
  /** A page began: 0-based index within the document or call. */
  pageStarted?(index: number, t: number): void;
  /** A page ended: with the far end's answer (sending) or ours (receiving), and rows where they are known. */
  pageEnded?(page: {
    readonly index: number;
    readonly status: 'MCF' | 'RTP' | 'RTN' | 'none';
    readonly rows: number;
    readonly badRows: number;
    readonly coding: Coding;
    readonly t: number;
  }): void;
}

/** What both ends agreed on. */
export interface CallFacts {
  readonly remoteId: string | null;
  readonly rate: number;
  readonly ecm: boolean;
  readonly coding: Coding;
}

/** How a call ended. */
export interface CallResult {
  readonly outcome: Outcome;
  /** A stable word for the exact place of a failure: who failed, in which phase (`b-no-reply-to-dcs`, `d-no-reply-to-eop`…). */
  readonly code: string;
  /** The sentence for the user. */
  readonly words: string;
  /** Pages confirmed (sending) or stored whole (receiving) in this call. */
  readonly pages: number;
  readonly facts: CallFacts | null;
  /** The far end's identification even where negotiation failed. */
  readonly remoteId: string | null;
  /** The sub-address that the caller sent (SUB), or null. */
  readonly subAddress: string | null;
  /** The document was fetched: the caller received it, or the answering end sent it. */
  readonly polled?: boolean;
  /** Index of a page that went out whole and was not confirmed, though it may have arrived; null where there is none. */
  readonly unconfirmedPage?: number | null;
  /** Line time of the call in ms. */
  readonly duration: number;
}

/** A call that sends a document. */
export interface OutgoingCall extends CallTerms {
  readonly number: string;
  /** Our TSI: at most 20 printable ASCII characters. */
  readonly localId: string;
  readonly document: PageSource;
  /** Index of the first page to send; earlier ones were confirmed in an earlier call. */
  readonly firstPage: number;
  /** The first page went out in an earlier call and was not confirmed: the transcript says that it is sent again. */
  readonly resent?: boolean;
  /** Sub-address for routing at the far end (SUB), where it takes one. */
  readonly subAddress?: string;
  /** Password for the document (SID, the older PWD of a transmission), where the far end takes one. */
  readonly password?: string;
}

/** A call that fetches a document (polling: T.30 5.3.6.1.2, DTC). */
export interface PollingCall extends CallTerms {
  readonly number: string;
  /** Our CIG. */
  readonly localId: string;
  readonly sink: PageSink;
  /** Which document is wanted (SEP), where the far end has several. */
  readonly selector?: string;
  /** Password for fetching (PWD). */
  readonly password?: string;
}

/** How a call is answered. */
export interface AnswerSettings extends CallTerms {
  /** Our CSI. */
  readonly localId: string;
  readonly sink: PageSink;
  /** A document that callers may fetch (polling), or none. */
  readonly polled?: PageSource;
  /** Callers must bring this password: in PWD when they fetch, in SID when they send. Others are told DCN. */
  readonly expectPassword?: string;
}

/** Whether a line can be used. A line that never says anything is ready from `open` on. */
export type LineHealth =
  | { readonly state: 'ready' }
  /** Not there just now (unplugged, held by another program); it comes back by itself when it can. */
  | { readonly state: 'offline'; readonly error: FaxError }
  /** It does not do its work and was given up: a person must look at it. Opening it again tries once more. */
  | { readonly state: 'out-of-service'; readonly error: FaxError };

/** A call that is coming in. */
export interface IncomingRing {
  /** Calling number as the network tells it, or null; it may be known only after the first ring. */
  readonly callerId: string | null;
  /** Distinctive ring: the number called or the cadence as the modem names it, or null. */
  readonly ringKind?: string | null;
  /** Rings so far, 1 with the first. */
  readonly rings: number;
  /** Told at each further ring. */
  onRing(listener: (rings: number) => void): void;
  /** The caller gave up, or someone else answered. */
  onGone(listener: () => void): void;
  /** A person is to answer: from now on it rings at its real pace, on a line that would else go faster. */
  atHumanPace?(): void;
  /**
   * Nobody takes calls on this line. One that only its datagrams make forgets the call and is free again; on a telephone
   * line it goes on ringing for others.
   */
  decline?(): void;
  /** Answers and receives to the end of the call; never rejects but for a defect: failures are outcomes. */
  answer(settings: AnswerSettings, observer: CallObserver, signal: AbortSignal): Promise<CallResult>;
}

/** One line of the embedded server, whatever it is made of. */
export interface FaxLine {
  readonly address: LineAddress;
  /** The line's own number where it knows it, else ''. */
  readonly number: string;
  /** A practice line reaches nobody outside. */
  readonly practice: boolean;
  /** Makes the line usable. Throws `LINE_UNAVAILABLE`. */
  open(): Promise<void>;
  /** Ends calls and gives the line back. Idempotent. */
  close(): Promise<void>;
  /** Calls and sends to the end of the call; never rejects but for a defect: failures are outcomes. One at a time. */
  send(call: OutgoingCall, observer: CallObserver, signal: AbortSignal): Promise<CallResult>;
  /** Calls and fetches a document to the end of the call; as `send` otherwise. */
  poll(call: PollingCall, observer: CallObserver, signal: AbortSignal): Promise<CallResult>;
  /**
   * Hangs up at once, with no goodbye to the far end: the call ends as if the line had failed. False where no call is
   * up. Absent: the line can only be told to cancel.
   */
  drop?(): boolean;
  /** Hears when the line stops being usable and when it is again; the returned function stops. */
  onHealth?(listener: (health: LineHealth) => void): () => void;
  /** Hears of calls coming in; the returned function stops. */
  onRing(listener: (ring: IncomingRing) => void): () => void;
}
