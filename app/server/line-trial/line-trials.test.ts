import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TrialEnd, TrialEvent } from '../../contract/line-trial.ts';
import { type RequestInput, requests } from '../../contract/requests.ts';
import { type Bench, openBench } from '../../document/page-works.testing.ts';
import { SimulatedClock } from '../../lines/loopback/simulated-clock.ts';
import { PracticeNetwork } from '../../lines/open-line.ts';
import type { Clock } from '../../model/clock.ts';
import { LineTrials } from './line-trials.ts';

const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

let bench: Bench;
let network: PracticeNetwork;
let open: LineTrials[];
beforeEach(async () => {
  bench = await openBench();
  network = new PracticeNetwork();
  open = [];
});
afterEach(async () => {
  for (const trials of open) await trials.closeAll();
  await bench.close();
});

function trialsOn(clock: Clock): LineTrials {
  const random = () => Math.random();
  const trials = new LineTrials({ works: bench.works, clock, random, network, tempDir: bench.path('trials') });
  open.push(trials);
  return trials;
}

const start = (trials: LineTrials, input: RequestInput<'trial.start'>): string =>
  trials.start(requests['trial.start'].input.parse(input)).trialId;

const terms = {};
const answerAt = (number: string, out: string | null, more: object = {}): RequestInput<'trial.start'> => ({
  address: `loopback:${number}`,
  order: { kind: 'answer', out, terms, ...more },
});
const sendTo = (number: string, file: string): RequestInput<'trial.start'> => ({
  address: 'loopback:5550109',
  order: { kind: 'send', number, document: { files: [file] }, terms },
});

/** Follows a trial to its end; `seen` hears each event. */
async function follow(trials: LineTrials, trialId: string, seen?: (event: TrialEvent) => void): Promise<TrialEnd> {
  const all: TrialEvent[] = [];
  for (;;) {
    const { events, over } = await trials.follow({ trialId, after: all.length });
    for (const event of events) seen?.(event);
    all.push(...events);
    if (!over) continue;
    const last = all.at(-1);
    if (last?.event !== 'end') throw new Error('the last event is not the end');
    return last;
  }
}

/** Resolves when the trial waits for a call. */
const ready = async (trials: LineTrials, trialId: string): Promise<void> => {
  const { events } = await trials.follow({ trialId, after: 0 });
  expect(events[0]).toMatchObject({ event: 'ready' });
};

test('two trials on one network: the page arrives, both are followed to their end, and nothing is left behind', async () => {
  const trials = trialsOn(realClock);
  const page = await bench.file('page.txt', 'One page.\n');
  const answer = start(trials, answerAt('5550120', bench.path('got.tif')));
  await ready(trials, answer);
  expect(trials.busy).toBe(false);
  const seen: string[] = [];
  const [sent, received] = await Promise.all([
    follow(trials, start(trials, sendTo('5550120', page)), (event) => seen.push(event.event)),
    follow(trials, answer),
  ]);
  expect(sent).toMatchObject({ outcome: 'ok', pages: 1, practice: true, remoteId: '5550120' });
  expect(received).toMatchObject({ outcome: 'ok', pages: 1, file: bench.path('got.tif'), remoteId: '5550109' });
  expect(seen.at(0)).toBe('phase');
  expect(seen.at(-1)).toBe('end');
  expect(trials.busy).toBe(false);
  expect(await bench.works.describe(bench.path('got.tif'))).toHaveLength(1);
  expect(await readdir(bench.path('trials'))).toEqual([]);
  expect((await bench.names()).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('two calls in the same second get a file each', async () => {
  const trials = trialsOn(realClock);
  const page = await bench.file('page.txt', 'One page.\n');
  const files = new Set<string | null>();
  for (const number of ['5550120', '5550121']) {
    const answer = start(trials, answerAt(number, bench.path('inbox')));
    await ready(trials, answer);
    const [, { file }] = await Promise.all([
      follow(trials, start(trials, sendTo(number, page))),
      follow(trials, answer),
    ]);
    files.add(file);
  }
  expect(files.size).toBe(2);
  expect(await readdir(bench.path('inbox'))).toHaveLength(2);
});

test('a trial that nobody follows any more is dropped, and its number is free again', async () => {
  const clock = new SimulatedClock();
  const trials = trialsOn(clock);
  const answer = start(trials, answerAt('5550120', null));
  await ready(trials, answer);
  await clock.advance(10_000);
  await expect(trials.follow({ trialId: answer, after: 1 })).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(network.has('5550120')).toBe(false);
  await expect(trials.follow({ trialId: answer, after: 1 })).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
});

test('the owner that closes waits for a trial that nobody followed to be put away', async () => {
  const clock = new SimulatedClock();
  const trials = trialsOn(clock);
  await ready(trials, start(trials, answerAt('5550120', null)));
  await clock.advance(10_000);
  await trials.closeAll();
  expect(network.has('5550120')).toBe(false);
  expect(await readdir(bench.path('trials'))).toEqual([]);
});

test('a trial that is followed goes on for as long as it is', async () => {
  const clock = new SimulatedClock();
  const trials = trialsOn(clock);
  const answer = start(trials, answerAt('5550120', null));
  await ready(trials, answer);
  for (let asked = 0; asked < 10; asked++)
    expect(await clock.run(trials.follow({ trialId: answer, after: 1 }))).toEqual({ events: [], over: false });
  expect(network.has('5550120')).toBe(true);
});

test.each(['cancel', 'drop'] as const)('%s ends the waiting for a call', async (how) => {
  const trials = trialsOn(realClock);
  const answer = start(trials, answerAt('5550120', null));
  await ready(trials, answer);
  trials.stop({ trialId: answer, how });
  await expect(follow(trials, answer)).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(network.has('5550120')).toBe(false);
});

test('a caller that gives up before the ring that is answered is no call: the next one is taken', async () => {
  const trials = trialsOn(realClock);
  const page = await bench.file('page.txt', 'One page.\n');
  const answer = start(trials, answerAt('5550120', null, { rings: 3 }));
  await ready(trials, answer);
  const first = start(trials, sendTo('5550120', page));
  await expect.poll(() => trials.busy).toBe(true);
  trials.stop({ trialId: first, how: 'cancel' });
  expect(await follow(trials, first)).toMatchObject({ outcome: 'cancelled' });
  const [sent, received] = await Promise.all([
    follow(trials, start(trials, sendTo('5550120', page))),
    follow(trials, answer),
  ]);
  expect(sent.outcome).toBe('ok');
  expect(received).toMatchObject({ outcome: 'ok', pages: 1, file: null });
});

test('a file that cannot be read fails the trial before the line is touched', async () => {
  const trials = trialsOn(realClock);
  await expect(follow(trials, start(trials, sendTo('5550120', bench.path('none.tif'))))).rejects.toMatchObject({
    code: 'FILE_NOT_FOUND',
  });
});

test('lines that whoever asks can open itself are refused', () => {
  const trials = trialsOn(realClock);
  const input = { ...answerAt('1', null), address: 't38:127.0.0.1:4000' };
  expect(() => start(trials, input)).toThrow('Only practice lines');
});

test('closing ends every trial', async () => {
  const trials = trialsOn(realClock);
  await ready(trials, start(trials, answerAt('5550120', null)));
  await trials.closeAll();
  expect(network.has('5550120')).toBe(false);
});
