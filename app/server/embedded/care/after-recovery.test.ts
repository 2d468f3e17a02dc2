import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { heldWords } from '../../../model/held-words.ts';
import { SimulatedOffice } from '../simulation/simulated-office.ts';

const HOUR = 3_600_000;
let office: SimulatedOffice;

beforeEach(async () => {
  office = new SimulatedOffice();
  await office.start();
});
afterEach(() => office.remove());

const path = (...names: string[]): string => join(office.dataDir, ...names);
const codes = () => office.snapshot.server.warnings.map(({ code }) => code);

/** One fax sent and received, and one that waits; then the server is stopped. */
async function work(): Promise<void> {
  await office.submit('5550101', '2-sent.pdf');
  await office.untilState(2, 'received');
  await office.submit('5550101', '3-waits.pdf', { when: { kind: 'time', at: '2026-03-11T12:00:00Z' } });
  await office.time.pass(1000);
  await office.stop();
}

/** The damage that a disk does to a file, in ways that it does it. */
const damages: readonly (readonly [string, () => void])[] = [
  ['garbage', () => writeFileSync(path('fax.db'), 'not a database '.repeat(1000))],
  ['emptied', () => writeFileSync(path('fax.db'), '')],
  ['gone', () => rmSync(path('fax.db'))],
  [
    'overwritten throughout',
    () => {
      const file = readFileSync(path('fax.db'));
      writeFileSync(path('fax.db'), file.fill(0xa5, 100));
    },
  ],
];

describe.each(damages)('a database that is %s', (_, damage) => {
  it('lets the server start, says so, and gives back what lies on the disk', async () => {
    await work();
    damage();
    await office.start();
    expect(codes()).toEqual(['database-recovered', 'documents-found']);
    expect(office.snapshot.messages).toMatchObject([{ id: 2, pages: 2, read: false }]);
    expect(office.jobs).toMatchObject([
      { id: 2, state: 'received', reason: 'Found on the disk after the database had to be repaired' },
    ]);
    const { documents } = await office.ask('found.list', {});
    expect(documents.map(({ pages }) => pages).sort()).toEqual([2, 3]);
    expect(documents.every((each) => each.path.startsWith(path('recovered')))).toBe(true);
    const [next] = await office.submit('5550970', '1-next.pdf');
    expect(next?.id).toBeGreaterThan(2);
    await office.time.pass(48 * HOUR);
    expect(office.network.confirmations.some(({ text }) => text.includes('waits'))).toBe(false);
  });
});

it('a repaired database holds what waited until a person resumes it', async () => {
  await work();
  const file = readFileSync(path('fax.db'));
  writeFileSync(path('fax.db'), file.fill(0xa5, 0, 100));
  await office.start();
  expect(codes()).toEqual(['database-recovered']);
  expect(office.job(1)).toMatchObject({ state: 'delivered' });
  expect(office.job(3)).toMatchObject({ state: 'paused', reason: heldWords });
  const { words, next } = office.snapshot.server.warnings[0] ?? {};
  expect(words).toBe(
    'The fax database was damaged and has been repaired: 3 faxes, 1 of them received, could be saved.',
  );
  expect(next).toContain('The damaged file is kept as fax.db.damaged-20260310-0');
  await office.time.pass(48 * HOUR);
  expect(office.network.calls).toHaveLength(1);
  await office.ask('jobs.resume', { ids: [3] });
  await office.untilState(3, 'delivered');
});

it('says it as long as the damaged file is there', async () => {
  await work();
  writeFileSync(path('fax.db'), 'not a database '.repeat(1000));
  await office.start();
  await office.stop();
  await office.start();
  expect(codes()).toContain('database-recovered');
  expect(readdirSync(path('recovered'))).toHaveLength(2);
  await office.stop();
  for (const name of readdirSync(office.dataDir).filter((each) => each.includes('damaged'))) rmSync(path(name));
  await office.start();
  expect(codes()).toEqual(['documents-found']);
  await office.stop();
  await office.start();
  expect(codes()).toEqual(['documents-found']);
});

it('says for a week that it was gone, whoever started first', async () => {
  await work();
  rmSync(path('fax.db'));
  await office.start();
  await office.stop();
  await office.start();
  expect(codes()).toContain('database-recovered');
  await office.time.pass(8 * 24 * HOUR);
  await office.stop();
  await office.start();
  expect(codes()).toEqual(['documents-found']);
});

it('offers a document until it is removed, and removes nothing else', async () => {
  await work();
  writeFileSync(path('fax.db'), 'not a database '.repeat(1000));
  await office.start();
  for (const other of [path('inbox', 'fax-2.tif'), path('recovered', '..', 'inbox', 'fax-2.tif'), path('recovered')])
    await expect(office.ask('found.remove', { path: other })).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  const { documents } = await office.ask('found.list', {});
  for (const { path: found } of documents) await office.ask('found.remove', { path: found });
  expect((await office.ask('found.list', {})).documents).toEqual([]);
  expect(codes()).toEqual(['database-recovered']);
  expect(readdirSync(path('inbox'))).toContain('fax-2.tif');
});

it('a file of the inbox that cannot be read stays, and keeps nothing else back', async () => {
  await work();
  writeFileSync(path('fax.db'), 'not a database '.repeat(1000));
  writeFileSync(path('inbox', 'fax-77.tif'), '');
  await office.start();
  expect(office.snapshot.messages).toHaveLength(1);
  expect(readdirSync(path('inbox'))).toContain('fax-77.tif');
  const [next] = await office.submit('5550970', '1-next.pdf');
  expect(next?.id).toBe(78);
});
