import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SimulatedOffice } from '../simulation/simulated-office.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let office: SimulatedOffice;

beforeEach(async () => {
  office = new SimulatedOffice();
  await office.start();
});
afterEach(() => office.remove());

/** Every file of the data folder but the databases. */
const files = (): string[] =>
  readdirSync(office.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.db(-\w+)?$/.test(entry.name))
    .map(({ name }) => name)
    .sort();

async function sendAndReceive(): Promise<void> {
  await office.submit('5550101', '3-secret.pdf', { recipients: [{ number: '5550101', name: 'Quentin Wye' }] });
  await office.untilState(2, 'received');
  await office.time.pass(1000);
}

it('erases a fax with its pages, transcript, proof and archive, and leaves a line without names', async () => {
  await sendAndReceive();
  expect(files()).toHaveLength(7);
  await office.ask('erase', { id: 1 });
  await office.ask('erase', { id: 2 });
  expect(files()).toEqual([]);
  expect(office.jobs).toEqual([]);
  expect(office.snapshot.messages).toEqual([]);
  await expect(office.ask('jobs.get', { id: 1 })).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
  await expect(office.ask('messages.get', { id: 2 })).rejects.toMatchObject({ code: 'MESSAGE_NOT_FOUND' });
  const { entries, total } = await office.ask('audit.list', {});
  expect(total).toBe(2);
  expect(entries).toMatchObject([
    { action: 'erased', faxId: 2 },
    { action: 'erased', faxId: 1 },
  ]);
  expect(JSON.stringify(entries)).not.toMatch(/5550101|Quentin/);
});

it('leaves nothing of it in the database’s files', async () => {
  await sendAndReceive();
  await office.ask('erase', { id: 1 });
  for (const name of ['fax.db', 'fax.db-wal'])
    expect(readFileSync(join(office.dataDir, name)).includes('Quentin Wye')).toBe(false);
});

it('refuses a fax that is still being worked on, and one that is not there', async () => {
  await office.ask('settings.set', { values: { pauseServerQueue: true } });
  await office.submit('5550101');
  await expect(office.ask('erase', { id: 1 })).rejects.toMatchObject({ code: 'NOT_FINAL' });
  await expect(office.ask('erase', { id: 99 })).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
  await office.ask('jobs.cancel', { ids: [1] });
  await office.ask('erase', { id: 1 });
  await expect(office.ask('erase', { id: 1 })).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
});

it('keeps a document as long as another recipient’s fax has it', async () => {
  await office.submit(['5550101', '5550971'], '1-letter.pdf');
  await office.untilState(1, 'delivered');
  await office.untilState(2, 'delivered');
  await office.ask('erase', { id: 1 });
  expect(readdirSync(join(office.dataDir, 'documents'))).toEqual(['document-1.tif']);
  await office.ask('erase', { id: 2 });
  expect(readdirSync(join(office.dataDir, 'documents'))).toEqual([]);
});

it('does not bring a fax back that is restarted while it is erased', async () => {
  await office.ask('settings.set', { values: { retries: 0 } });
  await office.submit('5550994');
  await office.untilState(1, 'failed');
  const erased = office.begin('erase', { id: 1 });
  const restarted = office.begin('jobs.restart', { ids: [1] });
  const results = await office.time.during(Promise.allSettled([erased, restarted]));
  await office.time.pass(HOUR);
  const isErased = results[0]?.status === 'fulfilled';
  expect(office.jobs.length).toBe(isErased ? 0 : 1);
  expect(office.network.calls.length).toBe(isErased ? 1 : 2);
  await office.stop();
  await office.start();
  expect(office.jobs.length).toBe(isErased ? 0 : 1);
});

it('tries a file that cannot be removed again by itself', async () => {
  await sendAndReceive();
  const proof = (office.job(1).archived ?? '').replace('.tif', '.pdf');
  rmSync(proof);
  mkdirSync(proof);
  await expect(office.ask('erase', { id: 1 })).rejects.toMatchObject({ code: 'WRITE_FAILED' });
  await office.time.pass(0);
  expect(office.jobs.map(({ id }) => id)).toEqual([2]);
  await office.time.pass(3 * MINUTE);
  expect(existsSync(proof)).toBe(true);
  rmdirSync(proof);
  writeFileSync(proof, 'a proof');
  await office.time.pass(MINUTE);
  expect(existsSync(proof)).toBe(false);
  expect(files().filter((name) => name.includes('(1)'))).toEqual([]);
});

it('of a fax whose last writes the disk refused leaves nothing behind that holds up the others', async () => {
  await office.submit('5550970', '3-letter.pdf');
  await office.time.until(() => office.job(1).pagesConfirmed === 1, HOUR);
  office.diskFull = true;
  await office.ask('jobs.cancel', { ids: [1] });
  expect(office.job(1).state).toBe('cancelled');
  office.diskFull = false;
  await office.ask('erase', { id: 1 });
  await office.submit('5550101', '1-other.pdf');
  await office.untilState(2, 'delivered', HOUR);
  expect(office.snapshot.server.error).toBeNull();
  expect(office.jobs.map(({ id }) => id)).not.toContain(1);
});

it('is known to be erased after a submission’s key comes again', async () => {
  const [job] = await office.submit('5550101', '1-letter.pdf', { key: 'one-and-only' });
  await office.untilState(job?.id ?? 0, 'delivered');
  await office.time.pass(1000);
  await office.ask('erase', { id: 1 });
  expect(await office.submit('5550101', '1-letter.pdf', { key: 'one-and-only' })).toEqual([]);
  expect(office.network.calls).toHaveLength(1);
});

it.each([
  [1, false],
  [1, true],
  [2, false],
  [2, true],
])('a kill at its write %i (written: %s) leaves all of it or nothing', async (atWrite, written) => {
  await sendAndReceive();
  office.cutAt = { atWrite: office.writes + atWrite, written };
  void office.begin('erase', { id: 1 }).catch(() => undefined);
  await office.time.until(() => !office.powered, HOUR);
  expect(office.powered).toBe(false);
  await office.start();
  await office.time.pass(1000);
  const ofIt = files().filter((name) => name.includes('(1)') || name.startsWith('document'));
  if (office.jobs.some(({ id }) => id === 1)) expect(ofIt).toHaveLength(4);
  else expect(ofIt).toEqual([]);
  expect(atWrite === 1 && !written).toBe(office.jobs.some(({ id }) => id === 1));
  expect(existsSync(join(office.dataDir, 'inbox', 'fax-2.tif'))).toBe(true);
});
