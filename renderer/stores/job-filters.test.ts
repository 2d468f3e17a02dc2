import { expect, test } from 'vitest';
import type { JobState } from '../../app/model/job.ts';
import { fakeJob, twentyJobs } from '../testing/fake-facts.ts';
import { countJobs, isInFilter, matchesSearch, startOfToday } from './job-filters.ts';

const now = new Date(2026, 2, 3, 13, 58).getTime();
const today = startOfToday(now);

test('each job is counted where it belongs', () => {
  expect(countJobs(twentyJobs(now), today)).toEqual({
    all: 19,
    active: 3,
    waiting: 6,
    scheduled: 3,
    failed: 3,
    delivered: 3,
  });
});

test('today begins at midnight by the screen’s clock', () => {
  const ended = (at: number) => fakeJob(1, now, { state: 'failed', finishedAt: new Date(at).toISOString() });
  expect(isInFilter(ended(today), 'failed', today)).toBe(true);
  expect(isInFilter(ended(today - 1), 'failed', today)).toBe(false);
});

test('a reception is a job until the Inbox holds it, or for good where nothing came', () => {
  const reception = (state: JobState, messageId: number | null) =>
    isInFilter(fakeJob(3, now, { direction: 'in', state, messageId }), 'all', today);
  expect([reception('receiving', null), reception('routing', 9), reception('failed', null)]).toEqual([
    true,
    true,
    true,
  ]);
  expect([reception('received', 9), reception('failed', 9)]).toEqual([false, false]);
});

test('search finds words in any field and a number typed with signs', () => {
  const job = fakeJob(7, now, {
    recipient: 'Records office',
    number: '5550142',
    subject: 'Order form',
    port: 'Line 1',
  });
  for (const text of ['records', 'OFFICE order', '5550142', '555-0142', '555 01', 'line 1', ''])
    expect(matchesSearch(job, text)).toBe(true);
  for (const text of ['accounts', 'records accounts', '5550143']) expect(matchesSearch(job, text)).toBe(false);
});
