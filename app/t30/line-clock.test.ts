import { expect, it } from 'vitest';
import { pacedLineClock } from './line-clock.ts';

/** A clock whose wall reading can be set, and whose waits a test lets pass. */
function settableClock() {
  const clock = { wall: 1_700_000_000_000, time: 5 };
  const waits: { at: number; callback: () => void }[] = [];
  return {
    clock: {
      now: () => clock.wall,
      monotonic: () => clock.time,
      after: (milliseconds: number, callback: () => void) => {
        const wait = { at: clock.time + milliseconds, callback };
        waits.push(wait);
        return () => waits.splice(waits.indexOf(wait), 1);
      },
    },
    setBy: (milliseconds: number) => {
      clock.wall += milliseconds;
    },
    pass: (milliseconds: number) => {
      const until = clock.time + milliseconds;
      for (let due = waits.find(({ at }) => at <= until); due; due = waits.find(({ at }) => at <= until)) {
        waits.splice(waits.indexOf(due), 1);
        clock.time = due.at;
        due.callback();
      }
      clock.time = until;
    },
    waits,
  };
}

it.each([3_600_000, -3_600_000])('line time goes on when the wall clock is set by %i ms', (by) => {
  const { clock, setBy, pass } = settableClock();
  const line = pacedLineClock(clock);
  pass(1000);
  setBy(by);
  pass(500);
  expect(line.now()).toBe(1500);
});

it('waits of any length end when they should, once, and can be taken back', () => {
  const { clock, pass, waits } = settableClock();
  const line = pacedLineClock(clock);
  const heard: number[] = [];
  line.after(100_000, () => heard.push(line.now()));
  const takeBack = line.after(100_000, () => heard.push(-1));
  pass(99_999);
  expect(heard).toEqual([]);
  takeBack();
  pass(100_000);
  expect(heard).toEqual([100_000]);
  expect(waits).toEqual([]);
});
