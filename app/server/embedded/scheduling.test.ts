import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../model/settings.ts';
import { decide, fits, type PortFacts, type QueuedJob, queueOrder, type ScheduleContext } from './scheduling.ts';

const job: QueuedJob = {
  state: 'waiting',
  paused: false,
  schedule: 'now',
  notBefore: null,
  onlyPort: null,
  practice: false,
  outcome: null,
  words: null,
  failures: 0,
  retryAt: null,
};
const port: PortFacts = { name: 'Line 1', send: true, practice: false, usable: true, error: null };
const at = (text: string) => Date.parse(`2026-03-10T${text}Z`);
// 12:00 in Berlin.
const context: ScheduleContext = {
  now: at('11:00:00'),
  zone: 'Europe/Berlin',
  settings: defaultSettings,
  ports: [port],
  stopped: null,
};
const evening = { ...defaultSettings, discountRateStartHour: 20, discountRateEndHour: 6 };
const retrying = { ...job, state: 'retrying', outcome: 'busy', failures: 1, retryAt: at('13:05:00') } as const;

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
      { ...retrying, failures: 3 },
      { now: at('13:05:00') },
      { kind: 'ready', reason: 'Busy; trying again (4 of 4). Waiting for a free line' },
    ],
    [
      'counts no more than there are when the setting was lowered',
      { ...retrying, failures: 3 },
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

describe('fits', () => {
  it.each([
    ['a sending port of its kind', {}, {}, true],
    ['not a port that may not send', {}, { send: false }, false],
    ['not a practice line for a real fax', {}, { practice: true }, false],
    ['not a real line for a practice fax', { practice: true }, {}, false],
    ['its own port', { onlyPort: 'Line 1' }, {}, true],
    ['not another port than its own', { onlyPort: 'Line 2' }, {}, false],
  ])('%s', (_, jobChanges, portChanges, expected) => {
    expect(fits({ ...job, ...jobChanges }, { ...port, ...portChanges })).toBe(expected);
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
