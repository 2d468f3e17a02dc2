import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../model/settings.ts';
import {
  busyNumbers,
  choiceFor,
  decide,
  fittingPorts,
  type PortFacts,
  type QueuedJob,
  queueOrder,
  type ScheduleContext,
} from './scheduling.ts';

const job: QueuedJob = {
  state: 'waiting',
  paused: false,
  schedule: 'now',
  notBefore: null,
  number: '5550199',
  onlyPort: null,
  practice: false,
  outcome: null,
  words: null,
  failures: 0,
  failuresByOutcome: {},
  retryAt: null,
};
const port: PortFacts = { id: 1, name: 'Line 1', send: true, practice: false, usable: true, error: null };
const at = (text: string) => Date.parse(`2026-03-10T${text}Z`);
// 12:00 in Berlin.
const context: ScheduleContext = {
  now: at('11:00:00'),
  zone: 'Europe/Berlin',
  settings: defaultSettings,
  ports: [port],
  groups: [],
  destinations: [],
  engaged: () => false,
  busyUntil: () => null,
  stopped: null,
};
const second: PortFacts = { ...port, id: 2, name: 'Line 2' };
const front = { name: 'Front desk', portIds: [2, 1, 77] };
const rule = { pattern: '5550*', blocked: false, reason: null, calls: null, jobsPerCall: null, port: 'Front desk' };
const evening = { ...defaultSettings, discountRateStartHour: 20, discountRateEndHour: 6 };
const retrying = {
  ...job,
  state: 'retrying',
  outcome: 'busy',
  failures: 1,
  failuresByOutcome: { busy: 1 },
  retryAt: at('13:05:00'),
} as const;

