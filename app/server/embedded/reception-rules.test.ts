import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestInput } from '../../contract/requests.ts';
import { SimulatedOffice } from './simulation/simulated-office.ts';

type Blocked = Extract<RequestInput<'lists.put'>, { name: 'blockedCallers' }>['items'];

describe('a call that is not wanted', () => {
  let office: SimulatedOffice;

  beforeEach(async () => {
    office = new SimulatedOffice();
    await office.start();
    await office.ask('settings.set', { values: { retries: 0 } });
    await office.ask('ports.set', { name: 'Practice 2', changes: { rings: 3 } });
  });

  afterEach(() => office.remove());

  const block = (...items: Blocked) => office.ask('lists.put', { name: 'blockedCallers', revision: 0, items });
  const port = () => office.snapshot.ports[1];

  it('is not answered while the incoming queue is blocked, by nobody', async () => {
    await office.ask('settings.set', { values: { incomingQueueBlocked: true } });
    expect(office.snapshot.server.warnings).toMatchObject([{ code: 'incoming-blocked' }]);
    await office.submit('5550101');
    await office.time.until(() => port()?.state === 'ringing', 60_000);
    expect(port()?.error).toContain('blocked');
    await expect(office.ask('ports.answer', { name: 'Practice 2' })).rejects.toMatchObject({
      code: 'OPERATION_NOT_ALLOWED',
      message: expect.stringContaining('blocked'),
    });
    expect((await office.untilState(1, 'failed')).outcome).toBe('no-answer');
    await office.time.pass(1000);
    expect(port()).toMatchObject({ state: 'idle', error: null });
    expect(office.snapshot.messages).toEqual([]);
  });

  it('is answered by the next ring once the switch is back', async () => {
    await office.ask('settings.set', { values: { incomingQueueBlocked: true } });
    await office.submit('5550101');
    await office.time.pass(20_000);
    await office.ask('settings.set', { values: { incomingQueueBlocked: false } });
    expect(office.snapshot.server.warnings).toEqual([]);
    await office.untilState(1, 'delivered');
  });

  it('shows the switch after a restart', async () => {
    await office.ask('settings.set', { values: { incomingQueueBlocked: true } });
    await office.stop();
    await office.start();
    expect(office.snapshot.server.warnings).toMatchObject([{ code: 'incoming-blocked' }]);
  });

  it('of a blocked number is never answered', async () => {
    await block({ callerId: '555 0177' });
    office.network.callerId = '5550177';
    await office.submit('5550101');
    await office.time.until(() => port()?.error != null, 60_000);
    expect(port()).toMatchObject({ state: 'ringing', error: 'Calls of this caller are not taken.' });
    await expect(office.ask('ports.answer', { name: 'Practice 2' })).rejects.toMatchObject({ code: 'CALLER_BLOCKED' });
    expect((await office.untilState(1, 'failed')).outcome).toBe('no-answer');
    expect(office.jobs).toHaveLength(1);
    await office.time.pass(1000);
    expect(port()).toMatchObject({ state: 'idle', error: null, callerId: null });
  });

  it('of another number is answered', async () => {
    await block({ callerId: '5550178' }, { stationId: 'someone' });
    office.network.callerId = '5550177';
    await office.submit('5550101');
    await office.untilState(1, 'delivered');
  });

  it.each([
    ['5550100', null, true],
    ['555*', null, true],
    ['5550100', '5550177', true],
    ['5550100', '5550178', false],
    ['other*', null, false],
  ])('of the station %s (caller %s) ends as soon as the station is known: %s', async (stationId, callerId, ends) => {
    await block({ stationId, callerId });
    office.network.callerId = '5550177';
    await office.submit('5550101', '3-letter.pdf');
    await office.untilState(1, ends ? 'failed' : 'delivered');
    await office.time.pass(60_000);
    expect(office.job(2)).toMatchObject(
      ends
        ? {
            state: 'failed',
            outcome: 'blocked-number',
            pages: 0,
            messageId: null,
            reason: 'Nothing was received: calls of this caller are not taken',
          }
        : { state: 'received' },
    );
    expect(office.snapshot.messages).toHaveLength(ends ? 0 : 1);
    expect(office.network.confirmations).toHaveLength(ends ? 0 : 3);
  });
});
