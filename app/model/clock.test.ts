import { expect, test } from 'vitest';
import { type Clock, scaledClock } from './clock.ts';

function handClock() {
  const clock = { at: 1_000, waits: [] as number[] };
  const face: Clock = {
    now: () => 5_000_000 + clock.at,
    monotonic: () => clock.at,
    after: (milliseconds) => {
      clock.waits.push(milliseconds);
      return () => void clock.waits.pop();
    },
  };
  return { clock, face };
}

test('a clock ten times as fast: ten times the time passes, and waits are a tenth as long', () => {
  const { clock, face } = handClock();
  const fast = scaledClock(face, 10);
  expect(fast.monotonic()).toBe(1_000);
  clock.at += 250;
  expect(fast.monotonic()).toBe(3_500);
  expect(fast.now()).toBe(5_001_000 + 2_500);
  const stop = fast.after(3_000, () => undefined);
  expect(clock.waits).toEqual([300]);
  stop();
  expect(clock.waits).toEqual([]);
});

test('a clock that runs as fast as the other is the other', () => {
  const { face } = handClock();
  expect(scaledClock(face, 1)).toBe(face);
});
