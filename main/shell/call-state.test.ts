import { expect, it } from 'vitest';
import { sampleJob, sampleSnapshot } from '../testing/snapshot-sample.ts';
import { CallPower } from './call-power.ts';
import { callProgress, TaskBar } from './task-bar.ts';

const sending = (pagesConfirmed: number) =>
  sampleSnapshot({ jobs: [sampleJob({ state: 'sending', pages: 4, pagesConfirmed })] });

it('the machine is kept awake for the length of a call, once', () => {
  const log: string[] = [];
  const power = new CallPower({ start: (kind) => log.push(kind), stop: (id) => log.push(`stop ${id}`) > 0 });
  power.update(sampleSnapshot());
  power.update(sending(0));
  power.update(sending(1));
  power.update(null);
  power.update(null);
  expect(log).toEqual(['prevent-app-suspension', 'stop 1']);
});

it('progress is confirmed pages of all pages on the line', () => {
  expect(callProgress(null)).toBe(-1);
  expect(callProgress(sampleSnapshot({ jobs: [sampleJob({ state: 'waiting' })] }))).toBe(-1);
  expect(callProgress(sending(1))).toBe(0.25);
  const two = [
    sampleJob({ id: 1, state: 'sending', pages: 4, pagesConfirmed: 3 }),
    sampleJob({ id: 2, state: 'dialing', pages: 4 }),
  ];
  expect(callProgress(sampleSnapshot({ jobs: two }))).toBe(0.375);
});

it('the task bar is told only of changes', () => {
  const shown: number[] = [];
  const bar = new TaskBar();
  const window = { setProgressBar: (progress: number) => shown.push(progress) };
  for (const snapshot of [null, sending(1), sending(1), sending(2), null]) bar.update(window, snapshot);
  expect(shown).toEqual([0.25, 0.5, -1]);
});
