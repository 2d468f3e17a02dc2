import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FaxEvent } from '../contract/events.ts';
import { FaxError } from '../model/errors.ts';
import type { Job, JobState } from '../model/job.ts';
import type { RoleChange } from '../office/office.ts';
import { watchJobs } from './watch-jobs.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An office of which we are a client, with what is coming in on its owner's lines. */
function clientOffice(coming: Readonly<Record<number, JobState>>) {
  const listeners = new Set<(event: FaxEvent) => void>();
  const roles = new Set<(change: RoleChange) => void>();
  const jobs = new Map(Object.entries(coming).map(([id, state]) => [Number(id), state]));
  const office = {
    role: 'client' as 'client' | 'owner',
    busy: false,
    request: vi.fn(async (_name: string, { state }: { readonly state: JobState }) => ({
      jobs: [...jobs].filter(([, each]) => each === state).map(([id]) => ({ id })),
    })),
    subscribe: (listener: (event: FaxEvent) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onRoleChange: (listener: (change: RoleChange) => void) => {
      roles.add(listener);
      return () => roles.delete(listener);
    },
  };
  const move = (id: number, state: JobState, messageId: number | null = null) => {
    const changes = [{ kind: 'job', job: { id, state, messageId, reason: '' } as Job }] as const;
    for (const listener of listeners) listener({ type: 'patch', version: 1, changes: [...changes] });
  };
  const changeRole = (change: RoleChange) => {
    for (const listener of [...roles]) listener(change);
  };
  return { office, move, changeRole };
}

/** Whether it is done by now. */
async function isDone(work: Promise<void>): Promise<boolean> {
  const mark = Symbol('not yet');
  await vi.advanceTimersByTimeAsync(1);
  return (await Promise.race([work, Promise.resolve(mark)])) !== mark;
}

test('a client waits for what is coming in now, by its changes, and not for what comes later', async () => {
  const { office, move } = clientOffice({ 5: 'receiving', 6: 'routing' });
  const filed = watchJobs(office as never, () => undefined).untilFiled();
  expect(await isDone(filed)).toBe(false);
  move(5, 'routing');
  move(7, 'receiving');
  move(6, 'received');
  expect(await isDone(filed)).toBe(false);
  move(5, 'received');
  expect(await isDone(filed)).toBe(true);
  expect(office.request, 'asked once, then told').toHaveBeenCalledTimes(2);
});

test('a client does not wait for the rules that send a filed fax on', async () => {
  const { office, move } = clientOffice({ 5: 'receiving' });
  const filed = watchJobs(office as never, () => undefined).untilFiled();
  move(5, 'routing');
  expect(await isDone(filed)).toBe(false);
  move(5, 'routing', 5);
  expect(await isDone(filed)).toBe(true);
});

test('a long reception from elsewhere keeps a client for 10 s at most', async () => {
  const { office } = clientOffice({ 5: 'receiving' });
  const filed = watchJobs(office as never, () => undefined).untilFiled();
  await vi.advanceTimersByTimeAsync(9_900);
  expect(await isDone(filed)).toBe(false);
  await vi.advanceTimersByTimeAsync(200);
  expect(await isDone(filed)).toBe(true);
});

test('an owner that goes while a client waits takes nothing away from what was delivered', async () => {
  const gone = clientOffice({ 5: 'receiving' });
  const filed = watchJobs(gone.office as never, () => undefined).untilFiled();
  expect(await isDone(filed)).toBe(false);
  gone.changeRole({ role: 'lost', error: new FaxError('SERVER_STOPPED') });
  expect(await isDone(filed)).toBe(true);

  const before = clientOffice({});
  before.office.request.mockRejectedValue(new FaxError('SERVER_STOPPED'));
  expect(await isDone(watchJobs(before.office as never, () => undefined).untilFiled())).toBe(true);
});

test('a client that becomes the owner meanwhile waits until its own lines are at rest', async () => {
  const { office, changeRole } = clientOffice({ 5: 'receiving' });
  const filed = watchJobs(office as never, () => undefined).untilFiled();
  expect(await isDone(filed)).toBe(false);
  Object.assign(office, { role: 'owner', busy: true });
  changeRole({ role: 'owner' });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await isDone(filed)).toBe(false);
  office.busy = false;
  await vi.advanceTimersByTimeAsync(50);
  expect(await isDone(filed)).toBe(true);
});
