import type { FaxFacts } from '../../document/page-works.ts';
import type { AttemptRecord, JobRecord } from '../../store/records.ts';

/**
 * What a sent fax's file tells of it (FaxTiff, object model 1.10): both stations' identifications are those of the last
 * call that heard the other machine; the time is that at which its pages began to be sent. Pure.
 */
export function sentFactsOf(job: JobRecord, attempts: readonly AttemptRecord[]): FaxFacts {
  const call = attempts.findLast(({ remoteId }) => remoteId !== null) ?? attempts.at(-1);
  const sent = attempts.find(({ pagesConfirmed }) => pagesConfirmed > 0) ?? call;
  return {
    csid: call?.remoteId ?? null,
    tsid: ownIdOf(call) ?? job.tsid,
    callerId: null,
    receiveTime: sent === undefined ? null : new Date(sent.startedAt).toISOString(),
    recipientName: job.recipient,
    recipientNumber: job.number,
    senderName: job.sender,
    routing: null,
  };
}

/** The identification that went out in the call: whose it was, the settings of that day decided. */
function ownIdOf(call: AttemptRecord | undefined): string | null {
  const id = call?.transcript.find(({ type, dir }) => type === 'TSI' && dir === 'tx')?.fields.id;
  return typeof id === 'string' && id !== '' ? id : null;
}
