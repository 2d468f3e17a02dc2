import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../model/settings.ts';
import type { JobRecord } from '../../store/records.ts';
import { sampleNewJob } from '../../store/testing/sample-records.ts';
import { Decisions } from './decisions.ts';
import type { LiveJob } from './live.ts';
import { decide, type ScheduleContext } from './scheduling.ts';

const HOUR = 3_600_000;
const start = Date.parse('2026-03-27T11:00:00Z');
const port = { id: 1, name: 'Line 1', send: true, practice: true, usable: true, error: null };

const jobOf = (changes: Partial<JobRecord>): LiveJob => ({
  record: { id: 1, ...sampleNewJob, ...changes },
  pagesConfirmed: 0,
  call: null,
  turn: null,
  decision: null,
});

const contextAt = (now: number, changes: Partial<ScheduleContext> = {}): ScheduleContext => ({
  now,
  zone: 'Europe/Berlin',
  settings: defaultSettings,
  ports: [{ ...port }],
  groups: [],
  destinations: [],
  engaged: () => false,
  busyUntil: () => null,
  stopped: null,
  ...changes,
});

/** What may be different the next time that the queue looks. */
const looks = fc.record({
  // Most often a moment later; now and then a day, or a clock that was set back.
  later: fc.oneof(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: -30 * HOUR, max: 60 * HOUR })),
  settings: fc.constantFrom(
    defaultSettings,
    { ...defaultSettings, pauseServerQueue: true },
    { ...defaultSettings, discountRateStartHour: 20, discountRateEndHour: 6 },
    { ...defaultSettings, retries: 9 },
  ),
  usable: fc.boolean(),
  engaged: fc.boolean(),
  busyUntil: fc.option(fc.integer({ min: start - HOUR, max: start + 10 * HOUR })),
  stopped: fc.constantFrom(null, 'Waiting: the disk is full'),
  /** The job changes as well: it gets another record. */
  paused: fc.option(fc.boolean()),
});

const jobs = fc.record({
  state: fc.constantFrom('waiting' as const, 'retrying' as const),
  schedule: fc.constantFrom('now' as const, 'discount' as const, 'time' as const),
  notBefore: fc.option(fc.integer({ min: start - HOUR, max: start + 60 * HOUR })),
  retryAt: fc.option(fc.integer({ min: start - HOUR, max: start + 10 * HOUR })),
  outcome: fc.constant('busy' as const),
  failures: fc.integer({ min: 0, max: 3 }),
});

describe('Decisions', () => {
  it('says at each look what would be decided anew', () => {
    fc.assert(
      fc.property(fc.array(jobs, { maxLength: 3 }), fc.array(looks, { maxLength: 8 }), (made, course) => {
        const decisions = new Decisions();
        const queue = made.map((changes) => jobOf(changes));
        let now = start;
        for (const { later, settings, usable, engaged, busyUntil, stopped, paused } of course) {
          now += later;
          const lines = { ports: [{ ...port, usable }], engaged: () => engaged, busyUntil: () => busyUntil, stopped };
          const context = contextAt(now, { settings, ...lines });
          decisions.look(context);
          for (const job of queue) {
            if (paused !== null) job.record = { ...job.record, paused };
            expect(decisions.of(job, context)).toEqual(decide(job.record, context));
          }
        }
      }),
    );
  });

  it('does not decide again while nothing has changed but the time', () => {
    const decisions = new Decisions();
    const waiting = jobOf({ schedule: 'time', notBefore: start + 2 * HOUR });
    const ready = jobOf({});
    const at = (now: number) => {
      const context = contextAt(now);
      decisions.look(context);
      return [decisions.of(waiting, context), decisions.of(ready, context)];
    };
    const [first, second] = at(start);
    const [firstLater, secondLater] = at(start + HOUR);
    expect(firstLater).toBe(first);
    expect(secondLater).toBe(second);
    expect(at(start + 2 * HOUR)[0]?.kind).toBe('ready');
  });
});
