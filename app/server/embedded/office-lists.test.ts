import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it } from 'vitest';
import { SimulatedOffice } from './simulation/simulated-office.ts';

let office: SimulatedOffice;

afterEach(() => office.remove());

it('a stored list that cannot be read is told of, and is not quietly empty', async () => {
  office = new SimulatedOffice();
  await office.start();
  const items = [{ pattern: '5550199', blocked: true, reason: null, calls: null, jobsPerCall: null, port: null }];
  await office.ask('lists.put', { name: 'destinations', revision: 0, items });
  expect(office.snapshot.server.warnings).toEqual([]);
  await office.stop();
  const database = new DatabaseSync(join(office.dataDir, 'fax.db'));
  database.prepare("UPDATE settings SET value = '\"{\"' WHERE name = '#list:destinations'").run();
  database.close();
  await office.start();
  expect(office.snapshot.server.warnings).toMatchObject([{ code: 'list-damaged' }]);
  expect(office.snapshot.server.warnings[0]?.words).toContain('blocked ones among them');
  expect(await office.ask('lists.get', { name: 'destinations' })).toMatchObject({ items: [] });
});
