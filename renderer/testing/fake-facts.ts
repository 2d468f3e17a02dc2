import type { ModemPort } from '../../app/contract/modem-ports.ts';
import type { ServerStatus, Snapshot } from '../../app/contract/snapshot.ts';
import {
  type Attempt,
  type AttemptFailure,
  finalStates,
  type Job,
  type Operation,
  type TranscriptEntry,
} from '../../app/model/job.ts';
import type { Message, RoutingState } from '../../app/model/message.ts';
import type { Port } from '../../app/model/port.ts';
import { defaultSettings, listSettings, type Settings } from '../../app/model/settings.ts';
import { sampleJob } from '../../app/model/testing/samples.ts';

const minute = 60_000;
const iso = (ms: number): string => new Date(ms).toISOString();

/** What the fake jobs, ports and messages are made of: neutral names, numbers of 555. */
const rooms = ['Front desk', 'Records office', 'Accounts', 'Planning', 'Stores', 'Workshop', 'Reception', 'Archive'];
const subjects = [
  'Delivery note',
  'Meter readings',
  'Price list, spring',
  'Site drawing, revision C',
  'Order form',
  null,
];

/** A job with sensible values for its state; anything can be replaced. */
export function fakeJob(id: number, now: number, replace: Partial<Job> = {}): Job {
  const state = replace.state ?? 'waiting';
  const submitted = now - 5 * minute;
  return {
    ...sampleJob(),
    id,
    messageId: null,
    direction: 'out',
    state,
    reason: 'Waiting for a free line',
    nextAt: null,
    number: `555${String(1000 + (id % 9000))}`,
    recipient: rooms[id % rooms.length] ?? null,
    subject: subjects[id % subjects.length] ?? null,
    pages: 3,
    pagesConfirmed: 0,
    attempts: 0,
    port: null,
    practice: false,
    submittedAt: iso(submitted),
    finishedAt: finalStates.has(state) ? iso(submitted + 2 * minute) : null,
    outcome: null,
    priority: 'normal',
    schedule: 'now',
    allowed: allowedIn(state),
    submissionKey: `key-${id}-abcdef`,
    stateSince: iso(submitted),
    currentPage: null,
    rate: null,
    attemptsLeft: 4,
    ...replace,
  };
}

function allowedIn(state: Job['state']): readonly Operation[] {
  switch (state) {
    case 'preparing':
    case 'dialing':
    case 'sending':
      return ['cancel'];
    case 'waiting':
      return ['pause', 'cancel', 'alter'];
    case 'retrying':
      return ['pause', 'restart', 'cancel', 'alter'];
    case 'paused':
      return ['resume', 'cancel', 'alter'];
    case 'failed':
    case 'cancelled':
    case 'uncertain':
      return ['restart'];
    default:
      return [];
  }
}

