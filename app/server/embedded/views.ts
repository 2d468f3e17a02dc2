import { join } from 'node:path';
import type { Attempt } from '../../model/job.ts';
import { activeStates, finalStates, type Job } from '../../model/job.ts';
import type { Message } from '../../model/message.ts';
import type { Port } from '../../model/port.ts';
import type { ReceiptState } from '../../model/receipt.ts';
import type { Settings } from '../../model/settings.ts';
import type { AttemptRecord, JobRecord, MessageRecord, StoredJob } from '../../store/records.ts';
import { failureOf } from './attempt-failure.ts';
import type { Folders } from './folders.ts';
import { allowedOperations, shownState } from './job-state.ts';
import type { LiveJob, LivePort } from './live.ts';
import { attemptsAhead } from './retry-policy.ts';
import { outcomeWords, pageWords, withoutFullStop } from './wording.ts';

const instant = (milliseconds: number): string => new Date(milliseconds).toISOString();
const instantOrNull = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : instant(milliseconds);

/** A job as the contract shows it. Pure. */
export function viewJob(job: LiveJob, settings: Settings): Job {
  const { record, call, decision } = job;
  const active = activeStates.has(record.state);
  return {
    id: record.id,
    messageId: record.direction === 'in' && record.document !== '' ? record.id : null,
    direction: record.direction,
    state: shownState(record),
    reason: withoutFullStop(reasonOf(job)),
    nextAt: decision?.kind === 'wait' ? instant(decision.until) : null,
    number: record.number,
    recipient: record.recipient,
    subject: record.subject,
    pages: record.pages,
    pagesConfirmed: job.pagesConfirmed,
    attempts: record.attempts,
    port: record.port,
    practice: record.practice,
    submittedAt: instant(record.submittedAt),
    finishedAt: instantOrNull(record.finishedAt),
    outcome: record.outcome,
    priority: record.priority,
    schedule: record.schedule,
    allowed: [...allowedOperations(record, call?.ending != null)],
    submissionKey: record.submissionKey,
    stateSince: instant(record.stateSince),
    currentPage: active ? (call?.currentPage ?? null) : null,
    rate: active ? (call?.rate ?? null) : null,
    attemptsLeft: attemptsLeft(job, settings),
    userName: record.userName,
    displayName: record.displayName,
    sender: record.sender,
    senderCompany: record.senderPerson?.company || null,
    senderDepartment: record.senderPerson?.department || null,
    tsid: record.tsid,
    billing: record.billing,
    coverPages: record.coverPages,
    receipt: shownReceipt(record),
    receiptAddress: record.receipt?.address ?? null,
    receiptError: record.receiptError,
    archived: record.archiveDue ? null : (record.archive?.file ?? null),
    submissionSize: record.submissionSize,
  };
}

/** A receipt that was asked for waits for the fax to end, for the first time or once more. */
function shownReceipt({ state, receipt, receiptState }: JobRecord): ReceiptState {
  const open = receipt !== null && !finalStates.has(state);
  return open && (receiptState === 'none' || receiptState === 'sent') ? 'waiting' : receiptState;
}

function attemptsLeft({ record }: LiveJob, settings: Settings): number | null {
  if (record.direction === 'in' || finalStates.has(record.state)) return null;
  const begun = activeStates.has(record.state) ? 1 : 0;
  return attemptsAhead(record, settings) - begun;
}

function reasonOf(job: LiveJob): string {
  const { record, call, decision } = job;
  if (call?.ending === 'cancel' && activeStates.has(record.state)) return 'Cancelling: ending the call';
  const held = record.paused && record.direction === 'out' ? '; pauses after this call' : '';
  switch (record.state) {
    case 'dialing':
      return `Calling on ${record.port ?? 'a port'}${held}`;
    case 'sending':
      return `Sending page ${call?.currentPage ?? job.pagesConfirmed + 1} of ${record.pages}${held}`;
    case 'receiving':
      return call?.currentPage == null ? 'Receiving' : `Receiving page ${call.currentPage}`;
    case 'routing':
      return record.words ?? 'Filing';
    case 'received':
    case 'delivered':
    case 'failed':
    case 'cancelled':
    case 'uncertain':
      return record.words ?? (record.outcome === null ? '' : outcomeWords[record.outcome]);
    case 'waiting':
    case 'retrying':
      return decision?.reason ?? record.words ?? 'Waiting';
  }
}

/** A stored job to look at, without taking it into memory. */
export const asLive = ({ job, pagesConfirmed }: StoredJob): LiveJob => ({
  record: job,
  pagesConfirmed: job.direction === 'in' ? job.pages : pagesConfirmed,
  call: null,
  turn: null,
  decision: null,
});

/** A port as the contract shows it. Pure. */
export function viewPort(port: LivePort): Port {
  const { record, job } = port;
  const call = port.call ?? job?.call ?? null;
  return {
    id: record.id,
    name: record.name,
    address: record.address,
    kind: port.kind,
    number: port.number,
    send: record.send,
    receive: record.receive,
    rings: record.rings,
    csid: record.csid,
    tsid: record.tsid,
    priority: record.priority,
    canModify: true,
    state: port.state,
    jobId: job?.record.id ?? null,
    page: call?.currentPage ?? null,
    pages: job?.record.direction === 'out' ? job.record.pages : null,
    remoteId: call?.remoteId ?? null,
    rate: call?.rate ?? null,
    ecm: call?.ecm ?? null,
    since: instant(port.since),
    error: port.error,
    next: port.error === null || port.health.state === 'ready' ? null : port.health.error.next,
    callerId: port.callerId,
  };
}

/** A received fax as the contract shows it. Pure. */
export function viewMessage(record: MessageRecord, folders: Folders): Message {
  const { routing, archive, archiveDue, ...others } = record;
  return {
    ...others,
    receivedAt: instant(record.receivedAt),
    file: join(folders.inbox, record.file),
    archived: archiveDue ? null : (archive?.file ?? null),
    routing: routing.map((each) => ({
      ...each,
      // What was not tried yet is going to be.
      state: each.state === 'pending' ? 'retrying' : each.state,
      nextAt: instantOrNull(each.nextAt),
    })),
  };
}

/** A call as the contract shows it. Pure. */
export function viewAttempt(record: AttemptRecord, job: JobRecord): Attempt {
  return {
    n: record.n,
    startedAt: instant(record.startedAt),
    endedAt: instantOrNull(record.endedAt),
    port: record.port,
    outcome: record.outcome,
    rate: record.rate,
    coding: record.coding,
    ecm: record.ecm,
    remoteId: record.remoteId,
    pagesConfirmed: record.pagesConfirmed,
    failure: failureOf(record, job),
    transcript: record.transcript,
  };
}

/** `Received 3 pages`, and what to know about it. */
export const receivedWords = (pages: number, partial: boolean): string =>
  partial ? `Received ${pageWords(pages)}; the call was cut` : `Received ${pageWords(pages)}`;
