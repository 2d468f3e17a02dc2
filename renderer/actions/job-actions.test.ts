import { describe, expect, test } from 'vitest';
import { FaxError } from '../../app/model/errors.ts';
import { createToasts } from '../stores/toasts.ts';
import { createFakeDoor } from '../testing/fake-door.ts';
import { bulkSummary } from './bulk-summary.ts';
import { createJobActions } from './job-actions.ts';
import { toShownError } from './outcome.ts';

function setup() {
  const door = createFakeDoor();
  const toasts = createToasts();
  return { door, toasts, actions: createJobActions(door, toasts) };
}

describe('a command on many faxes', () => {
  test('asks only for those that allow it, and says once what became of all', async () => {
    const { door, toasts, actions } = setup();
    const jobs = door.snapshot().jobs.filter((job) => ['retrying', 'delivered'].includes(job.state));
    const outcome = await actions.run('pause', jobs);
    expect(outcome).toEqual({ ok: true, value: [3, 4] });
    expect(door.calls.map((call) => call.input)).toEqual([{ ids: [3, 4] }]);
    expect(toasts.store.getState().toast).toMatchObject({
      tone: 'warn',
      title: '2 faxes paused',
      words: '3 could not be: Their state does not allow it now.',
    });
  });

  test('asks nothing where none allows it', async () => {
    const { door, toasts, actions } = setup();
    await actions.run(
      'cancel',
      door
        .snapshot()
        .jobs.filter((job) => job.state === 'delivered')
        .slice(0, 1),
    );
    expect(door.calls).toEqual([]);
    expect(toasts.store.getState().toast).toMatchObject({ tone: 'bad', title: 'The fax was left as it is' });
  });

  test('that did not reach the server is an error, said at once', async () => {
    const { door, toasts, actions } = setup();
    door.fail(new FaxError('SERVER_UNREACHABLE'));
    const outcome = await actions.run('cancel', door.snapshot().jobs.slice(0, 1));
    expect(outcome).toMatchObject({ ok: false, error: { code: 'SERVER_UNREACHABLE' } });
    expect(toasts.store.getState().urgent).toHaveLength(1);
  });

  test('sends now what waits for a time, each by an alter of its own', async () => {
    const { door, actions } = setup();
    const jobs = door.snapshot().jobs.filter((job) => job.schedule !== 'now');
    await actions.run('sendNow', jobs);
    expect(door.calls.map((call) => call.name)).toEqual(['jobs.alter', 'jobs.alter', 'jobs.alter']);
    expect(door.snapshot().jobs.filter((job) => job.schedule !== 'now')).toEqual([]);
  });
});

test('a summary without misses is one sentence', () => {
  expect(bulkSummary('cancel', { done: 1, skipped: 0, errors: [] })).toEqual({
    tone: 'plain',
    title: '1 fax cancelled',
  });
});

test('an error keeps its code where the bridge lost its class, and anything else is a defect', () => {
  const data = new FaxError('DISK_FULL').toData();
  expect(toShownError({ ...data, stack: 'x' })).toEqual(data);
  expect(toShownError(new TypeError('x')).code).toBe('INTERNAL');
});