describe('decide', () => {
  it.each<[string, Partial<QueuedJob>, Partial<ScheduleContext>, { kind: string; reason: string; until?: number }]>([
    ['goes when a port is free', {}, {}, { kind: 'ready', reason: 'Waiting for a free line' }],
    ['is held by a person', { paused: true }, {}, { kind: 'held', reason: 'Paused' }],
    [
      'is held with the queue',
      {},
      { settings: { ...defaultSettings, pauseServerQueue: true } },
      { kind: 'held', reason: 'The queue is paused' },
    ],
    ['is held while the disk is full', {}, { stopped: 'Waiting: x' }, { kind: 'held', reason: 'Waiting: x' }],
    [
      'waits for its time',
      { schedule: 'time', notBefore: at('15:30:00') },
      {},
      { kind: 'wait', until: at('15:30:00'), reason: 'Sends 16:30' },
    ],
    [
      'waits for a time tomorrow',
      { schedule: 'time', notBefore: at('15:30:00') + 86_400_000 },
      {},
      { kind: 'wait', until: at('15:30:00') + 86_400_000, reason: 'Sends tomorrow 16:30' },
    ],
    [
      'waits for a time in days',
      { schedule: 'time', notBefore: at('15:30:00') + 5 * 86_400_000 },
      {},
      { kind: 'wait', until: at('15:30:00') + 5 * 86_400_000, reason: 'Sends 2026-03-15 16:30' },
    ],
    [
      'goes when its time has passed',
      { schedule: 'time', notBefore: at('10:00:00') },
      {},
      { kind: 'ready', reason: 'Waiting for a free line' },
    ],
    [
      'waits for the discount rate',
      { schedule: 'discount' },
      { settings: evening },
      { kind: 'wait', until: at('19:00:00'), reason: 'Sends 20:00: discount rate' },
    ],
    [
      'goes inside the discount window',
      { schedule: 'discount' },
      { settings: evening, now: at('20:00:00') },
      { kind: 'ready', reason: 'Waiting for a free line' },
    ],
    [
      'goes at once where there is no discount window',
      { schedule: 'discount' },
      {},
      { kind: 'ready', reason: 'Waiting for a free line' },
    ],
    [
      'tries again after the delay',
      retrying,
      {},
      { kind: 'wait', until: at('13:05:00'), reason: 'Busy; tries again 14:05 (2 of 4)' },
    ],
    [
      'tries again in the next window where the delay leads out of this one',
      { ...retrying, schedule: 'discount' },
      { settings: evening },
      { kind: 'wait', until: at('19:00:00'), reason: 'Busy; tries again 20:00 (2 of 4): discount rate' },
    ],
    [
      'tries again as soon as a line is free',
      { ...retrying, failures: 3, failuresByOutcome: { busy: 3 } },
      { now: at('13:05:00') },
      { kind: 'ready', reason: 'Busy; trying again (4 of 4). Waiting for a free line' },
    ],
    [
      'counts no more than there are when the setting was lowered',
      { ...retrying, failures: 3, failuresByOutcome: { busy: 3 } },
      { settings: { ...defaultSettings, retries: 1 } },
      { kind: 'wait', until: at('13:05:00'), reason: 'Busy; tries again 14:05 (4 of 4)' },
    ],
    [
      'says what interrupted it',
      { words: 'The last call was interrupted' },
      {},
      { kind: 'ready', reason: 'The last call was interrupted. Waiting for a free line' },
    ],
    ['names its port', { onlyPort: 'Line 1' }, {}, { kind: 'ready', reason: 'Waiting for Line 1' }],
    [
      'says that its port is gone',
      { onlyPort: 'Line 9' },
      {},
      { kind: 'ready', reason: 'Waiting: there is no port Line 9' },
    ],
    [
      'says that its port may not send',
      { onlyPort: 'Line 1' },
      { ports: [{ ...port, send: false }] },
      { kind: 'ready', reason: 'Waiting: Line 1 may not send' },
    ],
    [
      'says that a call to its number is up',
      {},
      { engaged: (number) => number === '5550199' },
      { kind: 'held', reason: 'Waiting: a call to this number is on the line' },
    ],
    [
      'says so of a retry too',
      retrying,
      { now: at('13:05:00'), engaged: () => true },
      { kind: 'held', reason: 'Busy; trying again (2 of 4). Waiting: a call to this number is on the line' },
    ],
    [
      'waits with another that found the number busy',
      {},
      { busyUntil: (number) => (number === '5550199' ? at('13:05:00') : null) },
      { kind: 'wait', until: at('13:05:00'), reason: 'Sends 14:05: the number was busy' },
    ],
    [
      'waits for its own time where that is later',
      { schedule: 'time', notBefore: at('14:00:00') },
      { busyUntil: () => at('13:05:00') },
      { kind: 'wait', until: at('14:00:00'), reason: 'Sends 15:00' },
    ],
    [
      'goes at its own time where it found the number busy itself',
      retrying,
      { now: at('13:05:00'), busyUntil: () => at('13:09:00') },
      { kind: 'ready', reason: 'Busy; trying again (2 of 4). Waiting for a free line' },
    ],
    [
      'waits for the window that opens behind a busy number',
      { schedule: 'discount' },
      { settings: evening, busyUntil: () => at('13:05:00') },
      { kind: 'wait', until: at('19:00:00'), reason: 'Sends 20:00: discount rate' },
    ],
    [
      'promises no attempt beyond the row of its outcome',
      retrying,
      { settings: { ...defaultSettings, retryBusyRetries: 1 } },
      { kind: 'wait', until: at('13:05:00'), reason: 'Busy; tries again 14:05 (2 of 2)' },
    ],
    [
      'waits for a line of its group',
      { onlyPort: 'front DESK' },
      { groups: [front] },
      { kind: 'ready', reason: 'Waiting for a free line of Front desk' },
    ],
    [
      'waits for a line of the group of its number’s rule',
      {},
      { groups: [front], destinations: [rule] },
      { kind: 'ready', reason: 'Waiting for a free line of Front desk' },
    ],
    [
      'says that no line of its group works',
      { onlyPort: 'Front desk' },
      { groups: [front], ports: [{ ...port, usable: false, error: 'The modem does not answer.' }] },
      { kind: 'ready', reason: 'No line of Front desk is working: the modem does not answer.' },
    ],
    [
      'says that no port of its group may send',
      { onlyPort: 'Front desk' },
      { groups: [front], ports: [{ ...port, send: false }] },
      { kind: 'ready', reason: 'Waiting: no port of Front desk may send' },
    ],
    [
      'says that its group has no port',
      { onlyPort: 'Front desk' },
      { groups: [{ ...front, portIds: [77] }] },
      { kind: 'ready', reason: 'Waiting: the group Front desk has no port' },
    ],
    ['says that no port may send', {}, { ports: [] }, { kind: 'ready', reason: 'Waiting: no port may send' }],
    [
      'says that no line can be opened',
      {},
      { ports: [{ ...port, usable: false, error: 'The modem does not answer.' }] },
      { kind: 'ready', reason: 'No line is working: the modem does not answer.' },
    ],
  ])('%s', (_, jobChanges, contextChanges, expected) => {
    expect(decide({ ...job, ...jobChanges }, { ...context, ...contextChanges })).toEqual(expected);
  });
});

