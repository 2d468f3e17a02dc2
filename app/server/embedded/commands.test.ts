import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Job, type JobState, type Operation, operationSchema } from '../../model/job.ts';
import { SimulatedOffice } from './simulation/simulated-office.ts';

const HOUR = 3_600_000;
let office: SimulatedOffice;

beforeEach(async () => {
  office = new SimulatedOffice();
  await office.start();
});

afterEach(() => office.remove());

/** A way to each state of an outgoing fax, with 3 pages to 5550101. */
const ways: Readonly<Partial<Record<JobState, () => Promise<unknown>>>> = {
  waiting: async () => {
    await office.ask('settings.set', { values: { pauseServerQueue: true } });
    await office.submit('5550101', '3-letter.pdf');
  },
  paused: async () => {
    await ways.waiting?.();
    await office.ask('jobs.pause', { ids: [1] });
  },
  dialing: () => office.submit('5550101', '3-letter.pdf'),
  sending: async () => {
    await office.submit('5550101', '3-letter.pdf');
    await office.untilState(1, 'sending');
  },
  retrying: async () => {
    await office.submit('5550971', '3-letter.pdf');
    await office.untilState(1, 'retrying');
  },
  delivered: async () => {
    await office.submit('5550101', '3-letter.pdf');
    await office.untilState(1, 'delivered');
  },
  failed: async () => {
    await office.ask('settings.set', { values: { retries: 0 } });
    await office.submit('5550971', '3-letter.pdf');
    await office.untilState(1, 'failed');
  },
  cancelled: async () => {
    await ways.waiting?.();
    await office.ask('jobs.cancel', { ids: [1] });
    await office.ask('settings.set', { values: { pauseServerQueue: false } });
  },
  uncertain: async () => {
    office.network.silentAfterLast.add('5550101');
    await office.submit('5550101', '3-letter.pdf');
    await office.untilState(1, 'uncertain');
  },
};

const command = async (operation: Operation): Promise<{ job: Job | null; code: string | null }> => {
  if (operation === 'alter') {
    try {
      return { job: (await office.ask('jobs.alter', { id: 1, priority: 'high' })).job, code: null };
    } catch (error) {
      return { job: null, code: (error as { code: string }).code };
    }
  }
  const { results } = await office.ask(`jobs.${operation}`, { ids: [1] });
  return { job: results[0]?.job ?? null, code: results[0]?.error?.code ?? null };
};

describe('what a job allows', () => {
  const states = Object.keys(ways) as JobState[];
  const cases = states.flatMap((state) => operationSchema.options.map((operation) => [state, operation] as const));

  it.each(cases)('%s: %s is accepted just when it is offered', async (state, operation) => {
    await ways[state]?.();
    const { job } = await office.ask('jobs.get', { id: 1 });
    expect(job.state).toBe(state);
    const { code } = await command(operation);
    expect(code).toBe(job.allowed.includes(operation) ? null : 'OPERATION_NOT_ALLOWED');
  });
});

describe('pause', () => {
  it('holds a waiting fax until it is resumed', async () => {
    await ways.waiting?.();
    await office.ask('jobs.pause', { ids: [1] });
    await office.ask('settings.set', { values: { pauseServerQueue: false } });
    await office.time.pass(5 * HOUR);
    expect(office.job(1)).toMatchObject({ state: 'paused', reason: 'Paused', nextAt: null });
    await office.ask('jobs.resume', { ids: [1] });
    await office.untilState(1, 'delivered');
  });

  it('of a call takes effect when the call ends without finishing', async () => {
    office.network.cutInPage.set('5550101', 1);
    await ways.sending?.();
    const { results } = await office.ask('jobs.pause', { ids: [1] });
    expect(results[0]?.job).toMatchObject({ state: 'sending', reason: 'Sending page 1 of 3; pauses after this call' });
    await office.untilState(1, 'paused');
    await office.time.pass(5 * HOUR);
    expect(office.network.calls).toHaveLength(1);
    await office.ask('jobs.resume', { ids: [1] });
    await office.untilState(1, 'delivered');
  });

  it('of a call that finishes changes nothing', async () => {
    await ways.sending?.();
    await office.ask('jobs.pause', { ids: [1] });
    await office.untilState(1, 'delivered');
    expect(office.job(1).allowed).toEqual([]);
  });

  it('can be taken back during the call', async () => {
    office.network.cutInPage.set('5550101', 1);
    await ways.sending?.();
    await office.ask('jobs.pause', { ids: [1] });
    await office.ask('jobs.resume', { ids: [1] });
    await office.untilState(1, 'delivered');
    expect(office.network.calls).toHaveLength(2);
  });

  it('survives a restart of the office', async () => {
    await ways.paused?.();
    await office.stop();
    await office.start();
    expect(office.job(1).state).toBe('paused');
  });
});

