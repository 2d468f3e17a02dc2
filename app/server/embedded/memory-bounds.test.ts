import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SimulatedOffice } from './simulation/simulated-office.ts';

let office: SimulatedOffice;

/** Each fax that is sent arrives here as well and has the next id: 1 and 2, 3 and 4, … */
async function sendMany(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const [job] = await office.submit('5550101', '2-letter.pdf');
    await office.untilState(job?.id ?? 0, 'delivered');
    await office.time.pass(60_000);
  }
}

beforeEach(async () => {
  office = new SimulatedOffice();
  office.keepFinal = 3;
  await office.start();
});

afterEach(() => office.remove());

describe('a server that holds the newest three', () => {
  it('shows those, and lists and finds all', async () => {
    await sendMany(6);
    const snapshot = await office.ask('snapshot', {});
    expect(snapshot.jobs.map(({ id }) => id)).toEqual([12, 11, 10]);
    expect(snapshot.messages.map(({ id }) => id)).toEqual([12, 10, 8]);
    const { jobs, total } = await office.ask('jobs.list', { limit: 100 });
    expect([jobs.length, total]).toEqual([12, 12]);
    expect(jobs.map(({ id }) => id)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect((await office.ask('jobs.list', { state: 'delivered', limit: 4 })).jobs.map(({ id }) => id)).toEqual([
      11, 9, 7, 5,
    ]);
    const { job, attempts } = await office.ask('jobs.get', { id: 1 });
    expect([job.state, job.pagesConfirmed, attempts.length]).toEqual(['delivered', 2, 1]);
    expect((await office.ask('messages.list', { limit: 100 })).total).toBe(6);
    expect((await office.ask('messages.get', { id: 2 })).message.pages).toBe(2);
    expect((await office.ask('pages.list', { source: { kind: 'job', id: 1 } })).pages).toHaveLength(2);
    expect((await office.ask('pages.list', { source: { kind: 'message', id: 2 } })).pages).toHaveLength(2);
  });

  it('tells those who watch what it has forgotten: their view is its snapshot', async () => {
    await sendMany(6);
    const { jobs, messages } = await office.ask('snapshot', {});
    expect(office.snapshot.jobs.map(({ id }) => id).sort()).toEqual(jobs.map(({ id }) => id).sort());
    expect(office.snapshot.messages.map(({ id }) => id).sort()).toEqual(messages.map(({ id }) => id).sort());
  });

  it('starts with the newest three', async () => {
    await sendMany(4);
    await office.stop();
    await office.start();
    expect(office.snapshot.jobs.map(({ id }) => id)).toEqual([8, 7, 6]);
    expect((await office.ask('jobs.get', { id: 1 })).job.state).toBe('delivered');
  });

  it('never forgets what waits', async () => {
    const waiting = await office.submit('5550971', '1-letter.pdf');
    await office.ask('jobs.pause', { ids: waiting.map(({ id }) => id) });
    await sendMany(5);
    expect((await office.ask('snapshot', {})).jobs.map(({ id }) => id)).toContain(1);
  });

  it('sends a fax again that it had forgotten, and shows how that ended', async () => {
    await office.ask('settings.set', { values: { retries: 0 } });
    const [old] = await office.submit('5550999', '2-letter.pdf');
    await office.untilState(old?.id ?? 0, 'failed');
    await sendMany(5);
    expect((await office.ask('snapshot', {})).jobs.map(({ id }) => id)).not.toContain(1);
    const { results } = await office.ask('jobs.restart', { ids: [1] });
    expect(results).toMatchObject([{ id: 1, error: null }]);
    await office.untilState(1, 'failed');
    expect((await office.ask('jobs.get', { id: 1 })).attempts).toHaveLength(2);
    expect((await office.ask('snapshot', {})).jobs.map(({ id }) => id)).toContain(1);
  });

  it('refuses for forgotten faxes what it refuses for others', async () => {
    await sendMany(5);
    const { results } = await office.ask('jobs.pause', { ids: [1, 99] });
    expect(results.map(({ error }) => error?.code)).toEqual(['OPERATION_NOT_ALLOWED', 'JOB_NOT_FOUND']);
    await expect(office.ask('jobs.alter', { id: 1, priority: 'high' })).rejects.toMatchObject({
      code: 'OPERATION_NOT_ALLOWED',
    });
    await expect(office.ask('messages.get', { id: 1 })).rejects.toMatchObject({ code: 'MESSAGE_NOT_FOUND' });
  });

  it('marks a forgotten received fax as read, for good', async () => {
    await sendMany(5);
    const { messages } = await office.ask('messages.mark', { ids: [2], read: true });
    expect(messages).toMatchObject([{ id: 2, read: true }]);
    await office.stop();
    await office.start();
    expect((await office.ask('messages.get', { id: 2 })).message.read).toBe(true);
  });

  it('knows a key that it had forgotten', async () => {
    const input = {
      document: { kind: 'files', files: ['/x/2-letter.pdf'], options: {} },
      recipients: [{ number: '5550101' }],
      key: 'the-same-key',
    } as const;
    const first = await office.ask('submit', input);
    await sendMany(5);
    const again = await office.ask('submit', input);
    expect(again.jobs.map(({ id }) => id)).toEqual(first.jobs.map(({ id }) => id));
    expect((await office.ask('jobs.list', {})).total).toBe(12);
  });
});
