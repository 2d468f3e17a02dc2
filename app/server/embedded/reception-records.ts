import type { FaxFacts } from '../../document/page-works.ts';
import type { CallResult } from '../../lines/fax-line.ts';
import type { TranscriptEntry } from '../../model/job.ts';
import type {
  AttemptRecord,
  JobRecord,
  MessageRecord,
  NewJobRecord,
  PortRecord,
  RoutingRecord,
} from '../../store/records.ts';
import { receivedName } from './folders.ts';
import type { LiveCall, LivePort } from './live.ts';

/** The job of a call that is being answered. */
export function newReception(
  port: { readonly record: Pick<PortRecord, 'csid' | 'name'>; readonly practice: boolean },
  callerId: string | null,
  now: number,
): NewJobRecord {
  return {
    direction: 'in',
    state: 'receiving',
    paused: false,
    stateSince: now,
    number: callerId ?? '',
    recipient: null,
    subject: null,
    note: null,
    sender: null,
    tsid: port.record.csid,
    billing: null,
    document: '',
    pages: 0,
    priority: 'normal',
    schedule: 'now',
    notBefore: null,
    onlyPort: null,
    practice: port.practice,
    submittedAt: now,
    finishedAt: null,
    outcome: null,
    words: null,
    attempts: 1,
    failures: 0,
    retryAt: null,
    port: port.record.name,
    unconfirmedPage: null,
    submissionKey: '',
    submissionSize: 1,
    userName: null,
    displayName: null,
    senderPerson: null,
    recipientPerson: null,
    coverPages: 0,
    receipt: null,
    receiptState: 'none',
    receiptError: null,
    failuresByOutcome: {},
    avoidPort: null,
    archiveDue: false,
    archive: null,
  };
}

/** The one attempt of a reception, as it begins. */
export function firstAttempt(job: JobRecord, port: LivePort): AttemptRecord {
  return {
    jobId: job.id,
    n: 1,
    startedAt: job.submittedAt,
    endedAt: null,
    port: port.record.name,
    outcome: null,
    code: null,
    rate: null,
    coding: null,
    ecm: null,
    remoteId: null,
    pagesConfirmed: 0,
    transcript: [],
  };
}

/** The same attempt when the call has ended. */
export function attemptEnd(
  attempt: AttemptRecord,
  call: LiveCall,
  result: CallResult,
  pagesConfirmed: number,
  transcript: readonly TranscriptEntry[],
  endedAt: number,
): AttemptRecord {
  const { rate, coding, ecm, remoteId } = call;
  return {
    ...attempt,
    endedAt,
    outcome: result.outcome,
    code: result.code,
    rate,
    coding,
    ecm,
    remoteId,
    pagesConfirmed,
    transcript,
  };
}

/**
 * The one attempt while the far end waits to hear that its last page is here: with it the fax is whole, however the call
 * ends. That is the outcome `ok` of an attempt that has no end yet.
 */
export const wholeAttempt = (
  attempt: AttemptRecord,
  { rate, coding, ecm, remoteId }: LiveCall,
  pagesConfirmed: number,
): AttemptRecord => ({ ...attempt, outcome: 'ok', rate, coding, ecm, remoteId, pagesConfirmed });

/** The command behind the last page of a call, as transcripts name it: T.30's EOP, with ECM too. */
const END_OF_PROCEDURE = /^(PPS-)?(PRI-)?EOP$/;
/** Any command behind a page. */
const POST_MESSAGE = /^((PPS|EOR)-)?(PRI-)?(EOP|MPS|EOM|EOS|NULL)$/;

/** What the caller said behind the page that is being answered: it was the last one. Pure. */
export const saidLastPage = (transcript: readonly TranscriptEntry[]): boolean => {
  const said = transcript.findLast(({ dir, type }) => dir === 'rx' && POST_MESSAGE.test(type));
  return said !== undefined && END_OF_PROCEDURE.test(said.type);
};

/**
 * The sub-address that the caller sent, or the number called where the line tells it: a cadence's name is no number.
 * Pure.
 */
export function calledOf(transcript: readonly TranscriptEntry[], ringKind: string | null): string | null {
  const said = transcript.findLast(({ dir, type }) => dir === 'rx' && type === 'SUB')?.fields.id;
  if (typeof said === 'string' && said !== '') return said;
  return ringKind !== null && /^\+?[\d\s().-]+$/.test(ringKind) ? ringKind : null;
}

/** Who called and whom, as far as it is known. */
export interface CallParties {
  readonly remoteId: string | null;
  readonly callerId: string | null;
  /** The sub-address or the number called. */
  readonly called: string | null;
}

/** The facts that go into the file's tags, where a kill leaves them; our own identification is in the job's `tsid`. */
export function factsOf(job: JobRecord, { remoteId, callerId, called }: CallParties): FaxFacts {
  return {
    csid: job.tsid === '' ? null : job.tsid,
    tsid: remoteId,
    callerId,
    receiveTime: new Date(job.submittedAt).toISOString(),
    recipientName: null,
    recipientNumber: null,
    senderName: null,
    routing: called,
  };
}

/** Every received fax lies in the inbox folder, whatever the rules of routing do with it. */
export const inInbox: RoutingRecord = {
  method: 'folder',
  state: 'done',
  error: null,
  rule: null,
  target: null,
  attempts: 1,
  nextAt: null,
};

/** The received fax as it is filed. */
export function messageOf(
  job: JobRecord,
  arrived: { readonly pages: number; readonly badLines: number },
  complete: boolean,
  facts: FaxFacts,
): MessageRecord {
  return {
    id: job.id,
    receivedAt: job.submittedAt,
    pages: arrived.pages,
    state: complete ? 'complete' : 'partial',
    read: false,
    tsid: facts.tsid,
    csid: facts.csid,
    callerId: facts.callerId,
    port: job.port ?? '',
    file: receivedName(job.id),
    badLines: arrived.badLines,
    routing: [inInbox],
    practice: job.practice,
    called: facts.routing,
    archiveDue: false,
    archive: null,
  };
}
