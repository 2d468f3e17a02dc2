import { expect, it } from 'vitest';
import { FaxError } from '../../model/errors.ts';
import { promising } from '../../store/direct-store.ts';
import { SqliteStore } from '../../store/sqlite-store.ts';
import { sampleNewJob } from '../../store/testing/sample-records.ts';
import type { LiveJob } from './live.ts';
import { memorySecrets } from './secrets.ts';
import { ServerCore } from './server-core.ts';
import { FakeOutside } from './simulation/fake-outside.ts';
import { fakeWorks } from './simulation/fake-works.ts';
import { SimulatedTime } from './simulation/simulated-time.ts';

const time = new SimulatedTime('2026-03-10T09:00:00Z');

function coreOf() {
  const store = promising(new SqliteStore(':memory:', 0));
  const core = new ServerCore({
    store,
    works: fakeWorks(),
    dataDir: '/nowhere',
    clock: time,
    random: () => 0.5,
    zone: 'UTC',
    log: () => undefined,
    outside: new FakeOutside(),
    secrets: memorySecrets(),
  });
  return { core, add: async () => core.keep({ ...sampleNewJob, id: await store.addJob(sampleNewJob) }, 0) };
}

function pause(milliseconds: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  time.after(milliseconds, resolve);
  return promise;
}

/** A write that the disk refuses at first; what it did is told by its name. */
function refused(core: ServerCore, job: LiveJob, name: string, done: string[], takes = 0): Promise<boolean> {
  let tries = 0;
  return core.write(job, async () => {
    tries += 1;
    if (tries === 1) throw new FaxError('WRITE_FAILED');
    if (takes > 0) await pause(takes);
    done.push(name);
  });
}

it('makes each refused write once, however long the disk takes', async () => {
  const { core, add } = coreOf();
  const done: string[] = [];
  expect(await refused(core, await add(), 'first', done, 40_000)).toBe(false);
  await time.pass(16_000);
  // The first is on its way: the second must not set off another run that makes it too.
  expect(await refused(core, await add(), 'second', done)).toBe(false);
  expect(core.storeError).not.toBeNull();
  await time.pass(120_000);
  expect(done).toEqual(['first', 'second']);
  expect(core.storeError).toBeNull();
});

it('writes what was refused of a fax before what came later', async () => {
  const { core, add } = coreOf();
  const done: string[] = [];
  const job = await add();
  await refused(core, job, 'begins', done);
  expect(
    await core.write(job, async () => {
      done.push('ends');
    }),
  ).toBe(true);
  await time.pass(60_000);
  expect(done).toEqual(['begins', 'ends']);
});
