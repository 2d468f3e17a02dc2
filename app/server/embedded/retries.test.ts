import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pace } from './simulation/fake-network.ts';
import { SimulatedOffice } from './simulation/simulated-office.ts';
import { SimulatedTime } from './simulation/simulated-time.ts';

const MINUTE = 60_000;
let office: SimulatedOffice;

beforeEach(async () => {
  office = new SimulatedOffice();
  await office.start();
});

afterEach(() => office.remove());

describe('a line that is in use', () => {
  it('makes no attempt, however often it is so', async () => {
    office.network.inUse.add('5550101');
    await office.submit('5550101');
    await office.time.pass(MINUTE);
    expect(office.network.calls.length).toBeGreaterThan(5);
    expect(office.job(1)).toMatchObject({ state: 'waiting', attempts: 0, attemptsLeft: 4 });
    expect((await office.ask('jobs.get', { id: 1 })).attempts).toEqual([]);
    office.network.inUse.clear();
    await office.untilState(1, 'delivered');
    expect((await office.ask('jobs.get', { id: 1 })).attempts).toMatchObject([{ n: 1, outcome: 'ok' }]);
  });
});

describe('a busy number', () => {
  it('is tried again after the delay and then delivered, and the row says so', async () => {
    await office.submit('5550971');
    await office.untilState(1, 'retrying');
    // 09:00 UTC is 10:00 in Berlin.
    expect(office.job(1)).toMatchObject({
      reason: 'Busy; tries again 10:10 (2 of 4)',
      nextAt: '2026-03-10T09:10:02.000Z',
      outcome: 'busy',
      attempts: 1,
      attemptsLeft: 3,
      allowed: ['pause', 'cancel', 'alter'],
    });
    await office.untilState(1, 'delivered');
    expect(office.network.calls.map(({ at }) => at)).toEqual([
      Date.parse('2026-03-10T09:00:00Z'),
      Date.parse('2026-03-10T09:10:02Z'),
    ]);
    const { attempts } = await office.ask('jobs.get', { id: 1 });
    expect(attempts.map(({ n, outcome }) => [n, outcome])).toEqual([
      [1, 'busy'],
      [2, 'ok'],
    ]);
  });

  it.each([
    [0, 1],
    [3, 4],
  ])('with %i retries is called %i times, then the fax has failed', async (retries, calls) => {
    await office.ask('settings.set', { values: { retries, retryDelay: 1 } });
    await office.submit('5550999');
    await office.untilState(1, 'failed');
    await office.time.pass(60 * MINUTE);
    expect(office.network.calls).toHaveLength(calls);
    expect(office.job(1)).toMatchObject({ outcome: 'busy', attempts: calls, attemptsLeft: null, nextAt: null });
    expect(office.notices).toHaveLength(1);
    expect(office.notices[0]).toMatchObject({ notice: 'failed', id: 1, outcome: 'busy' });
    expect(office.notices[0]?.words).not.toContain('5550999');
  });

  it('with a delay of 0 is tried again at once', async () => {
    await office.ask('settings.set', { values: { retryDelay: 0 } });
    await office.submit('5550973');
    await office.untilState(1, 'delivered');
    expect(office.network.calls).toHaveLength(4);
    expect(office.network.calls.at(-1)?.at).toBe(Date.parse('2026-03-10T09:00:00Z') + 3 * pace.dial);
  });

  it('waits by the delay that held when the attempt failed', async () => {
    await office.ask('settings.set', { values: { retryDelay: 30 } });
    await office.submit('5550971');
    await office.untilState(1, 'retrying');
    await office.ask('settings.set', { values: { retryDelay: 1 } });
    await office.untilState(1, 'delivered');
    expect(office.network.calls[1]?.at).toBe(Date.parse('2026-03-10T09:30:02Z'));
  });
});

