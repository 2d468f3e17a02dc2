import type { AttemptRecord, JobRecord, MailRecord, MessageRecord, NewJobRecord } from '../records.ts';

/** A fax of three pages that waits to be sent, for tests. */
export const sampleNewJob: NewJobRecord = {
  direction: 'out',
  state: 'waiting',
  paused: false,
  stateSince: 1000,
  number: '5550101',
  recipient: 'Front desk',
  subject: null,
  note: null,
  sender: null,
  tsid: null,
  billing: null,
  document: 'a.tif',
  pages: 3,
  priority: 'normal',
  schedule: 'now',
  notBefore: null,
  onlyPort: null,
  practice: true,
  submittedAt: 1000,
  finishedAt: null,
  outcome: null,
  words: null,
  attempts: 0,
  failures: 0,
  retryAt: null,
  port: null,
  unconfirmedPage: null,
  submissionKey: 'key-1',
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

/** The sample under an id. */
export const sampleJob = (id: number, changes: Partial<JobRecord> = {}): JobRecord => ({
  id,
  ...sampleNewJob,
  ...changes,
});

/** A call that has begun. */
export const sampleAttempt = (jobId: number, n: number, changes: Partial<AttemptRecord> = {}): AttemptRecord => ({
  jobId,
  n,
  startedAt: 2000,
  endedAt: null,
  port: 'Practice 1',
  outcome: null,
  code: null,
  rate: null,
  coding: null,
  ecm: null,
  remoteId: null,
  pagesConfirmed: 0,
  transcript: [],
  ...changes,
});

/** A received fax of two pages, filed. */
export const sampleMessage = (id: number, changes: Partial<MessageRecord> = {}): MessageRecord => ({
  id,
  receivedAt: 3000,
  pages: 2,
  state: 'complete',
  read: false,
  tsid: '5550100',
  csid: null,
  callerId: null,
  port: 'Practice 2',
  file: `fax-${id}.tif`,
  badLines: 4,
  routing: [{ method: 'folder', state: 'done', error: null, rule: null, target: null, attempts: 1, nextAt: null }],
  practice: true,
  called: null,
  archiveDue: false,
  archive: null,
  ...changes,
});

/** A mail that tells of some jobs. */
export const sampleMail = (jobIds: readonly number[]): Omit<MailRecord, 'id'> => ({
  jobIds,
  to: 'desk@example.com',
  attach: true,
  messageId: 'mail-1@example.com',
  createdAt: 4000,
  attempts: 0,
  nextAt: 4000,
  error: null,
});