describe('the ports of a job', () => {
  const practice: PortFacts = { ...port, id: 3, name: 'Practice 1', practice: true };
  const ports = [port, second, practice];

  it.each<[string, Partial<QueuedJob>, Partial<ScheduleContext>, readonly string[]]>([
    ['all that may send, of its kind', {}, {}, ['Line 1', 'Line 2']],
    ['not one that may not send', {}, { ports: [{ ...port, send: false }, second] }, ['Line 2']],
    ['practice lines for a practice fax', { practice: true }, {}, ['Practice 1']],
    ['its own port, whatever its case', { onlyPort: 'line 2' }, {}, ['Line 2']],
    ['all for the group of all', { onlyPort: '<all devices>' }, {}, ['Line 1', 'Line 2']],
    ['those of its group, in the group’s order', { onlyPort: 'Front desk' }, { groups: [front] }, ['Line 2', 'Line 1']],
    ['those of its number’s rule', {}, { groups: [front], destinations: [rule] }, ['Line 2', 'Line 1']],
    ['its own before those of the rule', { onlyPort: 'Line 1' }, { groups: [front], destinations: [rule] }, ['Line 1']],
    [
      'no practice fax follows a rule to real lines',
      { practice: true },
      { groups: [front], destinations: [rule] },
      ['Practice 1'],
    ],
    ['none where what it names is gone', { onlyPort: 'Line 9' }, {}, []],
  ])('are %s', (_, jobChanges, contextChanges, expected) => {
    const given = { ...job, ...jobChanges };
    const choice = choiceFor(given, { ...context, ports, ...contextChanges });
    expect(fittingPorts(given, choice).map(({ name }) => name)).toEqual(expected);
  });
});

describe('queueOrder', () => {
  it('takes the higher priority first, then the older', () => {
    const jobs = [
      { id: 1, priority: 'low' },
      { id: 2, priority: 'normal' },
      { id: 3, priority: 'high' },
      { id: 4, priority: 'normal' },
      { id: 5, priority: 'high' },
    ] as const;
    expect([...jobs].sort(queueOrder).map(({ id }) => id)).toEqual([3, 5, 2, 4, 1]);
  });
});

describe('busyNumbers', () => {
  const now = at('13:00:00');
  const found = (changes: Partial<QueuedJob>) => ({ ...retrying, ...changes });

  it('are those that were busy, until the first of their faxes is due', () => {
    const jobs = [
      found({}),
      found({ retryAt: at('13:09:00') }),
      found({ number: '5550102', outcome: 'no-answer' }),
      found({ number: '5550103', state: 'waiting', retryAt: null }),
    ];
    expect([...busyNumbers(jobs, now)]).toEqual([['5550199', at('13:05:00')]]);
  });

  it('hold nobody back once one of their faxes is due, or where a person released it', () => {
    expect(busyNumbers([found({ retryAt: now }), found({})], now).size).toBe(0);
    expect(busyNumbers([found({ retryAt: null }), found({})], now).size).toBe(0);
  });

  it('hold others back while the fax that found it so is held, and no longer than it would have waited', () => {
    expect(busyNumbers([found({ paused: true })], now).size).toBe(1);
    expect(busyNumbers([found({ paused: true, retryAt: now }), found({})], now).size).toBe(1);
    expect(busyNumbers([found({ paused: true, retryAt: now })], now).size).toBe(0);
  });
});