it('a number that is not in service fails at once', async () => {
  await office.ask('ports.add', { name: 'Practice 3', address: 'loopback:5550102' });
  await office.ask('ports.remove', { name: 'Practice 3' });
  await expect(office.submit('5550102')).rejects.toMatchObject({ code: 'NUMBER_NOT_PRACTICE' });
  await office.ask('ports.set', { name: 'Practice 2', changes: { receive: 'none' } });
  office.network.unplug(office.network.lineOf('5550101')!);
  await office.submit('5550101');
  await office.untilState(1, 'failed');
  expect(office.job(1)).toMatchObject({
    outcome: 'not-in-service',
    attempts: 1,
    reason: 'Number not in service; check the number',
  });
});

it('a cut call goes on at the first page that was not confirmed, and the banner counts the whole document', async () => {
  office.network.cutInPage.set('5550101', 2);
  await office.submit('5550101', '4-letter.pdf');
  await office.untilState(1, 'retrying');
  expect(office.job(1)).toMatchObject({ outcome: 'lost-in-page', pagesConfirmed: 2 });
  await office.untilState(1, 'delivered');
  expect(office.network.calls.map(({ firstPage }) => firstPage)).toEqual([0, 2]);
  expect(office.network.confirmations.map(({ text }) => text)).toEqual([
    '[2026-03-10 10:00 From 5550100 To 5550101 1/4] 4-letter.pdf 1',
    '[2026-03-10 10:00 From 5550100 To 5550101 2/4] 4-letter.pdf 2',
    '[2026-03-10 10:10 From 5550100 To 5550101 3/4] 4-letter.pdf 3',
    '[2026-03-10 10:10 From 5550100 To 5550101 4/4] 4-letter.pdf 4',
  ]);
  const { attempts } = await office.ask('jobs.get', { id: 1 });
  expect(attempts.map(({ pagesConfirmed }) => pagesConfirmed)).toEqual([2, 2]);
  expect(office.snapshot.messages.map(({ state, pages }) => [state, pages])).toEqual([
    ['complete', 2],
    ['partial', 2],
  ]);
});

it('a page whose confirmation was not heard is sent again as a repeat, by the next start of the server too', async () => {
  office.network.cutAfterPage.set('5550101', 1);
  await office.submit('5550101', '3-letter.pdf');
  await office.untilState(1, 'retrying');
  expect(office.job(1)).toMatchObject({ outcome: 'lost-in-page', pagesConfirmed: 1 });
  await office.stop();
  await office.start();
  await office.untilState(1, 'delivered');
  expect(office.network.calls.map(({ firstPage, resent }) => [firstPage, resent])).toEqual([
    [0, false],
    [1, true],
  ]);
});

it('without branding the pages go as they are', async () => {
  await office.ask('settings.set', { values: { branding: false } });
  await office.submit('5550101');
  await office.untilState(1, 'delivered');
  expect(office.network.confirmations.map(({ text }) => text)).toEqual(['1-letter.pdf 1']);
});

it('a last page without an answer waits for a person, who sends it again', async () => {
  office.network.silentAfterLast.add('5550101');
  await office.submit('5550101', '2-letter.pdf');
  await office.untilState(1, 'uncertain');
  expect(office.job(1)).toMatchObject({ outcome: 'uncertain', pagesConfirmed: 1, allowed: ['restart', 'cancel'] });
  await office.time.pass(3 * 60 * MINUTE);
  expect(office.network.calls).toHaveLength(1);
  expect(office.notices.filter(({ notice }) => notice === 'uncertain')).toHaveLength(1);
  const { results } = await office.ask('jobs.restart', { ids: [1] });
  expect(results[0]?.error).toBeNull();
  await office.untilState(1, 'delivered');
  expect(office.network.calls.map(({ firstPage }) => firstPage)).toEqual([0, 1]);
});