/** One job in each state, and the variants that look different: twenty rows. */
export function twentyJobs(now: number): readonly Job[] {
  const since = (minutes: number): Pick<Job, 'stateSince'> => ({ stateSince: iso(now - minutes * minute) });
  const rows: readonly Partial<Job>[] = [
    {
      state: 'sending',
      recipient: 'Records office',
      number: '5550142',
      subject: 'Order 4471: confirmation',
      pages: 8,
      pagesConfirmed: 2,
      currentPage: 3,
      rate: 14400,
      reason: 'Page 3 of 8 at 14400',
      port: 'Line 1',
      attempts: 1,
      ...since(1),
    },
    {
      state: 'dialing',
      recipient: 'Stores',
      number: '5550177',
      subject: 'Bill of lading',
      pages: 2,
      reason: 'Ringing (try 2 of 4)',
      port: 'Line 3',
      attempts: 2,
      ...since(0.2),
    },
    {
      state: 'retrying',
      recipient: 'County records',
      number: '5550164',
      subject: 'Certified copies, file 88-204',
      pages: 12,
      pagesConfirmed: 4,
      reason: 'Line cut on page 5; tries again 14:05 (3 of 4)',
      nextAt: iso(now + 7 * minute),
      attempts: 2,
      attemptsLeft: 2,
      ...since(17),
    },
    {
      state: 'retrying',
      recipient: 'Accounts, west building',
      number: '5550129',
      subject: 'Statement February',
      pages: 3,
      reason: 'Busy; tries again 14:08 (2 of 4)',
      nextAt: iso(now + 10 * minute),
      attempts: 1,
      attemptsLeft: 3,
      ...since(5),
    },
    {
      state: 'waiting',
      recipient: 'Pharmacy',
      number: '5550151',
      subject: 'Repeat request',
      pages: 1,
      reason: 'Waiting for a free line, next in order',
      ...since(0.7),
    },
    {
      state: 'waiting',
      recipient: 'Records office',
      number: '5550142',
      subject: 'Delivery note',
      pages: 6,
      reason: 'After the other fax to this number',
      ...since(3),
    },
    {
      state: 'waiting',
      schedule: 'time',
      recipient: 'Planning',
      number: '5550108',
      subject: 'Site drawing, revision C',
      pages: 4,
      reason: 'Sends 15:30',
      nextAt: iso(now + 92 * minute),
      ...since(60),
    },
    {
      state: 'waiting',
      schedule: 'discount',
      recipient: 'Branch offices',
      number: '5550120',
      subject: 'Price list, spring',
      pages: 42,
      reason: 'Sends 20:00: discount rate',
      nextAt: iso(now + 362 * minute),
      ...since(120),
    },
    {
      state: 'waiting',
      schedule: 'discount',
      recipient: 'Overseas desk',
      number: '+442055550118',
      subject: 'Contract draft 3',
      pages: 18,
      reason: 'Sends 20:00: discount rate',
      nextAt: iso(now + 362 * minute),
      ...since(240),
    },
    {
      state: 'paused',
      recipient: 'Reception',
      number: '5550136',
      subject: 'Referral form',
      pages: 2,
      reason: 'Paused at 13:20',
      ...since(38),
    },
    {
      state: 'preparing',
      recipient: null,
      number: '5550198',
      subject: null,
      pages: 0,
      reason: 'Making the pages',
      ...since(0.1),
    },
    {
      state: 'uncertain',
      recipient: 'Workshop',
      number: '5550115',
      subject: 'Order form',
      pages: 2,
      pagesConfirmed: 1,
      reason: 'The last page went out, its confirmation was not seen. Ask there before sending again.',
      outcome: 'uncertain',
      port: 'Line 2',
      attempts: 1,
      ...since(12),
    },
    {
      state: 'failed',
      recipient: 'Old mill',
      number: '5550190',
      subject: 'Menu for Thursday',
      pages: 1,
      reason: 'No answer after 4 tries; check the number',
      outcome: 'no-answer',
      port: 'Line 1',
      attempts: 4,
      attemptsLeft: 0,
      ...since(24),
    },
    {
      state: 'failed',
      recipient: null,
      number: '5550199',
      subject: 'Meter readings',
      pages: 5,
      reason: 'This number is not in service; check it',
      outcome: 'not-in-service',
      port: 'Line 1',
      attempts: 1,
      attemptsLeft: 0,
      ...since(31),
    },
    {
      state: 'cancelled',
      recipient: 'Archive',
      number: '5550181',
      subject: 'Price list, spring',
      pages: 3,
      reason: 'Cancelled at 13:11',
      outcome: 'cancelled',
      ...since(47),
    },
    {
      state: 'delivered',
      recipient: 'Dental',
      number: '5550122',
      subject: 'Appointment list',
      pages: 3,
      pagesConfirmed: 3,
      reason: 'Delivered 13:41, 3 pages confirmed',
      outcome: 'ok',
      port: 'Line 3',
      attempts: 1,
      messageId: 16,
      ...since(17),
    },
    {
      state: 'delivered',
      recipient: 'Water works',
      number: '5550183',
      subject: 'Meter readings, block 9',
      pages: 12,
      pagesConfirmed: 12,
      reason: 'Delivered 13:38, 12 pages confirmed',
      outcome: 'ok',
      port: 'Line 2',
      attempts: 2,
      messageId: 17,
      ...since(20),
    },
    {
      state: 'delivered',
      recipient: null,
      number: '5550101',
      subject: 'Sample',
      pages: 2,
      pagesConfirmed: 2,
      reason: 'Delivered 13:36, 2 pages confirmed',
      outcome: 'ok',
      port: 'Practice 1',
      practice: true,
      attempts: 1,
      messageId: 18,
      ...since(22),
    },
    {
      state: 'receiving',
      direction: 'in',
      recipient: null,
      number: '5550133',
      subject: null,
      pages: 0,
      pagesConfirmed: 1,
      currentPage: 2,
      rate: 9600,
      reason: 'Page 2 arriving',
      port: 'Line 2',
      allowed: [],
      ...since(0.6),
    },
    {
      state: 'received',
      direction: 'in',
      recipient: null,
      number: '5550171',
      subject: null,
      pages: 4,
      pagesConfirmed: 4,
      reason: 'Received 13:02, 4 pages',
      outcome: 'ok',
      port: 'Line 2',
      messageId: 20,
      ...since(56),
    },
  ];
  return rows.map((row, index) => fakeJob(index + 1, now, row));
}

