import type { AttemptRecord, JobRecord, MessageRecord } from '../../../store/records.ts';
import { viewAttempt } from '../views.ts';

/** What makes a fax this fax and no other of the same id, in whichever data folder. */
export const faxKeyOf = (job: JobRecord): string =>
  job.submissionKey === '' ? `received ${job.submittedAt} ${job.id}` : `${job.submissionKey} ${job.id}`;

/** The transcript of an archived fax as its JSON file holds it. Pure. */
export function archiveTranscript(
  job: JobRecord,
  message: MessageRecord | null,
  attempts: readonly AttemptRecord[],
): string {
  const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const fax = {
    id: job.id,
    key: faxKeyOf(job),
    direction: job.direction,
    state: job.state,
    outcome: job.outcome,
    number: job.number,
    recipient: job.recipient,
    subject: job.subject,
    sender: job.sender,
    billing: job.billing,
    pages: job.pages,
    coverPages: job.coverPages,
    practice: job.practice,
    submittedAt: instant(job.submittedAt),
    finishedAt: instant(job.finishedAt),
    received:
      message === null
        ? null
        : {
            receivedAt: instant(message.receivedAt),
            state: message.state,
            tsid: message.tsid,
            csid: message.csid,
            callerId: message.callerId,
            called: message.called,
            badLines: message.badLines,
          },
  };
  return `${JSON.stringify({ fax, attempts: attempts.map((attempt) => viewAttempt(attempt, job)) }, null, 1)}\n`;
}