describe('the retry table', () => {
  it('gives an outcome its own count and delay, and the row promises no more', async () => {
    await office.ask('settings.set', { values: { retryBusyRetries: 1, retryBusyDelay: 2 } });
    await office.submit('5550999');
    await office.untilState(1, 'retrying');
    expect(office.job(1)).toMatchObject({ reason: 'Busy; tries again 10:02 (2 of 2)', attemptsLeft: 1 });
    await office.untilState(1, 'failed');
    expect(office.network.calls).toHaveLength(2);
    expect(office.job(1).reason).toBe('Busy after 2 attempts; send it again later');
  });

  it('holds over a restart of the server', async () => {
    await office.ask('settings.set', { values: { retryBusyRetries: 1 } });
    await office.submit('5550999');
    await office.untilState(1, 'retrying');
    await office.stop();
    await office.start();
    expect(office.job(1)).toMatchObject({ reason: 'Busy; tries again 10:10 (2 of 2)', attemptsLeft: 1 });
    await office.untilState(1, 'failed');
    expect(office.network.calls).toHaveLength(2);
  });

  it('starts anew when an exhausted fax is sent again', async () => {
    await office.ask('settings.set', { values: { retryBusyRetries: 1, retryDelay: 0 } });
    await office.submit('5550999');
    await office.untilState(1, 'failed');
    await office.ask('jobs.restart', { ids: [1] });
    await office.untilState(1, 'failed');
    expect(office.network.calls).toHaveLength(4);
    expect(office.job(1)).toMatchObject({ attempts: 4, reason: 'Busy after 2 attempts; send it again later' });
  });

  it('repeats a number that is not in service where somebody says so', async () => {
    office.network.unplug(office.network.lineOf('5550101')!);
    await office.ask('settings.set', { values: { retryNotInServiceRetries: 1, retryNotInServiceDelay: 0 } });
    await office.submit('5550101');
    await office.untilState(1, 'failed');
    expect(office.network.calls).toHaveLength(2);
  });
});

describe('a retry of a discount fax', () => {
  it('that would fall outside the window waits for the next one', async () => {
    // Berlin: the window closes at 10:05, and the fax is busy at 10:00.
    const window = { discountRateStartHour: 9, discountRateEndHour: 10, discountRateEndMinute: 5 };
    await office.ask('settings.set', { values: window });
    await office.submit('5550971', '1-letter.pdf', { when: { kind: 'discount' } });
    await office.untilState(1, 'retrying');
    expect(office.job(1)).toMatchObject({
      reason: 'Busy; tries again tomorrow 09:00 (2 of 4): discount rate',
      nextAt: '2026-03-11T08:00:00.000Z',
    });
    // A window that is moved moves what waits for it.
    await office.ask('settings.set', { values: { discountRateStartHour: 8, discountRateEndHour: 11 } });
    expect(office.job(1).reason).toBe('Busy; tries again 10:10 (2 of 4)');
    await office.untilState(1, 'delivered');
    expect(office.network.calls[1]?.at).toBe(Date.parse('2026-03-10T09:10:02Z'));
  });

  it('on the day the clocks go forward waits for the first minute that there is', async () => {
    office.remove();
    office = new SimulatedOffice(new SimulatedTime('2026-03-28T22:00:00Z'));
    await office.start();
    await office.ask('settings.set', {
      values: { discountRateStartHour: 2, discountRateStartMinute: 30, discountRateEndHour: 5 },
    });
    await office.submit('5550101', '1-letter.pdf', { when: { kind: 'discount' } });
    await office.untilState(1, 'delivered');
    expect(office.network.calls[0]?.at).toBe(Date.parse('2026-03-29T01:00:00Z'));
  });

  it('on the day the clocks go back goes in the first of the two hours', async () => {
    office.remove();
    office = new SimulatedOffice(new SimulatedTime('2026-10-24T22:00:00Z'));
    await office.start();
    await office.ask('settings.set', {
      values: { discountRateStartHour: 2, discountRateStartMinute: 30, discountRateEndHour: 5 },
    });
    await office.submit('5550101', '1-letter.pdf', { when: { kind: 'discount' } });
    await office.untilState(1, 'delivered');
    expect(office.network.calls[0]?.at).toBe(Date.parse('2026-10-25T00:30:00Z'));
  });
});
