import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SimulatedOffice } from './simulation/simulated-office.ts';

describe('a call that comes in', () => {
  let office: SimulatedOffice;

  beforeEach(async () => {
    office = new SimulatedOffice();
    await office.start();
  });

  afterEach(() => office.remove());

  const received = (): string => readFileSync(office.snapshot.messages[0]?.file ?? '', 'utf8');

  it('shows as a job and on its port while it lasts', async () => {
    await office.submit('5550101', '3-letter.pdf');
    await office.time.until(() => office.jobs.some(({ id, pages }) => id === 2 && pages === 1), 3_600_000);
    expect(office.job(2)).toMatchObject({ direction: 'in', state: 'receiving', port: 'Practice 2', number: '5550100' });
    expect(office.server.busy).toBe(true);
    const [one, two] = office.snapshot.ports;
    expect(one).toMatchObject({ state: 'sending', jobId: 1, pages: 3, rate: 14_400, ecm: true, remoteId: '5550101' });
    expect(two).toMatchObject({ state: 'receiving', jobId: 2, pages: null, remoteId: '5550100' });
    await office.untilState(2, 'received');
    await office.time.pass(1000);
    expect(office.server.busy).toBe(false);
    expect(office.snapshot.ports.map(({ state, jobId, page }) => [state, jobId, page])).toEqual([
      ['idle', null, null],
      ['idle', null, null],
    ]);
  });

  it('is answered after so many rings', async () => {
    await office.ask('ports.set', { name: 'practice 2', changes: { rings: 4 } });
    const before = office.time.now();
    await office.submit('5550101');
    await office.time.until(() => office.snapshot.ports[1]?.state === 'ringing', 60_000);
    await office.time.until(() => office.snapshot.ports[1]?.state === 'receiving', 60_000);
    expect(office.time.now() - before).toBe(2000 + 3 * 6000);
  });

  it('shows who calls as soon as the network tells it, and files it with the fax', async () => {
    office.network.callerId = '5550177';
    await office.ask('ports.set', { name: 'Practice 2', changes: { rings: 3 } });
    await office.submit('5550101');
    await office.time.until(() => office.snapshot.ports[1]?.state === 'ringing', 60_000);
    expect(office.snapshot.ports[1]?.callerId).toBeNull();
    await office.time.pass(7000);
    expect(office.snapshot.ports[1]).toMatchObject({ state: 'ringing', callerId: '5550177' });
    await office.untilState(2, 'received');
    expect(office.snapshot.messages[0]?.callerId).toBe('5550177');
    await office.time.pass(1000);
    expect(office.snapshot.ports[1]?.callerId).toBeNull();
  });

  it.each(['none', 'manual'] as const)('is not answered with receive=%s', async (receive) => {
    await office.ask('ports.set', { name: 'Practice 2', changes: { receive } });
    await office.submit('5550101');
    await office.untilState(1, 'retrying');
    expect(office.job(1).outcome).toBe('no-answer');
    expect(office.snapshot.ports[1]?.state).toBe('idle');
    expect(office.snapshot.messages).toEqual([]);
  });

  it.each(['none', 'manual', 'auto'] as const)(
    'may hold its line with receive=%s only where it is taken',
    async (receive) => {
      await office.ask('ports.set', { name: 'Practice 2', changes: { receive } });
      await office.submit('5550101');
      await office.time.pass(5_000);
      expect(office.network.declined > 0).toBe(receive === 'none');
    },
  );

  it('is answered by hand where the port says so, and only while it rings', async () => {
    await office.ask('ports.set', { name: 'Practice 2', changes: { receive: 'manual' } });
    const answer = () => office.ask('ports.answer', { name: 'practice 2' });
    await expect(answer()).rejects.toMatchObject({ code: 'OPERATION_NOT_ALLOWED' });
    await expect(office.ask('ports.answer', { name: 'None' })).rejects.toMatchObject({ code: 'PORT_NOT_FOUND' });
    await office.submit('5550101');
    await office.time.until(() => office.snapshot.ports[1]?.state === 'ringing', 60_000);
    expect((await answer()).port).toMatchObject({ name: 'Practice 2', state: 'receiving' });
    await expect(answer()).rejects.toMatchObject({ code: 'PORT_BUSY' });
    await office.untilState(1, 'delivered');
    await office.untilState(2, 'received');
    await expect(answer()).rejects.toMatchObject({ code: 'OPERATION_NOT_ALLOWED' });
  });

  it('can no longer be answered when the caller has gone', async () => {
    await office.ask('ports.set', { name: 'Practice 2', changes: { receive: 'manual' } });
    await office.submit('5550101');
    await office.time.until(() => office.snapshot.ports[1]?.state === 'ringing', 60_000);
    await office.ask('jobs.cancel', { ids: [1] });
    await office.untilState(1, 'cancelled');
    await expect(office.ask('ports.answer', { name: 'Practice 2' })).rejects.toMatchObject({
      code: 'OPERATION_NOT_ALLOWED',
    });
    expect(office.snapshot.ports[1]?.state).toBe('idle');
  });

  it('keeps a refused page only as it came again', async () => {
    await office.submit('5550101', '2-letter bad=400.pdf');
    await office.untilState(1, 'delivered');
    await office.untilState(2, 'received');
    expect(received().match(/better/g)).toHaveLength(2);
    expect(received()).not.toContain('bad=');
    expect(office.snapshot.messages[0]).toMatchObject({ pages: 2, badLines: 0, state: 'complete' });
  });

  it('judges pages by the settings', async () => {
    await office.ask('settings.set', { values: { pageRefusePercent: 50 } });
    await office.submit('5550101', '1-letter bad=400.pdf');
    await office.untilState(2, 'received');
    expect(received()).toContain('bad=400');
    expect(office.snapshot.messages[0]).toMatchObject({ pages: 1, badLines: 400, state: 'complete' });
  });

  it('keeps a refused page that never came again, as part of a cut fax', async () => {
    office.network.neverBetter = true;
    await office.submit('5550101', '1-letter bad=400.pdf');
    await office.untilState(2, 'received');
    expect(received()).toContain('bad=400');
    expect(office.snapshot.messages[0]).toMatchObject({ pages: 1, badLines: 400, state: 'partial' });
  });

  it('that brings no page is a failed reception without a message', async () => {
    office.network.cutInPage.set('5550101', 0);
    await office.submit('5550101');
    await office.untilState(2, 'failed');
    expect(office.job(2)).toMatchObject({ messageId: null, pages: 0, allowed: [] });
    expect(office.snapshot.messages).toEqual([]);
  });

  it('is marked as read and stays so', async () => {
    await office.submit('5550101');
    await office.untilState(2, 'received');
    await office.ask('messages.mark', { ids: [2], read: true });
    await expect(office.ask('messages.mark', { ids: [2, 99], read: false })).rejects.toMatchObject({
      code: 'MESSAGE_NOT_FOUND',
    });
    await office.stop();
    await office.start();
    expect(office.snapshot.messages[0]?.read).toBe(true);
  });
});
