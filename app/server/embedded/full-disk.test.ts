import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaxError } from '../../model/errors.ts';
import { SimulatedOffice } from './simulation/simulated-office.ts';

const HOUR = 3_600_000;
let office: SimulatedOffice;

beforeEach(async () => {
  office = new SimulatedOffice();
  await office.start();
});

afterEach(() => office.remove());

describe('a full disk', () => {
  it('refuses a submission, and nothing is left of it', async () => {
    office.diskFull = true;
    await expect(office.submit('5550101')).rejects.toMatchObject({ code: 'DISK_FULL' });
    office.diskFull = false;
    expect(office.jobs).toEqual([]);
    await office.submit('5550101');
    await office.untilState(1, 'delivered');
  });

  it('refuses a command, which then has had no effect', async () => {
    await office.ask('settings.set', { values: { pauseServerQueue: true } });
    await office.submit('5550101');
    office.diskFull = true;
    const { results } = await office.ask('jobs.cancel', { ids: [1] });
    expect(results[0]).toMatchObject({ job: { state: 'waiting' }, error: { code: 'DISK_FULL' } });
    await expect(office.ask('settings.set', { values: { retries: 9 } })).rejects.toMatchObject({ code: 'DISK_FULL' });
    await expect(office.ask('jobs.alter', { id: 1, number: '5550970' })).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(office.job(1)).toMatchObject({ state: 'waiting', number: '5550101' });
    expect(office.snapshot.settings.find(({ name }) => name === 'retries')?.value).toBe(3);
  });

  it('in a call stops all sending, says so, and goes on when there is space', async () => {
    await office.submit('5550970', '3-letter.pdf');
    await office.submit('5550970', '1-other.pdf');
    await office.time.until(() => office.job(1).pagesConfirmed === 1, HOUR);
    office.diskFull = true;
    await office.time.pass(HOUR);
    expect(office.snapshot.server.error).toBe('The disk is full.');
    expect(office.network.calls).toHaveLength(1);
    expect(office.job(2)).toMatchObject({ state: 'waiting', reason: 'Waiting: The disk is full' });
    office.diskFull = false;
    await office.untilState(1, 'delivered');
    await office.untilState(2, 'delivered');
    expect(office.snapshot.server.error).toBeNull();
    // The page that was confirmed but could not be written down is known all the same: it is not sent again.
    const pages = office.network.confirmations.map(({ text }) => text.replace(/^\[.*\] /, ''));
    expect(pages).toEqual(['3-letter.pdf 1', '3-letter.pdf 2', '3-letter.pdf 3', '1-other.pdf 1']);
    await office.stop();
    await office.start();
    expect(office.job(1)).toMatchObject({ state: 'delivered', pagesConfirmed: 3 });
  });

  it('before a call is no attempt', async () => {
    await office.ask('settings.set', { values: { pauseServerQueue: true } });
    await office.submit('5550101');
    await office.ask('settings.set', { values: { pauseServerQueue: false } });
    await office.ask('jobs.cancel', { ids: [1] });
    await office.untilState(1, 'cancelled');
    await office.submit('5550101', '1-letter.pdf', { when: { kind: 'time', at: '2026-03-10T12:00:00Z' } });
    office.diskFull = true;
    await office.time.pass(6 * HOUR);
    const late = office.jobs[0]?.id ?? 0;
    expect(office.job(late)).toMatchObject({ state: 'waiting', attempts: 0 });
    office.diskFull = false;
    await office.untilState(late, 'delivered');
    expect(office.job(late).attempts).toBe(1);
  });

  it('when a fax is filed is waited out', async () => {
    const finish = office.works.finishReceived;
    let refusals = 2;
    office.works.finishReceived = async (out, facts) => {
      refusals -= 1;
      if (refusals >= 0) throw new FaxError('DISK_FULL');
      return finish(out, facts);
    };
    await office.submit('5550101');
    await office.untilState(2, 'routing');
    await office.time.pass(5000);
    expect(office.job(2).reason).toBe('Filing is tried again. The disk is full');
    expect(office.server.busy).toBe(true);
    expect(office.snapshot.ports[1]?.state).toBe('idle');
    await office.untilState(2, 'received');
    expect(office.snapshot.messages).toMatchObject([{ id: 2, state: 'complete' }]);
    expect(refusals).toBe(-1);
  });

  it('in a reception loses no fax that was confirmed', async () => {
    await office.submit('5550101', '1-letter.pdf');
    await office.time.until(() => office.jobs.some(({ id, pages }) => id === 2 && pages === 1), HOUR);
    office.diskFull = true;
    await office.time.pass(HOUR);
    office.diskFull = false;
    await office.time.pass(HOUR);
    office.cutPower();
    await office.start();
    expect(office.snapshot.messages).toMatchObject([{ id: 2, pages: 1 }]);
    expect(office.job(1)).toMatchObject({ state: 'delivered' });
  });
});

it('a stored document that is gone fails its fax at once, in words', async () => {
  await office.submit('5550101', '1-letter.pdf', { when: { kind: 'time', at: '2026-03-10T12:00:00Z' } });
  rmSync(join(office.dataDir, 'documents', 'document-1.tif'));
  await office.untilState(1, 'failed');
  expect(office.job(1)).toMatchObject({ outcome: 'line-failed', reason: 'The file is not there', attempts: 1 });
  expect(office.network.calls).toEqual([]);
});
