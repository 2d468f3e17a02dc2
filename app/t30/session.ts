import type { Outcome, TranscriptEntry } from '../model/job.ts';
import type { CodedPage, Coding, PageFormat } from '../model/page-format.ts';
import type { Heard, ListenFor, Modulation, Training } from './carrier.ts';
import type { EndCode } from './outcomes.ts';
import type { PageVerdict, ReceivedPage } from './pages.ts';

/**
 * What goes into a session's state machine and what comes out of it. The machine knows no clock, no carrier and no
 * promise: `run-session.ts` binds it to those.
 */

/** Timers of a session, at most one of each name running (T.30 5.4, section 3.2 of the README). */
export type TimerName =
  | 'T1'
  | 'T2'
  | 'T4'
  | 'T5'
  | 'frame'
  | 'cng'
  | 'block'
  | 'store'
  /** Runs while a command may be the one answered last, said again: then a page was sent before it. */
  | 'answer'
  /** Our own transmission takes longer than any can: the line has stopped working. */
  | 'send'
  | 'release'
  | 'call';

/** Fields of a line of the transcript. */
export type NoteFields = TranscriptEntry['fields'];

/** What is done off the line: coding a page, writing down that the last one is out or one is confirmed, storing one. */
export type Work = 'code' | 'note' | 'confirm' | 'store';

export type SessionEvent =
  | { readonly kind: 'start' }
  | { readonly kind: 'heard'; readonly heard: Heard }
  /** The transmission asked for last has gone out and our carrier has dropped. */
  | { readonly kind: 'sent' }
  | { readonly kind: 'timer'; readonly name: TimerName }
  | { readonly kind: 'coded'; readonly index: number; readonly page: CodedPage }
  /** `next`: the page that goes next where another document follows, null where none does; absent: the next in order. */
  | { readonly kind: 'confirmed'; readonly index: number; readonly next?: number | null }
  /** It has been written down that a document's last page has gone out; `next` as in `confirmed`. */
  | { readonly kind: 'noted'; readonly next?: number | null }
  | { readonly kind: 'stored'; readonly index: number; readonly verdict: PageVerdict }
  /** Work failed: nothing of the line's. */
  | { readonly kind: 'work-failed'; readonly work: Work; readonly cause: unknown }
  | { readonly kind: 'cancel' };

/** One part of a transmission; a transmission is its parts one after the other. */
export type Step =
  | { readonly kind: 'tone'; readonly tone: 'cng' | 'ced' }
  | { readonly kind: 'silence'; readonly milliseconds: number }
  | {
      readonly kind: 'frames';
      readonly modulation: Modulation;
      readonly training: Training;
      readonly frames: readonly Uint8Array[];
    }
  | {
      readonly kind: 'stream';
      readonly what: 'TCF' | 'page';
      readonly modulation: Modulation;
      readonly training: Training;
      readonly data: Uint8Array;
    };

/** What was negotiated. */
export interface SessionFacts {
  readonly remoteId: string | null;
  readonly rate: number;
  readonly ecm: boolean;
  readonly coding: Coding;
}

/** How a page ended on the line. */
export interface PageEnd {
  readonly index: number;
  readonly status: 'MCF' | 'RTP' | 'RTN' | 'none';
  readonly rows: number;
  readonly badRows: number;
  readonly coding: Coding;
}

export type Phase = 'A' | 'B' | 'C' | 'D' | 'E';

export type Effect =
  /** Sends; `sent` comes when all has gone out. Replaces a transmission under way. */
  | { readonly kind: 'transmit'; readonly steps: readonly Step[] }
  /** Cuts off a transmission under way; no `sent` comes of it. */
  | { readonly kind: 'stop-transmitting' }
  | { readonly kind: 'listen'; readonly what: ListenFor }
  | { readonly kind: 'timer'; readonly name: TimerName; readonly milliseconds: number }
  | { readonly kind: 'stop-timer'; readonly name: TimerName }
  | { readonly kind: 'code'; readonly index: number; readonly format: PageFormat }
  | { readonly kind: 'confirm'; readonly index: number }
  /** A document's last page has gone out; its post-message command waits until this is written down. */
  | { readonly kind: 'note-last-page'; readonly index: number }
  | { readonly kind: 'store'; readonly page: ReceivedPage }
  | { readonly kind: 'phase'; readonly phase: Phase }
  | { readonly kind: 'negotiated'; readonly facts: SessionFacts }
  | { readonly kind: 'page-started'; readonly index: number }
  | { readonly kind: 'page-ended'; readonly page: PageEnd }
  /** A line of the transcript for what is no V.21 frame: TCF, page, block. Frames write themselves. */
  | { readonly kind: 'note'; readonly dir: 'tx' | 'rx'; readonly type: string; readonly fields: NoteFields }
  /** The session is over: hang up. */
  | { readonly kind: 'end'; readonly end: SessionEnd };

export interface SessionEnd {
  readonly outcome: Outcome;
  readonly code: EndCode;
  readonly words: string;
  /** Pages confirmed (sending) or stored and confirmed (receiving). */
  readonly pages: number;
  readonly facts: SessionFacts | null;
  readonly remoteId: string | null;
  /** The sub-address that the caller sent (SUB), or null. */
  readonly subAddress: string | null;
  /** The document was fetched: the caller received it, or the answering end sent it. */
  readonly polled: boolean;
  /** Index of a page that went out whole and was not confirmed, though it may have arrived; null where there is none. */
  readonly unconfirmedPage: number | null;
}

/** A session's state machine: events in, effects out, to be carried out in their order. */
export interface SessionMachine {
  handle(event: SessionEvent): readonly Effect[];
}
