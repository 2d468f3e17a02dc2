import { afterEach, beforeEach, expect, it } from 'vitest';
import { SimulatedOffice } from '../simulation/simulated-office.ts';

const MINUTE = 60_000;
const MEGABYTE = 1_048_576;
let office: SimulatedOffice;

beforeEach(async () => {
  office = new SimulatedOffice();
});
afterEach(() => office.remove());

const codes = () => office.snapshot.server.warnings.map(({ code }) => code);

it('warns early, then takes no fax and no call, and comes back by itself', async () => {
  await office.start();
  await office.time.pass(MINUTE);
  expect(codes()).toEqual([]);
  office.outside.free = 900 * MEGABYTE;
  await office.time.pass(11 * MINUTE);
  expect(office.snapshot.server.warnings).toMatchObject([
    { code: 'disk-low', words: 'Only 900 MB are free on the disk of the faxes.' },
  ]);
  await office.submit('5550101', '1-before.pdf');
  await office.untilState(1, 'delivered');
  office.outside.free = 99 * MEGABYTE;
  await office.time.pass(2 * MINUTE);
  expect(codes()).toEqual(['reception-refused']);
  await expect(office.submit('5550101', '1-late.pdf')).rejects.toMatchObject({ code: 'DISK_LOW' });
  office.outside.free = 2000 * MEGABYTE;
  await office.time.pass(2 * MINUTE);
  expect(codes()).toEqual([]);
  await office.submit('5550101', '1-again.pdf');
});

it('answers the same key with the same faxes, full or not', async () => {
  await office.start();
  const [job] = await office.submit('5550101', '1-letter.pdf', { key: 'the-same-key' });
  office.outside.free = MEGABYTE;
  await office.time.pass(11 * MINUTE);
  expect((await office.submit('5550101', '1-letter.pdf', { key: 'the-same-key' }))[0]?.id).toBe(job?.id);
});

it('looks before the first call can come, and by the settings as they are now', async () => {
  office.outside.free = 50 * MEGABYTE;
  await office.start();
  expect(codes()).toEqual(['reception-refused']);
  await office.ask('settings.set', { values: { lowDiskRefuse: 10, lowDiskWarning: 20 } });
  await office.time.pass(1000);
  expect(codes()).toEqual([]);
});

it('says nothing where the system does not tell', async () => {
  office.outside.free = null;
  await office.start();
  expect(codes()).toEqual([]);
});