/** Many delivered jobs, a few in other states, newest first. */
export function manyJobs(now: number, count: number): readonly Job[] {
  const few = twentyJobs(now);
  const rest = Array.from({ length: Math.max(0, count - few.length) }, (_, index) => {
    const id = few.length + index + 1;
    const at = now - (30 + index) * minute;
    const pages = 1 + (id % 9);
    return fakeJob(id, now, {
      state: 'delivered',
      outcome: 'ok',
      pages,
      pagesConfirmed: pages,
      attempts: 1,
      port: `Line ${1 + (id % 4)}`,
      reason: `Delivered, ${pages} pages confirmed`,
      submittedAt: iso(at - 2 * minute),
      finishedAt: iso(at),
      stateSince: iso(at),
    });
  });
  return [...few, ...rest];
}

/** A port with sensible values; anything can be replaced. */
export function fakePort(id: number, now: number, replace: Partial<Port> = {}): Port {
  return {
    id,
    name: `Line ${id}`,
    address: `loopback:55501${String(id).padStart(2, '0')}`,
    kind: 'loopback',
    number: `55501${String(id).padStart(2, '0')}`,
    send: true,
    receive: 'auto',
    rings: 2,
    csid: 'FRONT DESK',
    tsid: 'FRONT DESK',
    priority: id,
    canModify: true,
    state: 'idle',
    jobId: null,
    page: null,
    pages: null,
    remoteId: null,
    rate: null,
    ecm: null,
    since: iso(now - 9 * minute),
    error: null,
    next: null,
    callerId: null,
    ...replace,
  };
}

/** A port in every state. */
export function allPorts(now: number): readonly Port[] {
  return [
    fakePort(1, now, {
      state: 'sending',
      jobId: 1,
      page: 3,
      pages: 8,
      remoteId: 'RECORDS OFFICE',
      rate: 14400,
      ecm: true,
      since: iso(now - 64_000),
    }),
    fakePort(2, now, {
      state: 'receiving',
      jobId: 19,
      page: 2,
      remoteId: '555 0133',
      rate: 9600,
      ecm: false,
      since: iso(now - 38_000),
    }),
    fakePort(3, now, { state: 'dialing', jobId: 2, since: iso(now - 12_000), receive: 'none' }),
    fakePort(4, now, { address: 'loopback:5550104?noise=0.001&seed=7', receive: 'manual', rings: 5 }),
    fakePort(5, now, {
      state: 'out-of-service',
      send: false,
      receive: 'none',
      address: 'modem:/dev/ttyS0?class=1',
      kind: 'modem',
      number: '',
      error: 'The modem does not answer.',
      next: 'Switch it off and on again, and check its cable.',
    }),
    fakePort(6, now, { state: 'offline', send: false, receive: 'none' }),
    fakePort(7, now, { state: 'ringing', callerId: '5550142', since: iso(now - 4_000) }),
  ];
}

