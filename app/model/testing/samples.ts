import type { Job } from '../job.ts';
import type { Message } from '../message.ts';

const instant = '2026-01-05T09:00:00.000Z';

/** A job for tests: one page waiting to be sent. */
export function sampleJob(changes: Partial<Job> = {}): Job {
  return {
    id: 1,
    messageId: null,
    direction: 'out',
    state: 'waiting',
    reason: '',
    nextAt: null,
    number: '5550101',
    recipient: null,
    subject: null,
    pages: 4,
    pagesConfirmed: 0,
    attempts: 0,
    port: null,
    practice: false,
    submittedAt: instant,
    finishedAt: null,
    outcome: null,
    priority: 'normal',
    schedule: 'now',
    allowed: [],
    submissionKey: 'key-0001',
    stateSince: instant,
    currentPage: null,
    rate: null,
    attemptsLeft: null,
    userName: null,
    displayName: null,
    sender: null,
    senderCompany: null,
    senderDepartment: null,
    tsid: null,
    billing: null,
    coverPages: 0,
    receipt: 'none',
    receiptAddress: null,
    receiptError: null,
    archived: null,
    submissionSize: 1,
    ...changes,
  };
}

/** A received fax for tests. */
export function sampleMessage(changes: Partial<Message> = {}): Message {
  return {
    id: 50,
    receivedAt: instant,
    pages: 1,
    state: 'complete',
    read: false,
    tsid: null,
    csid: null,
    callerId: null,
    called: null,
    port: 'Practice 2',
    file: '/data/50.tif',
    badLines: 0,
    routing: [],
    practice: false,
    archived: null,
    ...changes,
  };
}
