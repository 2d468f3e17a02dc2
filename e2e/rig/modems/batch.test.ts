import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readFaxTiff } from '../../../app/office/documents.ts';
import { enterOffice, type Office } from '../../../app/office/office.ts';
import { Hylafax, hasHylafax, hylafaxNeeds } from '../hylafax.ts';
import { ModemPair } from '../modem-pair.ts';
import { writeDocument } from '../rig-documents.ts';
import { buildRigProgram } from '../rig-programs.ts';

const program = await buildRigProgram('modempair');
const runs = program !== null && (await hasHylafax());
const pagesOfEach = [1, 3, 2];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fax-batch-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

it.skipIf(!runs)(
  runs
    ? 'several faxes go to HylaFAX in one call, and are faxes of their own there'
    : `not run: several faxes in one call to HylaFAX, needs ${hylafaxNeeds}`,
  async () => {
    const ttys = `/dev/fax-batch-${process.pid}`;
    await mkdir(ttys);
    // Faster, a page is there before HylaFAX, which flushes its input behind CONNECT, looks for it.
    const pair = await ModemPair.start(program ?? '', { speed: 20, folder: ttys, options: ['-o', 'uucp'] });
    const rig = await Hylafax.start(4573, [{ tty: pair.tty(1), number: pair.number(1) }]).catch(
      async (error: unknown) => {
        await pair.stop();
        throw error;
      },
    );
    const office = await enterOffice({ dataDir: join(folder, 'data') });
    try {
      const ids = await queueTogether(office, pair.tty(0), pair.number(1));
      await office.request('settings.set', { values: { pauseServerQueue: false } });
      await untilDelivered(office, ids).catch(async (error: unknown) => {
        throw new Error(`${String(error)}\n${await rig.lastLog()}`);
      });
      const attempts = await Promise.all(ids.map(async (id) => (await office.request('jobs.get', { id })).attempts));
      expect(attempts.map((each) => each.map(({ outcome }) => outcome))).toEqual([['ok'], ['ok'], ['ok']]);
      expect(attempts.map(([attempt]) => attempt?.pagesConfirmed)).toEqual(pagesOfEach);
      const rings = pair.events.filter(({ ev }) => ev === 'dial');
      expect(rings, JSON.stringify(pair.events.slice(0, 5))).toHaveLength(1);
      const received = await untilReceived(rig, pagesOfEach.length);
      const pages = await Promise.all(received.map(async (path) => (await readFaxTiff(path)).pages.length));
      expect(pages, await rig.lastLog()).toEqual(pagesOfEach);
    } finally {
      await office.close();
      await rig.stop();
      await pair.stop();
      await rm(ttys, { recursive: true, force: true });
    }
  },
  180_000,
);

/** Three faxes to one number on a modem alone, held until all are there. */
async function queueTogether(office: Office, tty: string, to: string): Promise<readonly number[]> {
  for (const { name } of (await office.request('ports.list', {})).ports) await office.request('ports.remove', { name });
  await office.request('ports.add', { name: 'Modem', address: `modem:${tty}?class=1` });
  await office.request('settings.set', { values: { pauseServerQueue: true, retries: 0 } });
  const ids: number[] = [];
  for (const [index, pages] of pagesOfEach.entries()) {
    const path = join(folder, `${index}.tif`);
    await writeDocument(path, { pages, resolution: 'fine', coding: 'mmr' });
    const { jobs } = await office.request('submit', {
      document: { kind: 'files', files: [path], options: {} },
      recipients: [{ number: to }],
      key: `batch-key-${index}`,
    });
    ids.push(...jobs.map(({ id }) => id));
  }
  return ids;
}

async function untilDelivered(office: Office, ids: readonly number[]): Promise<void> {
  for (let tries = 0; tries < 1200; tries++) {
    const { jobs } = await office.request('jobs.list', {});
    const ours = jobs.filter(({ id }) => ids.includes(id));
    const failed = ours.find(({ state }) => state === 'failed' || state === 'uncertain');
    if (failed) throw new Error(`Fax ${failed.id}: ${failed.reason}\n${await transcriptOf(office, failed.id)}`);
    if (ours.every(({ state }) => state === 'delivered')) return;
    await sleep(100);
  }
  throw new Error('The faxes were not delivered in two minutes.');
}

/** The exchange of a fax's calls, for a failure's words. */
async function transcriptOf(office: Office, id: number): Promise<string> {
  const { attempts } = await office.request('jobs.get', { id });
  return attempts.flatMap(({ transcript }) => transcript.map(({ t, dir, type }) => `${t} ${dir} ${type}`)).join('\n');
}

/** What HylaFAX has filed, oldest first; it files a little after the call. */
async function untilReceived(rig: Hylafax, count: number): Promise<readonly string[]> {
  for (let tries = 0; tries < 100; tries++) {
    const received = await rig.received();
    if (received.length >= count) return received.toSorted();
    await sleep(100);
  }
  return rig.received();
}