/** What is on the serial ports: a modem, one that another program has, a port on which nothing answers. */
export const fakeModems: readonly ModemPort[] = [
  {
    path: '/dev/ttyACM0',
    state: 'fax',
    words: 'Example 56K: fax Class 1 and 2.0, V.17 14400; will be used in Class 1',
    address: 'modem:/dev/ttyACM0',
  },
  { path: '/dev/ttyS1', state: 'in-use', words: 'mgetty is using /dev/ttyS1', address: null },
  { path: '/dev/ttyS2', state: 'silent', words: 'Nothing answers here', address: null },
];

/** A received fax; anything can be replaced. */
export function fakeMessage(id: number, now: number, replace: Partial<Message> = {}): Message {
  return {
    id,
    receivedAt: iso(now - id * 7 * minute),
    pages: 1 + (id % 5),
    state: 'complete',
    read: false,
    tsid: ['FRONT DESK', 'ACCOUNTS', '+1 555 0142', 'RECORDS OFFICE'][id % 4] ?? null,
    csid: '5550101',
    callerId: id % 3 === 0 ? '5550142' : null,
    port: 'Line 2',
    file: `/var/faxes/in/${id}.tif`,
    badLines: 0,
    called: null,
    archived: null,
    routing: [routed('folder', null)],
    practice: false,
    ...replace,
  };
}

const routed = (method: string, error: string | null): RoutingState => ({
  method,
  state: error === null ? 'done' : 'failed',
  error,
  rule: null,
  target: null,
  attempts: 1,
  nextAt: null,
});

/** Received faxes: unread, partial, damaged, with failed routing, practice, without any sender. */
export function someMessages(now: number): readonly Message[] {
  return [
    fakeMessage(101, now, { receivedAt: iso(now - 9 * minute) }),
    fakeMessage(102, now, { receivedAt: iso(now - 26 * minute), state: 'partial', pages: 2, badLines: 14 }),
    fakeMessage(103, now, { receivedAt: iso(now - 52 * minute), read: true }),
    fakeMessage(104, now, {
      receivedAt: iso(now - 75 * minute),
      routing: [routed('folder', null), routed('email', 'The mail server refused the address.')],
    }),
    fakeMessage(105, now, {
      receivedAt: iso(now - 190 * minute),
      read: true,
      practice: true,
      tsid: '5550100',
      port: 'Practice 2',
    }),
    fakeMessage(106, now, {
      receivedAt: iso(now - 26 * 60 * minute),
      read: true,
      tsid: null,
      callerId: null,
      csid: null,
      pages: 31,
    }),
  ];
}

export const fakeSettings: Settings = { ...defaultSettings, discountRateStartHour: 20, discountRateEndHour: 6 };

export const fakeServer: ServerStatus = {
  name: 'This computer',
  kind: 'embedded',
  state: 'connected',
  error: null,
  capabilities: { editPorts: true, pause: true, discount: true, practiceOnly: false },
  zone: 'America/Chicago',
  warnings: [],
};

/** Everything the screen shows, made of the parts above. */
export function fakeSnapshot(now: number, replace: Partial<Snapshot> = {}): Snapshot {
  return {
    version: 1,
    server: fakeServer,
    jobs: twentyJobs(now),
    ports: allPorts(now),
    messages: someMessages(now),
    settings: listSettings(fakeSettings),
    ...replace,
  };
}

const frame = (
  t: number,
  dir: 'tx' | 'rx',
  type: string,
  hex: string,
  fields: TranscriptEntry['fields'],
): TranscriptEntry => ({ t, dir, type, hex, fields });