describe('cancel', () => {
  it('ends the call of an active fax', async () => {
    await ways.sending?.();
    const { results } = await office.ask('jobs.cancel', { ids: [1] });
    expect(results[0]?.job).toMatchObject({ state: 'cancelled', outcome: 'cancelled', attempts: 1 });
    await office.time.pass(HOUR);
    expect(office.network.calls).toHaveLength(1);
    expect(office.snapshot.ports.map(({ state }) => state)).toEqual(['idle', 'idle']);
  });

  it('finds the fax delivered when the last page was confirmed already', async () => {
    await office.submit('5550101', '1-letter.pdf');
    await office.time.until(() => office.jobs.some((job) => job.direction === 'out' && job.pagesConfirmed === 1), HOUR);
    const { results } = await office.ask('jobs.cancel', { ids: [1] });
    expect(results[0]?.job?.state).toBe('delivered');
  });

  it('of many gives each its own result', async () => {
    await ways.waiting?.();
    await office.submit('5550101');
    const { results } = await office.ask('jobs.cancel', { ids: [2, 77, 1] });
    expect(results.map(({ id, job, error }) => [id, job?.state ?? null, error?.code ?? null])).toEqual([
      [2, 'cancelled', null],
      [77, null, 'JOB_NOT_FOUND'],
      [1, 'cancelled', null],
    ]);
  });

  it('of a reception keeps the pages that came', async () => {
    await office.submit('5550101', '3-letter.pdf');
    await office.time.until(() => office.jobs.some(({ id, pages }) => id === 2 && pages === 1), HOUR);
    await office.ask('settings.set', { values: { pauseServerQueue: true } });
    const { results } = await office.ask('jobs.cancel', { ids: [2] });
    expect(results[0]?.error).toBeNull();
    await office.untilState(2, 'received');
    expect(office.snapshot.messages[0]).toMatchObject({ state: 'partial', pages: 1 });
  });
});

describe('restart', () => {
  it('gives a failed fax a fresh count of retries', async () => {
    await office.ask('settings.set', { values: { retries: 1, retryDelay: 1 } });
    await office.submit('5550974', '1-letter.pdf');
    await office.untilState(1, 'failed');
    expect(office.network.calls).toHaveLength(2);
    await office.ask('jobs.restart', { ids: [1] });
    await office.untilState(1, 'failed');
    expect(office.network.calls).toHaveLength(4);
    await office.ask('jobs.restart', { ids: [1] });
    await office.untilState(1, 'delivered');
    expect(office.job(1)).toMatchObject({ attempts: 5, outcome: 'ok' });
  });

  it('goes on at the first page that was not confirmed', async () => {
    await office.ask('settings.set', { values: { retries: 0 } });
    office.network.cutInPage.set('5550101', 2);
    await office.submit('5550101', '3-letter.pdf');
    await office.untilState(1, 'failed');
    await office.ask('jobs.restart', { ids: [1] });
    await office.untilState(1, 'delivered');
    expect(office.network.calls.map(({ firstPage }) => firstPage)).toEqual([0, 2]);
  });
});

describe('alter', () => {
  it('sends a fax with a new number from its first page', async () => {
    office.network.cutInPage.set('5550970', 1);
    await office.submit('5550970', '2-letter.pdf');
    await office.untilState(1, 'retrying');
    expect(office.job(1).pagesConfirmed).toBe(1);
    const { job } = await office.ask('jobs.alter', { id: 1, number: '555 0101' });
    expect(job).toMatchObject({ number: '5550101', pagesConfirmed: 0 });
    await office.untilState(1, 'delivered');
    expect(office.network.calls.map(({ number, firstPage }) => [number, firstPage])).toEqual([
      ['5550970', 0],
      ['5550101', 0],
    ]);
  });

  it('keeps what was confirmed when the number stays the same', async () => {
    office.network.cutInPage.set('5550101', 1);
    await office.submit('5550101', '2-letter.pdf');
    await office.untilState(1, 'retrying');
    const { job } = await office.ask('jobs.alter', { id: 1, number: '555-0101' });
    expect(job.pagesConfirmed).toBe(1);
  });

  it('moves a fax to another time, and back to now', async () => {
    await office.submit('5550101', '1-letter.pdf', { when: { kind: 'time', at: '2026-03-10T15:00:00Z' } });
    await office.time.pass(1000);
    expect(office.job(1)).toMatchObject({ state: 'waiting', reason: 'Sends 16:00', schedule: 'time' });
    await office.ask('jobs.alter', { id: 1, when: { kind: 'time', at: '2026-03-10T17:00:00Z' } });
    await office.time.pass(1000);
    expect(office.job(1)).toMatchObject({ reason: 'Sends 18:00', nextAt: '2026-03-10T17:00:00.000Z' });
    await office.ask('jobs.alter', { id: 1, when: { kind: 'now' } });
    await office.untilState(1, 'delivered', 60_000);
  });

  it.each([
    ['NUMBER_INVALID', { number: 'abc' }],
    ['NUMBER_NOT_PRACTICE', { number: '5551234' }],
  ])('refuses with %s and changes nothing', async (code, change) => {
    await ways.waiting?.();
    const before = office.job(1);
    await expect(office.ask('jobs.alter', { id: 1, ...change })).rejects.toMatchObject({ code });
    await office.time.pass(1000);
    expect(office.job(1)).toEqual(before);
  });

  it('refuses an unknown fax', async () => {
    await expect(office.ask('jobs.alter', { id: 9 })).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
  });
});
