import { describe, expect, test } from 'vitest';
import { FaxError } from '../../app/model/errors.ts';
import { createFakeDoor, type FakeDoor } from '../testing/fake-door.ts';
import { fakeJob, fakeServer, fakeSnapshot } from '../testing/fake-facts.ts';
import { isLive, keepServerFacts, type Patch, takePatches } from './server-facts.ts';

const now = Date.parse('2026-03-03T13:58:00Z');
const job = (id: number, reason: string): Patch['changes'][number] => ({
  kind: 'job',
  job: fakeJob(id, now, { reason }),
});
const patch = (version: number, ...changes: Patch['changes']): Patch => ({ type: 'patch', version, changes });

describe('patches', () => {
  const start = fakeSnapshot(now, { version: 5, jobs: [] });

  test('are taken in order, whatever order they came in, and old ones are skipped', () => {
    const { snapshot, gap } = takePatches(start, [patch(7, job(1, 'b')), patch(6, job(1, 'a')), patch(4, job(9, 'x'))]);
    expect([snapshot.version, gap, snapshot.jobs.map((each) => each.reason)]).toEqual([7, false, ['b']]);
  });

  test('stop at the first that is missing', () => {
    const { snapshot, gap } = takePatches(start, [patch(6, job(1, 'a')), patch(8, job(1, 'c'))]);
    expect([snapshot.version, gap]).toEqual([6, true]);
  });
});

/** The facts kept on a fake door, with frames and timers that the test lets go. */
function kept(door: FakeDoor) {
  const frames: (() => void)[] = [];
  const timers: (() => void)[] = [];
  let time = now;
  const { store, stop } = keepServerFacts({
    api: door,
    now: () => time,
    nextFrame: (callback) => void frames.push(callback),
    after: (_, callback) => void timers.push(callback),
  });
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
  return {
    store,
    stop,
    settle,
    frame: () => {
      for (const callback of frames.splice(0)) callback();
    },
    timer: () => {
      for (const callback of timers.splice(0)) callback();
    },
    passTime: (milliseconds: number) => {
      time += milliseconds;
    },
    asked: () => door.calls.filter((call) => call.name === 'snapshot').length,
  };
}

describe('the facts', () => {
  test('take all events between two frames as one update', async () => {
    const door = createFakeDoor({ snapshot: fakeSnapshot(now, { jobs: [] }) });
    const { store, settle, frame } = kept(door);
    await settle();
    let updates = 0;
    store.subscribe(() => {
      updates += 1;
    });
    for (let n = 1; n <= 50; n += 1) door.change([job(n, 'new')]);
    expect(updates).toBe(0);
    frame();
    expect([updates, store.getState().snapshot?.jobs.length]).toEqual([1, 50]);
  });

  test('ask for a new snapshot when a version is missing', async () => {
    const door = createFakeDoor({ snapshot: fakeSnapshot(now, { jobs: [] }) });
    const { store, settle, frame, asked } = kept(door);
    await settle();
    door.change([job(1, 'after the gap')], 2);
    frame();
    await settle();
    expect([asked(), store.getState().snapshot?.version]).toEqual([2, door.snapshot().version]);
    expect(store.getState().snapshot?.jobs[0]?.reason).toBe('after the gap');
  });

  test('take patches that came while the snapshot was on its way', async () => {
    const door = createFakeDoor({ snapshot: fakeSnapshot(now, { jobs: [] }), delay: 1 });
    const { store, settle, frame } = kept(door);
    door.change([job(1, 'early')]);
    frame();
    expect(store.getState().snapshot).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 10));
    await settle();
    expect(store.getState().snapshot?.jobs.length).toBe(1);
  });

  test('stay when the server is gone, as of the last moment, and come back', async () => {
    const door = createFakeDoor({ snapshot: fakeSnapshot(now) });
    const { store, settle, frame, timer, passTime } = kept(door);
    await settle();
    passTime(60_000);
    door.fail(new FaxError('SERVER_UNREACHABLE'));
    door.change([], 3);
    frame();
    await settle();
    expect(store.getState()).toMatchObject({ link: 'lost', asOf: now, error: { code: 'SERVER_UNREACHABLE' } });
    expect(store.getState().snapshot?.jobs.length).toBe(20);
    expect(isLive(store.getState())).toBe(false);
    door.fail(null);
    timer();
    await settle();
    expect(store.getState()).toMatchObject({ link: 'live', asOf: now + 60_000, error: null });
  });

  test('are asked anew when another owner counts from the beginning', async () => {
    const door = createFakeDoor({ snapshot: fakeSnapshot(now, { version: 3, jobs: [] }) });
    const { store, settle, frame, asked } = kept(door);
    await settle();
    door.emit(patch(2, job(1, 'of the new owner')));
    frame();
    await settle();
    expect([asked(), store.getState().link]).toEqual([2, 'live']);
  });

  test('are asked anew once when the owner changes, and then live: patches of the one before never fit again', async () => {
    const door = createFakeDoor({ snapshot: fakeSnapshot(now, { version: 3, jobs: [] }) });
    const { store, settle, frame, asked } = kept(door);
    await settle();
    // A late patch of the owner before, then the mark of a change of roles: a version that nothing reaches.
    door.emit(patch(500, job(1, 'of the owner before')));
    door.emit({ type: 'patch', version: Number.MAX_SAFE_INTEGER, changes: [] });
    frame();
    await settle();
    expect([asked(), store.getState().link]).toEqual([2, 'live']);
    door.change([job(2, 'of the new owner')]);
    frame();
    expect(store.getState().snapshot?.jobs.map((each) => each.id)).toEqual([2]);
  });

  test('of a server that lost its connection keep their age', async () => {
    const door = createFakeDoor({ snapshot: fakeSnapshot(now) });
    const { store, settle, frame, passTime } = kept(door);
    await settle();
    passTime(60_000);
    door.change([{ kind: 'server', server: { ...fakeServer, state: 'disconnected' } }]);
    frame();
    expect([isLive(store.getState()), store.getState().asOf]).toEqual([false, now]);
  });

  test('are not touched any more once it is stopped', async () => {
    const door = createFakeDoor({ snapshot: fakeSnapshot(now, { jobs: [] }) });
    const { store, stop, settle, frame } = kept(door);
    await settle();
    door.change([job(1, 'late')]);
    stop();
    frame();
    expect(store.getState().snapshot?.jobs.length).toBe(0);
  });
});
