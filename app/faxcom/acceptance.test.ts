/** The acceptance tests of the object model's reference (6.4), by their numbers, over a whole office in simulated time. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bannerCharacters, bannerLine } from '../document/banner.ts';
import { nextDiscountInstant } from '../model/discount-window.ts';
import { routingMethods } from '../model/routing.ts';
import type { SimulatedOffice } from '../server/embedded/simulation/simulated-office.ts';
import { callByName, methodsOf, oneOfEach } from './any-member.testing.ts';
import { GUID_ROUTE_EMAIL, GUID_ROUTE_FOLDER, GUID_ROUTE_PRINT, JC_PAUSE, JC_RESTART, JC_RESUME } from './constants.ts';
import { FaxServer } from './fax-server.ts';
import { FaxTiff } from './fax-tiff.ts';
import { type InterfaceName, memberTable, methodNames } from './member-table.testing.ts';
import { connectionTo, itemsOf, refusal, type ScriptedOffice, scriptedOffice } from './scripted-office.testing.ts';
import { faxTiffFile } from './tiff-file.testing.ts';

let script: ScriptedOffice;
let office: SimulatedOffice;
let server: FaxServer;

beforeEach(async () => {
  script = await scriptedOffice();
  ({ office, server } = script);
});

afterEach(() => office.remove());

describe('1: every member exists with its kind, and there is no Save', () => {
  it.each(Object.keys(memberTable) as InterfaceName[])('%s', async (name) => {
    const thing = (await oneOfEach(script))[name];
    // Nothing is missing, and nothing is there that the model does not have.
    expect(methodsOf(thing)).toEqual([...methodNames(memberTable[name])].sort());
    // Everything is a method that returns a promise: nothing is read as a property.
    expect(Object.keys(thing)).toEqual([]);
    expect(methodsOf(thing)).not.toContain('save');
  });

  it('counts 10 interfaces and 129 members', () => {
    const counts = Object.values(memberTable).map(
      ({ readOnly, readWrite, writeOnly, methods }) =>
        readOnly.length + readWrite.length + writeOnly.length + methods.length,
    );
    expect(counts).toHaveLength(10);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(129);
  });

  it.each(Object.keys(memberTable) as InterfaceName[])('what %s reads is read by a promise', async (name) => {
    const thing = (await oneOfEach(script))[name];
    const { readOnly, readWrite } = memberTable[name];
    for (const member of [...readOnly, ...readWrite]) {
      const read = callByName(thing, member.charAt(0).toLowerCase() + member.slice(1));
      expect(read).toBeInstanceOf(Promise);
      if (name === 'FaxTiff') await expect(read).rejects.toMatchObject({ modelName: 'ERROR_INVALID_PARAMETER' });
      else expect(await read).not.toBeUndefined();
    }
  });
});

describe('2: FaxTiff needs no server; everything else throws “not connected”', () => {
  const notConnected = { code: 'NOT_CONNECTED', modelName: 'RPC_S_SERVER_UNAVAILABLE', hresult: 0x800706ba };

  it('FaxTiff reads a file with no FaxServer', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fax-tiff-'));
    try {
      const path = join(folder, 'fax.tif');
      await writeFile(path, faxTiffFile({ 305: 'A test' }));
      const tiff = new FaxTiff();
      await tiff.setImage(path);
      expect(await tiff.image()).toBe(path);
      expect(await tiff.tiffTagString(305)).toBe('A test');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('every member of FaxServer but connect, before connect', async () => {
    const fresh = new FaxServer();
    for (const name of methodNames(memberTable.FaxServer).filter((each) => each !== 'connect'))
      expect(await refusal(callByName(fresh, name)), name).toEqual(notConnected);
  });

  it('every member of every object, after disconnect', async () => {
    const { FaxTiff: _, ...things } = await oneOfEach(script);
    await server.disconnect();
    for (const [name, thing] of Object.entries(things))
      for (const method of methodNames(memberTable[name as InterfaceName]).filter((each) => each !== 'connect'))
        expect(await refusal(callByName(thing, method)), `${name}.${method}`).toEqual(notConnected);
  });

  it('also when the server connects again: an object remembers its own connection', async () => {
    const jobs = await server.getJobs();
    await server.disconnect();
    await server.connect();
    expect(await refusal(jobs.count())).toEqual(notConnected);
    expect(await server.retries()).toBe(3);
  });
});

describe('3: collections count from 1', () => {
  it.each(['getJobs', 'getPorts'] as const)('%s', async (get) => {
    await (await script.document('5550999')).send();
    const collection = await server[get]();
    const count = await collection.count();
    expect(count).toBeGreaterThan(0);
    expect(await collection.item(1)).toBeInstanceOf(Object);
    expect(await collection.item(count)).toBeInstanceOf(Object);
    for (const index of [0, count + 1, -1, 1.5, Number.NaN])
      expect(await refusal(collection.item(index))).toMatchObject({
        modelName: 'ERROR_INVALID_PARAMETER',
        hresult: 0x80070057,
      });
  });

  it('the routing methods of a port', async () => {
    const methods = await (await script.port('Practice 1')).getRoutingMethods();
    expect(await methods.count()).toBe(4);
    await methods.item(4);
    await refusal(methods.item(0));
    await refusal(methods.item(5));
  });
});

describe('4: one number restarts and resumes', () => {
  it('is the same number', () => {
    expect(JC_RESTART).toBe(JC_RESUME);
  });

  it('restarts a fax whose retries are exceeded, with all of its retries', async () => {
    await server.setRetries(1);
    await server.setRetryDelay(1);
    const id = await (await script.document('5550999')).send();
    await office.untilState(id, 'failed');
    const job = await script.job(id);
    expect(await job.queueStatus()).toBe('Retries Exceeded');
    expect(office.network.calls).toHaveLength(2);
    await job.setStatus(JC_RESTART);
    await office.untilState(id, 'retrying');
    await office.untilState(id, 'failed');
    expect(office.network.calls).toHaveLength(4);
  });

  it('resumes a paused one, and keeps its retries as they were', async () => {
    await server.setRetries(1);
    const id = await (await script.document('5550999')).send();
    await office.untilState(id, 'retrying');
    const job = await script.job(id);
    await job.setStatus(JC_PAUSE);
    await job.refresh();
    expect(await job.queueStatus()).toBe('Paused');
    await script.minutes(30);
    expect(office.network.calls).toHaveLength(1);
    await job.setStatus(JC_RESUME);
    await office.untilState(id, 'failed');
    expect(office.network.calls).toHaveLength(2);
  });
});

describe('5: the discount window', () => {
  const zone = 'Europe/Berlin';
  const evening = { startMinute: 20 * 60, endMinute: 22 * 60 };
  const night = { startMinute: 22 * 60, endMinute: 6 * 60 };
  const small = { startMinute: 150, endMinute: 180 };

  it.each([
    ['start = end: none', { startMinute: 600, endMinute: 600 }, '2026-01-10T12:00+01:00', '2026-01-10T12:00+01:00'],
    ['inside', evening, '2026-01-10T20:30+01:00', '2026-01-10T20:30+01:00'],
    ['at its start', evening, '2026-01-10T20:00+01:00', '2026-01-10T20:00+01:00'],
    ['before', evening, '2026-01-10T09:00+01:00', '2026-01-10T20:00+01:00'],
    ['after', evening, '2026-01-10T23:00+01:00', '2026-01-11T20:00+01:00'],
    ['at its end, which is outside', evening, '2026-01-10T22:00+01:00', '2026-01-11T20:00+01:00'],
    ['across midnight, before it', night, '2026-01-10T23:30+01:00', '2026-01-10T23:30+01:00'],
    ['across midnight, at 00:00', night, '2026-01-11T00:00+01:00', '2026-01-11T00:00+01:00'],
    ['across midnight, at its end', night, '2026-01-11T06:00+01:00', '2026-01-11T22:00+01:00'],
    ['before it on the day when clocks go forward', evening, '2026-03-29T01:00+01:00', '2026-03-29T20:00+02:00'],
    ['in the hour that does not exist', small, '2026-03-29T01:00+01:00', '2026-03-29T03:00+02:00'],
    ['on the day when clocks go back', evening, '2026-10-25T01:00+02:00', '2026-10-25T20:00+01:00'],
  ] as const)('%s', (_, window, now, expected) => {
    expect(new Date(nextDiscountInstant(Date.parse(now), window, zone))).toEqual(new Date(expected));
  });

  it('holds a document with discountSend until it opens', async () => {
    // 09:00 UTC is 10:00 in Berlin.
    await server.setDiscountRateStartHour(20);
    await server.setDiscountRateEndHour(6);
    await server.setDiscountRateEndMinute(30);
    expect([await server.discountRateStartHour(), await server.discountRateStartMinute()]).toEqual([20, 0]);
    expect([await server.discountRateEndHour(), await server.discountRateEndMinute()]).toEqual([6, 30]);
    const doc = await script.document('5550101');
    await doc.setDiscountSend(true);
    const id = await doc.send();
    const job = await script.job(id);
    expect([await job.discountSend(), await job.queueStatus()]).toEqual([true, 'Pending']);
    await office.untilState(id, 'delivered');
    expect(office.network.calls.map(({ at }) => new Date(at).toISOString())).toEqual(['2026-03-10T19:00:00.000Z']);
  });

  it.each([
    ['setDiscountRateStartHour', 24],
    ['setDiscountRateEndHour', -1],
    ['setDiscountRateStartMinute', 60],
    ['setDiscountRateEndMinute', 1.5],
  ] as const)('%s(%d) is refused', async (set, value) => {
    expect(await refusal(server[set](value))).toMatchObject({ modelName: 'ERROR_INVALID_PARAMETER' });
  });
});

describe('6: retries', () => {
  it.each([
    [0, 1],
    [3, 4],
  ])('%i retries make %i calls', async (retries, calls) => {
    await server.setRetries(retries);
    const id = await (await script.document('5550999')).send();
    await office.untilState(id, 'failed');
    await script.minutes(120);
    expect(office.network.calls).toHaveLength(calls);
  });

  it('a delay of 0 is immediate', async () => {
    await server.setRetryDelay(0);
    const id = await (await script.document('5550999')).send();
    await office.untilState(id, 'failed', 60_000);
    expect(office.network.calls).toHaveLength(4);
  });
});

describe('7: a broadcast of three of which one fails', () => {
  it('stays whole until its last is final, then only the failed one remains; the archive holds two at once', async () => {
    await server.setRetries(0);
    // Two are sent at once; the third goes into the discount window at 20:00.
    await server.setDiscountRateStartHour(20);
    await server.setDiscountRateEndHour(21);
    const [first, second, third] = await office.submit(['5550101', '5550971', '5550999'], '1-letter.pdf', {
      when: { kind: 'discount' },
    });
    const ids = [first?.id, second?.id, third?.id];
    expect(ids).not.toContain(undefined);
    const sentToArchive = () =>
      office.jobs.filter(({ direction, archived }) => direction === 'out' && archived !== null).map(({ id }) => id);
    const inQueue = async () => Promise.all((await script.queue()).map((job) => job.jobId()));
    expect(await inQueue()).toEqual(ids);
    await office.ask('jobs.alter', { id: first?.id ?? 0, when: { kind: 'now' } });
    await office.untilState(first?.id ?? 0, 'delivered');
    await server.setRetries(1);
    await server.setRetryDelay(0);
    await office.ask('jobs.alter', { id: second?.id ?? 0, when: { kind: 'now' } });
    await office.untilState(second?.id ?? 0, 'delivered');
    await office.time.until(() => sentToArchive().length === 2, 60_000);
    expect(sentToArchive()).toEqual([second?.id, first?.id]);
    expect(await inQueue()).toEqual(ids);
    await office.untilState(third?.id ?? 0, 'failed');
    expect(await inQueue()).toEqual([third?.id]);
    expect(await (await script.job(third?.id ?? 0)).queueStatus()).toBe('Retries Exceeded');
  });
});

describe('8: the switches of the queue', () => {
  it('blocked: send fails with ERROR_WRITE_PROTECT', async () => {
    await office.ask('settings.set', { values: { outgoingQueueBlocked: true } });
    const doc = await script.document('5550101');
    expect(await refusal(doc.send())).toEqual({
      code: 'QUEUE_BLOCKED',
      modelName: 'ERROR_WRITE_PROTECT',
      hresult: 0x80070013,
    });
    expect(await (await server.getJobs()).count()).toBe(0);
  });

  it('paused: accepted and not started, until it is switched on again', async () => {
    await server.setPauseServerQueue(true);
    const id = await (await script.document('5550101')).send();
    await script.minutes(60);
    expect(office.network.calls).toHaveLength(0);
    expect(await (await script.job(id)).queueStatus()).toBe('Pending');
    await server.setPauseServerQueue(false);
    await office.untilState(id, 'delivered');
  });
});

describe('9: only the server’s cover pages', () => {
  it('a personal one is refused with ERROR_ACCESS_DENIED', async () => {
    await server.setServerCoverpage(true);
    const doc = await script.document('5550101');
    await doc.setSendCoverpage(true);
    await doc.setCoverpageName('/letters/mine.json');
    expect(await refusal(doc.send())).toEqual({
      code: 'COVER_NOT_ALLOWED',
      modelName: 'ERROR_ACCESS_DENIED',
      hresult: 0x80070005,
    });
  });
});

describe('10: dirtyDays', () => {
  it('-1 reads back as -1 here, and as 0 by the extended model’s name', async () => {
    await server.setDirtyDays(-1);
    expect(await server.dirtyDays()).toBe(-1);
    const { settings } = await office.ask('settings.list', {});
    expect(settings.find(({ name }) => name === 'outgoingQueueAgeLimit')?.value).toBe(0);
  });

  it('0 reads back as 0, and 1 is one day', async () => {
    await server.setDirtyDays(0);
    expect(await server.dirtyDays()).toBe(0);
    await server.setDirtyDays(1);
    expect(await server.dirtyDays()).toBe(1);
    expect(await refusal(server.setDirtyDays(-2))).toMatchObject({ modelName: 'ERROR_INVALID_PARAMETER' });
  });
});

describe('11: no Save: of the extended model, which is not offered, only what holds here too', () => {
  it('a put is at the server at once, seen by every other connection, and survives a restart', async () => {
    const other = FaxServer.openedBy(async () => connectionTo(office));
    await other.connect();
    await server.setRetries(7);
    expect(await other.retries()).toBe(7);
    await office.stop();
    await office.start();
    expect(await other.retries()).toBe(7);
  });

  it('refresh reads a job anew; until then it is what it was', async () => {
    const id = await (await script.document('5550999')).send();
    const job = await script.job(id);
    const before = await job.queueStatus();
    await office.untilState(id, 'retrying');
    expect(await job.queueStatus()).toBe(before);
    await job.refresh();
    expect(await job.queueStatus()).toBe('Retrying');
  });

  it('a value that is refused leaves nothing behind', async () => {
    await refusal(server.setRetries(100));
    expect(await server.retries()).toBe(3);
  });
});

describe('12: reassigning is not offered: received faxes are everybody’s', () => {
  it('no object has it, and every received fax is in the one inbox', async () => {
    for (const thing of Object.values(await oneOfEach(script)))
      expect(methodsOf(thing).filter((name) => /assign/i.test(name))).toEqual([]);
    const id = await (await script.document('5550101')).send();
    await office.untilState(id, 'delivered');
    await script.minutes(1);
    expect((await office.ask('messages.list', {})).total).toBe(1);
  });
});

describe('13: one port answers by hand', () => {
  it('a second one that is set so switches the first to no answer', async () => {
    await office.ask('ports.set', { name: 'Practice 1', changes: { receive: 'manual' } });
    await office.ask('ports.set', { name: 'Practice 2', changes: { receive: 'manual' } });
    const { ports } = await office.ask('ports.list', {});
    expect(ports.map(({ name, receive }) => [name, receive])).toEqual([
      ['Practice 1', 'none'],
      ['Practice 2', 'manual'],
    ]);
    for (const port of await itemsOf(await server.getPorts())) expect(await port.receive()).toBe(false);
  });
});

describe('14: which identification is sent, and the banner', () => {
  const sentTo = (number: string) => office.network.confirmations.filter((each) => each.number === number);

  it.each([
    [true, 'From 5550100 '],
    [false, 'From OUR OFFICE '],
  ])('useDeviceTsid %s', async (useDeviceTsid, from) => {
    await server.setUseDeviceTsid(useDeviceTsid);
    const doc = await script.document('5550101', '2-letter.pdf');
    await doc.setTsid('OUR OFFICE');
    const id = await doc.send();
    await office.untilState(id, 'delivered');
    const pages = sentTo('5550101').map(({ text }) => text);
    expect(pages).toHaveLength(2);
    for (const page of pages) expect(page).toContain(from);
    expect(pages[1]).toContain('To 5550101 2/2');
  });

  it('is what the far end hears, on a real call', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'faxcom-'));
    const real = new FaxServer();
    await real.connect(folder);
    try {
      await real.setUseDeviceTsid(false);
      const doc = await real.createDocument(
        fileURLToPath(new URL('../../resources/samples/sample.pdf', import.meta.url)),
      );
      await doc.setFaxNumber('5550101');
      await doc.setTsid('OUR OFFICE');
      await doc.send();
      await vi.waitUntil(async () => (await (await real.getJobs()).count()) === 0, { timeout: 25_000, interval: 100 });
      const tiff = new FaxTiff();
      await tiff.setImage(join(folder, 'inbox', 'fax-2.tif'));
      expect([await tiff.tsid(), await tiff.csid()]).toEqual(['OUR OFFICE', '5550101']);
    } finally {
      await real.disconnect();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('no banner without branding', async () => {
    await server.setBranding(false);
    const id = await (await script.document('5550101')).send();
    await office.untilState(id, 'delivered');
    expect(sentTo('5550101').map(({ text }) => text)).toEqual(['1-letter.pdf 1']);
  });

  it('names date, sender, recipient and page, in this order; the recipient goes where it is too long', () => {
    const text = { at: '2026-03-07 14:05', from: '+1 425 555 0100', to: '+44 20 7946 0018', page: 2, pages: 5 };
    expect(bannerLine(text, 100)).toBe('2026-03-07 14:05   From: +1 425 555 0100   To: +44 20 7946 0018   Page 2 of 5');
    expect(bannerLine(text, 60)).toBe('2026-03-07 14:05   From: +1 425 555 0100   Page 2 of 5');
    expect(bannerCharacters('a4')).toBeGreaterThan(90);
  });
});

describe('15: the routing methods’ identities', () => {
  it('are those of the reference, as constants and on a port', async () => {
    expect([GUID_ROUTE_EMAIL, GUID_ROUTE_FOLDER, GUID_ROUTE_PRINT]).toEqual([
      '{6bbf7bfe-9af2-11d0-abf7-00c04fd91a4e}',
      '{92041a90-9af2-11d0-abf7-00c04fd91a4e}',
      '{aec1b37c-9af2-11d0-abf7-00c04fd91a4e}',
    ]);
    const methods = await itemsOf(await (await script.port('Practice 1')).getRoutingMethods());
    const guids = await Promise.all(methods.map((method) => method.guid()));
    expect(guids).toEqual([GUID_ROUTE_EMAIL, GUID_ROUTE_FOLDER, GUID_ROUTE_PRINT, routingMethods.program.guid]);
  });
});
