import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeNetwork } from './simulation/fake-network.ts';
import { SimulatedOffice } from './simulation/simulated-office.ts';
import { SimulatedTime } from './simulation/simulated-time.ts';

const HOUR = 3_600_000;
const evening = { discountRateStartHour: 20, discountRateEndHour: 6 };
let office: SimulatedOffice;

beforeEach(async () => {
  office = new SimulatedOffice();
  await office.start();
});

afterEach(() => office.remove());

const filesSent = (): readonly string[] =>
  office.network.confirmations.map(({ text }) => text.replace(/^\[.*\] /, '').replace(/ .*/, ''));

describe('the discount rate', () => {
  it('holds a fax until the window opens, by office time', async () => {
    await office.ask('settings.set', { values: evening });
    await office.submit('5550101', '1-letter.pdf', { when: { kind: 'discount' } });
    expect(office.job(1)).toMatchObject({
      state: 'waiting',
      reason: 'Sends 20:00: discount rate',
      nextAt: '2026-03-10T19:00:00.000Z',
    });
    await office.untilState(1, 'delivered');
    expect(office.network.calls[0]?.at).toBe(Date.parse('2026-03-10T19:00:00Z'));
  });

  it('is looked at again when the window is changed', async () => {
    await office.ask('settings.set', { values: evening });
    await office.submit('5550101', '1-letter.pdf', { when: { kind: 'discount' } });
    await office.ask('settings.set', { values: { discountRateStartHour: 12, discountRateStartMinute: 30 } });
    expect(office.job(1).reason).toBe('Sends 12:30: discount rate');
    await office.untilState(1, 'delivered');
    expect(office.network.calls[0]?.at).toBe(Date.parse('2026-03-10T11:30:00Z'));
  });

  it('holds over a restart', async () => {
    await office.ask('settings.set', { values: evening });
    await office.submit('5550101', '1-letter.pdf', { when: { kind: 'discount' } });
    office.cutPower();
    await office.time.pass(HOUR);
    await office.start();
    expect(office.job(1).reason).toBe('Sends 20:00: discount rate');
    await office.untilState(1, 'delivered');
    expect(office.network.calls[0]?.at).toBe(Date.parse('2026-03-10T19:00:00Z'));
  });

  it('does not hold other faxes', async () => {
    await office.ask('settings.set', { values: evening });
    await office.submit('5550101', '1-letter.pdf');
    await office.untilState(1, 'delivered', HOUR);
  });
});

describe('the order of the queue', () => {
  it('is priority, then first come', async () => {
    await office.ask('settings.set', { values: { pauseServerQueue: true } });
    await office.submit('5550101', '1-low.pdf', { priority: 'low' });
    await office.submit('5550101', '1-first.pdf');
    await office.submit('5550101', '1-second.pdf');
    await office.submit('5550101', '1-high.pdf', { priority: 'high' });
    expect(office.job(2)).toMatchObject({ state: 'waiting', reason: 'The queue is paused' });
    await office.ask('settings.set', { values: { pauseServerQueue: false } });
    await office.time.pass(HOUR);
    expect(filesSent()).toEqual(['1-high.pdf', '1-first.pdf', '1-second.pdf', '1-low.pdf']);
  });

  it('holds for a thousand faxes, each sent once', async () => {
    await office.ask('settings.set', { values: { archiveOutboundFaxes: false } });
    const numbers = Array.from({ length: 1000 }, () => '5550970');
    const jobs = await office.submit(numbers, '1-letter.pdf');
    expect(jobs.map(({ id }) => id)).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1));
    await office.untilState(1000, 'delivered', 48 * HOUR);
    // Sixteen faxes to a number go in one call.
    expect(office.network.calls).toHaveLength(63);
    expect(office.network.confirmations).toHaveLength(1000);
    const finished = office.jobs.map(({ finishedAt }) => finishedAt ?? '');
    expect([...finished].sort().reverse()).toEqual(finished);
  });

  it('lets calls in progress finish when the queue is paused, and receives on', async () => {
    await office.submit('5550101', '2-letter.pdf');
    await office.untilState(1, 'sending');
    await office.ask('settings.set', { values: { pauseServerQueue: true } });
    await office.untilState(1, 'delivered');
    await office.untilState(2, 'received');
  });
});

describe('ports for sending', () => {
  it('are taken by priority, all that are free', async () => {
    await office.ask('ports.add', { name: 'Practice 3', address: 'loopback:5550102' });
    await office.ask('ports.set', { name: 'Practice 3', changes: { priority: 1 } });
    await office.submit(['5550970', '5551970', '5552970'], '2-letter.pdf');
    expect(office.jobs.map(({ state, port }) => [state, port]).reverse()).toEqual([
      ['dialing', 'Practice 3'],
      ['dialing', 'Practice 1'],
      ['waiting', null],
    ]);
    expect(office.job(3).reason).toBe('Waiting for a free line');
    await office.untilState(3, 'delivered');
  });

  it('a named port is waited for', async () => {
    await office.ask('ports.add', { name: 'Practice 3', address: 'loopback:5550102' });
    await office.submit('5550970', '2-letter.pdf', { port: 'practice 1' });
    await office.submit('5551970', '2-other.pdf', { port: 'Practice 1' });
    expect(office.job(2)).toMatchObject({ state: 'waiting', reason: 'Waiting for Practice 1' });
    expect(office.snapshot.ports[2]?.state).toBe('idle');
    await office.untilState(2, 'delivered');
    expect(office.job(2).port).toBe('Practice 1');
  });

  it('none free is no attempt', async () => {
    await office.ask('ports.set', { name: 'Practice 1', changes: { send: false } });
    await office.submit('5550101');
    await office.time.pass(HOUR);
    expect(office.job(1)).toMatchObject({ state: 'waiting', attempts: 0, reason: 'Waiting: no port may send' });
    await office.ask('ports.set', { name: 'Practice 1', changes: { send: true } });
    await office.untilState(1, 'delivered');
    expect(office.network.calls).toHaveLength(1);
  });
});

it('the clock may jump: a fax whose time has passed goes at the next look', async () => {
  await office.submit('5550101', '1-letter.pdf', { when: { kind: 'time', at: '2026-03-10T15:00:00Z' } });
  office.cutPower();
  await office.time.pass(24 * HOUR);
  await office.start();
  await office.untilState(1, 'delivered', HOUR);
});

describe('two offices on one network', () => {
  it('fax each other', async () => {
    const time = new SimulatedTime('2026-03-10T09:00:00Z');
    const network = new FakeNetwork(time);
    const [east, west] = [new SimulatedOffice(time, network), new SimulatedOffice(time, network)];
    try {
      for (const [each, number] of [
        [east, '5551995'],
        [west, '5552995'],
      ] as const) {
        await each.start();
        for (const name of ['Practice 1', 'Practice 2']) await each.ask('ports.remove', { name });
        await each.ask('ports.add', { name: 'Line', address: `loopback:${number}` });
        await each.ask('ports.set', { name: 'Line', changes: { receive: 'auto' } });
      }
      await east.submit('5552995', '2-to-west.pdf');
      await east.untilState(1, 'delivered');
      await west.submit('5551995', '3-to-east.pdf');
      await west.untilState(2, 'delivered');
      await time.pass(5000);
      expect(west.snapshot.messages).toMatchObject([{ id: 1, pages: 2, tsid: '5551995' }]);
      expect(east.snapshot.messages).toMatchObject([{ id: 2, pages: 3, tsid: '5552995' }]);
    } finally {
      east.remove();
      west.remove();
    }
  });
});
