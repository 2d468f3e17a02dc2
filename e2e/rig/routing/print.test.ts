import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cups, cupsNeeds, hasCups, queues } from './cups.ts';
import { eventually } from './own-daemon.ts';
import { openRigOffice, type RigOffice } from './rig-office.ts';

const there = await hasCups();
const named = (name: string) => (there ? name : `not run: ${name}, needs ${cupsNeeds}`);

describe('a real print system (CUPS)', () => {
  let cups: Cups;
  let office: RigOffice;
  const before = process.env.CUPS_SERVER;

  beforeAll(async () => {
    if (!there) return;
    cups = await Cups.start();
    process.env.CUPS_SERVER = cups.server;
    office = await openRigOffice();
    await office.ask('settings.set', { values: { retryDelay: 1 } });
  });

  afterAll(async () => {
    if (before === undefined) delete process.env.CUPS_SERVER;
    else process.env.CUPS_SERVER = before;
    if (!there) return;
    await office.close();
    await cups.remove();
  });

  const printTo = async (printer: string) => {
    const { revision } = await office.ask('lists.get', { name: 'routing' });
    const items = [{ id: 'print', target: { method: 'print' as const, printer } }];
    await office.ask('lists.put', { name: 'routing', revision, items });
  };
  const printed = (count: number) =>
    eventually(
      async () => {
        const jobs = await cups.printed();
        return jobs.length >= count ? jobs : null;
      },
      30,
      `${count} printed faxes`,
    );

  it.skipIf(!there)(named('shows its queues'), async () => {
    expect([...(await office.ask('printers.list', {})).printers].sort()).toEqual([...queues].sort());
  });

  it.skipIf(!there)(named('prints a received fax: the PDF, octet for octet'), async () => {
    await printTo('Front_desk');
    const { id } = await office.receive(2);
    const [job] = await printed(1);
    const path = join(office.folder, 'saved.pdf');
    await office.ask('save', { id, path, format: 'pdf' });
    expect(job?.title).toBe(`Fax ${id}`);
    expect(job?.content.equals(await readFile(path))).toBe(true);
    await office.message(id, ({ routing }) => routing[1]?.state === 'done', 10);
  });

  it.skipIf(!there)(named('that is down is tried again, and prints once when it is up'), async () => {
    await printTo('Office');
    await cups.stop();
    const { id } = await office.receive(1);
    const waiting = await office.message(id, ({ routing }) => routing[1]?.error != null, 20);
    expect(waiting.routing[1]?.error).toContain('print system does not run');
    await cups.resume();
    const jobs = await printed(2);
    await office.job(id, ({ state }) => state === 'received', 10);
    expect(jobs.filter(({ title }) => title === `Fax ${id}`)).toHaveLength(1);
  });

  it.skipIf(!there)(named('that has no such printer says so'), async () => {
    await printTo('Nowhere');
    await office.ask('settings.set', { values: { routingRetries: 0 } });
    const { id } = await office.receive(1);
    const failed = await office.message(id, ({ routing }) => routing[1]?.state === 'failed', 20);
    expect(failed.routing[1]?.error).toContain('There is no printer “Nowhere”');
  });
});