const transcript: readonly TranscriptEntry[] = [
  frame(400, 'tx', 'CNG', '', { tone: 1100 }),
  frame(3200, 'rx', 'CED', '', { tone: 2100 }),
  frame(5100, 'rx', 'CSI', 'FF4020202020202020202034363130353535', { id: '5550164' }),
  frame(6300, 'rx', 'DIS', 'FFC800EEF8C4800100', {
    rates: 'V.17 14400',
    ecm: true,
    width: 'A4',
    resolution: 'fine',
    coding: 'MMR',
  }),
  frame(7900, 'tx', 'TSI', 'FFC2202020202020202030303130353535', { id: '5550100' }),
  frame(9000, 'tx', 'DCS', 'FFC10086584480', { rate: 14400, ecm: true, coding: 'MMR', resolution: 'fine' }),
  frame(10_100, 'tx', 'TCF', '', { rate: 14400, seconds: 1.5 }),
  frame(12_400, 'rx', 'CFR', 'FFC884', {}),
  frame(12_700, 'tx', 'page', '', { n: 1, rows: 2292, coding: 'MMR', octets: 41_180 }),
  frame(39_000, 'tx', 'PPS-MPS', 'FFC8BF4F000000FF', { page: 1, block: 1, frames: 161 }),
  frame(41_000, 'rx', 'MCF', 'FFC88C', {}),
  frame(41_300, 'tx', 'page', '', { n: 2, rows: 2292, coding: 'MMR', octets: 28_400 }),
  frame(60_000, 'tx', 'PPS-MPS', 'FFC8BF4F010000FF', { page: 2, block: 1, frames: 111 }),
  frame(62_000, 'rx', 'MCF', 'FFC88C', {}),
  frame(98_000, 'tx', 'page', '', { n: 5, rows: 980, coding: 'MMR', octets: 9100 }),
  frame(149_000, 'tx', 'DCN', 'FFC8FB', { reason: 'carrier lost' }),
];

const fakeFailures = {
  busy: { code: 'a-busy', who: 'theirs', phase: 'A', words: 'The number was busy.', next: null },
  cut: {
    code: 'c-hung-up',
    who: 'line',
    phase: 'C',
    words: 'The call was cut within a page.',
    next: 'The rest is sent again after the retry delay, from the first page that was not confirmed.',
  },
} as const satisfies Record<string, AttemptFailure>;

/** The attempts of a job that was busy once and then cut, or sent in one go. */
export function fakeAttempts(job: Job, now: number): readonly Attempt[] {
  const base = { port: 'Line 1', rate: 14400, coding: 'mmr', ecm: true, remoteId: '5550164' } as const;
  return Array.from({ length: job.attempts }, (_, index): Attempt => {
    const n = index + 1;
    const last = n === job.attempts;
    const startedAt = iso(now - (job.attempts - index) * 14 * minute);
    if (!last) {
      return {
        ...base,
        n,
        startedAt,
        endedAt: iso(Date.parse(startedAt) + 22_000),
        outcome: 'busy',
        rate: null,
        coding: null,
        ecm: null,
        remoteId: null,
        pagesConfirmed: 0,
        failure: fakeFailures.busy,
        transcript: transcript.slice(0, 1),
      };
    }
    const running = job.state === 'sending' || job.state === 'dialing';
    const outcome = job.state === 'retrying' ? (job.pagesConfirmed > 0 ? 'lost-in-page' : 'busy') : job.outcome;
    return {
      ...base,
      n,
      startedAt,
      endedAt: running ? null : iso(Date.parse(startedAt) + 149_000),
      outcome: running ? null : outcome,
      pagesConfirmed: job.pagesConfirmed,
      failure:
        running || outcome === null || outcome === 'ok' ? null : fakeFailures[outcome === 'busy' ? 'busy' : 'cut'],
      transcript: job.state === 'dialing' ? transcript.slice(0, 1) : transcript,
    };
  });
}
