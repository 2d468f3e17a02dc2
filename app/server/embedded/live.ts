import type { FaxLine, LineHealth } from '../../lines/fax-line.ts';
import type { TranscriptEntry } from '../../model/job.ts';
import type { Coding } from '../../model/page-format.ts';
import type { Port } from '../../model/port.ts';
import type { JobRecord, PortRecord } from '../../store/records.ts';
import type { MadeDecision } from './decisions.ts';
import type { Decision } from './scheduling.ts';

/** A call or reception in progress. */
export interface LiveCall {
  readonly port: LivePort;
  readonly abort: AbortController;
  /** Resolves when the call is over and what became of it is written. */
  readonly ended: Promise<void>;
  /** Why we end it: a person cancels the fax, or the server stops. */
  ending: 'cancel' | 'shutdown' | null;
  /** The page on the line, 1-based over the whole document. */
  currentPage: number | null;
  rate: number | null;
  ecm: boolean | null;
  coding: Coding | null;
  remoteId: string | null;
}

/** A job in memory: its record as it is on the disk or on its way there, and what only lives while the server runs. */
export interface LiveJob {
  record: JobRecord;
  /** Pages confirmed by the far end, from the first on. */
  pagesConfirmed: number;
  call: LiveCall | null;
  /** The call in which it waits for its turn behind other faxes to the same number; nothing of it has begun. */
  turn: LiveCall | null;
  /** When and why it goes; null while it is on a line or final. */
  decision: Decision | null;
  /** The decision with what it was made of, for as long as that holds. */
  made?: MadeDecision;
}

/** A port in memory. */
export interface LivePort {
  record: PortRecord;
  readonly kind: Port['kind'];
  readonly number: string;
  readonly practice: boolean;
  readonly line: FaxLine;
  state: Port['state'];
  since: number;
  error: string | null;
  /** Whether the line can be used, as it was last heard; a call that is up still ends in its own time. */
  health: LineHealth;
  /** The line is being opened. */
  opening: Promise<void> | null;
  /** Who calls, from the first ring to the end of the call. */
  callerId: string | null;
  /** The job on the line. */
  job: LiveJob | null;
  /** The outgoing call that has the line, until what became of it is written. */
  call: LiveCall | null;
  /** It is being removed, or the server stops: nothing new begins on it. */
  closing: boolean;
}

/** Entries kept of one call's transcript; a call of 500 pages has far fewer. */
const TRANSCRIPT_LIMIT = 20_000;

/** Notes a frame or signal, as long as there is room: a far end may send nonsense for hours. */
export function noteFrame(transcript: TranscriptEntry[], entry: TranscriptEntry): void {
  if (transcript.length < TRANSCRIPT_LIMIT) transcript.push(entry);
}
