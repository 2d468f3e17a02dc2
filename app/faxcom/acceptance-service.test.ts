/** The acceptance tests of the object model's reference (6.4), by their numbers: what the fax service does. The others: `acceptance.test.ts`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bannerCharacters, bannerLine } from '../document/banner.ts';
import { nextDiscountInstant } from '../model/discount-window.ts';
import type { SimulatedOffice } from '../server/embedded/simulation/simulated-office.ts';
import { FaxServer } from './fax-server.ts';
import { FaxTiff } from './fax-tiff.ts';
import { itemsOf, refusal, type ScriptedOffice, scriptedOffice } from './scripted-office.testing.ts';

let script: ScriptedOffice;
let office: SimulatedOffice;
let server: FaxServer;

beforeEach(async () => {
  script = await scriptedOffice();
  ({ office, server } = script);
});

afterEach(() => office.remove());

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
