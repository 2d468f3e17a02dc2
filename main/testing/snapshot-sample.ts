import type { Snapshot } from '../../app/contract/snapshot.ts';
import type { Job } from '../../app/model/job.ts';
import type { Message } from '../../app/model/message.ts';

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
    port: 'Practice 2',
    file: '/data/50.tif',
    badLines: 0,
    routing: [],
    practice: false,
    ...changes,
  };
}

/** A snapshot for tests: connected, with nothing in it. */
export function sampleSnapshot(changes: Partial<Snapshot> = {}): Snapshot {
  const capabilities = { editPorts: true, pause: true, discount: true, practiceOnly: true };
  return {
    version: 1,
    server: { name: 'This computer', kind: 'embedded', state: 'connected', error: null, capabilities, zone: 'UTC' },
    jobs: [],
    ports: [],
    messages: [],
    settings: [],
    ...changes,
  };
}
