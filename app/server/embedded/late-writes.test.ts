import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SimulatedOffice } from './simulation/simulated-office.ts';

describe('a received fax that the disk refused', () => {
  let office: SimulatedOffice;

  beforeEach(async () => {
    office = new SimulatedOffice();
    await office.start();
  });

  afterEach(() => office.remove());

  /** The disk fills up while a page is on the line; what had come is shown in the inbox, and not written yet. */
  async function receiveWithFullDisk(): Promise<void> {
    await office.submit('5550101', '2-letter.pdf');
    await office.time.until(() => office.jobs.some(({ state }) => state === 'receiving'), 60_000);
    await office.time.pass(5000);
    office.diskFull = true;
    expect(await office.time.until(() => office.snapshot.messages.length === 1, 120_000)).toBe(true);
    office.diskFull = false;
  }

  it.each([1, 2, 3, 4, 5, 6])('is filed though the power goes at late write %i', async (write) => {
    await receiveWithFullDisk();
    office.cutAt = { atWrite: office.writes + write, written: true };
    await office.time.until(() => !office.powered, 60_000);
    if (office.powered) office.cutPower();
    office.cutAt = null;
    await office.start();
    await office.time.pass(60_000);
    const { messages } = await office.ask('messages.list', {});
    expect(messages.some(({ pages }) => pages === 1)).toBe(true);
  });

  it('is written when the server stops and the disk is well again', async () => {
    await receiveWithFullDisk();
    await office.stop();
    await office.start();
    const { messages } = await office.ask('messages.list', {});
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ pages: 1 });
  });
});
