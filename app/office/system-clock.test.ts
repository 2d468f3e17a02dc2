import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from './system-clock.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const DAY = 86_400_000;

test('calls back once, after the time asked for', () => {
  const called = vi.fn();
  systemClock().after(250, called);
  vi.advanceTimersByTime(249);
  expect(called).not.toHaveBeenCalled();
  vi.advanceTimersByTime(10_000);
  expect(called).toHaveBeenCalledTimes(1);
});

test('waits longer than a 32-bit timer can', () => {
  const called = vi.fn();
  systemClock().after(30 * DAY, called);
  vi.advanceTimersByTime(30 * DAY - 1);
  expect(called).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(called).toHaveBeenCalledTimes(1);
});

test('a long wait follows the wall clock: the machine slept two hours', () => {
  const called = vi.fn();
  systemClock().after(3 * 3_600_000, called);
  vi.advanceTimersByTime(3_600_000);
  vi.setSystemTime(Date.now() + 2 * 3_600_000);
  vi.advanceTimersByTime(60_000);
  expect(called).toHaveBeenCalledTimes(1);
});

test('a wait taken back never calls, at whatever step it was', () => {
  const called = vi.fn();
  const cancel = systemClock().after(10 * 60_000, called);
  vi.advanceTimersByTime(5 * 60_000 + 1);
  cancel();
  vi.advanceTimersByTime(DAY);
  expect(called).not.toHaveBeenCalled();
});

test.each([-5, Number.NaN, 0])('%s ms is at once, never a refusal', (wait) => {
  const called = vi.fn();
  systemClock().after(wait, called);
  vi.advanceTimersByTime(1);
  expect(called).toHaveBeenCalledTimes(1);
});
