import { describe, expect, test } from 'vitest';
import { fakeJob, twentyJobs } from '../../testing/fake-facts.ts';
import { jobStateWords } from '../../words/job-state.ts';
import { compareValues, nextRank, stableOrder } from './job-sorting.ts';

const now = Date.parse('2026-03-03T13:58:00Z');

test('what happens next comes first: on a line, needing a person, waiting by time, paused, ended', () => {
  const sorted = twentyJobs(now).toSorted((a, b) => nextRank(a) - nextRank(b));
  const words = sorted.map((job) => jobStateWords(job).word);
  expect([...new Set(words)]).toEqual([
    'Sending',
    'Dialling',
    'Receiving',
    'Uncertain',
    'Retrying',
    'Preparing',
    'Waiting',
    'Scheduled',
    'Paused',
    'Failed',
    'Delivered',
    'Cancelled',
    'Received',
  ]);
});

test('of two that have ended the newer comes first, of two that wait the sooner', () => {
  const ended = (minutes: number) =>
    fakeJob(1, now, { state: 'delivered', stateSince: new Date(now - minutes * 60_000).toISOString() });
  expect(nextRank(ended(1))).toBeLessThan(nextRank(ended(2)));
  const retry = (minutes: number) =>
    fakeJob(1, now, { state: 'retrying', nextAt: new Date(now + minutes * 60_000).toISOString() });
  expect(nextRank(retry(1))).toBeLessThan(nextRank(retry(2)));
});

test('texts sort by language and by the numbers in them', () => {
  expect(['Line 10', 'line 2', 'Äpfel', 'Birne'].toSorted(compareValues)).toEqual([
    'Äpfel',
    'Birne',
    'line 2',
    'Line 10',
  ]);
  expect([10, 9].toSorted(compareValues)).toEqual([9, 10]);
});

describe('a frozen order', () => {
  test('keeps places, leaves out what is gone and puts new rows last', () => {
    expect(stableOrder([1, 2, 3], [4, 3, 1], true)).toEqual([1, 3, 4]);
  });
  test('is the very same while nothing came or went', () => {
    const before = [1, 2, 3];
    expect(stableOrder(before, [3, 2, 1], true)).toBe(before);
  });
  test('lets go when it is not frozen', () => {
    expect(stableOrder([1, 2, 3], [3, 2, 1], false)).toEqual([3, 2, 1]);
  });
});
