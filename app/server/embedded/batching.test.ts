import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallResult, PageSource } from '../../lines/fax-line.ts';
import { pace } from './simulation/fake-network.ts';
import { SimulatedOffice } from './simulation/simulated-office.ts';

const DAY = 86_400_000;
let office: SimulatedOffice;

beforeEach(async () => {
  office = new SimulatedOffice();
  await office.start();
});

afterEach(() => office.remove());

/** Queues faxes of these files to 5550101 while the queue is held, then lets them go. */
async function queue(files: readonly string[], more: Parameters<SimulatedOffice['submit']>[2] = {}): Promise<void> {
  await office.ask('settings.set', { values: { pauseServerQueue: true } });
  for (const [index, file] of files.entries())
    await office.submit('5550101', file, { key: `batch-${index}-${file}`, ...more });
  await office.ask('settings.set', { values: { pauseServerQueue: false } });
}

const attempts = async (id: number) => (await office.ask('jobs.get', { id })).attempts;
const states = (...ids: readonly number[]) => ids.map((id) => office.job(id).state);
const sent = () => office.network.confirmations.map(({ text }) => text);
const onPage = (id: number, page: number) =>
  office.time.until(() => office.jobs.some((job) => job.id === id && job.currentPage === page), DAY);

describe('faxes that wait for one number', () => {
  it('go in one call, each a document of its own, with its own banner and attempt', async () => {
    await queue(['2-first.pdf', '1-second.pdf']);
    await office.untilState(2, 'delivered');
    expect(office.network.calls).toHaveLength(1);
    expect(sent().map((text) => text.replace(/^.*To /, ''))).toEqual([
      '5550101 1/2] 2-first.pdf 1',
      '5550101 2/2] 2-first.pdf 2',
      '5550101 1/1] 1-second.pdf 1',
    ]);
    expect(office.network.confirmations.map(({ last }) => last)).toEqual([false, true, true]);
    for (const id of [1, 2]) expect(await attempts(id)).toMatchObject([{ n: 1, outcome: 'ok', port: 'Practice 1' }]);
    expect((await attempts(1))[0]?.transcript.map(({ type }) => type)).toContain('DIS');
    expect(office.notices.map(({ notice, id }) => [notice, id])).toEqual([
      ['delivered', 1],
      ['delivered', 2],
      ['received', 3],
    ]);
  });

  it('in the order of the queue, and no more than the setting says', async () => {
    await office.ask('settings.set', { values: { jobsPerCall: 2 } });
    await office.ask('settings.set', { values: { pauseServerQueue: true } });
    for (const file of ['1-a.pdf', '1-b.pdf']) await office.submit('5550101', file);
    await office.submit('5550101', '1-urgent.pdf', { priority: 'high' });
    await office.ask('settings.set', { values: { pauseServerQueue: false } });
    await office.time.pass(DAY);
    expect(office.network.calls).toHaveLength(2);
    expect(sent().map((text) => text.replace(/^.*\] /, ''))).toEqual(['1-urgent.pdf 1', '1-a.pdf 1', '1-b.pdf 1']);
  });

  it('no more than the rule of their destination says', async () => {
    const rule = { pattern: '555*', jobsPerCall: 1 };
    await office.ask('lists.put', { name: 'destinations', revision: 0, items: [rule] });
    await queue(['1-a.pdf', '1-b.pdf']);
    await office.time.pass(DAY);
    expect(office.network.calls).toHaveLength(2);
  });

  it('each is shown as what it does, and the port shows the one on the line', async () => {
    await queue(['2-a.pdf', '2-b.pdf']);
    expect(office.job(2)).toMatchObject({ state: 'waiting', reason: 'Goes in the same call on Practice 1' });
    await onPage(2, 1);
    expect(office.job(1)).toMatchObject({ state: 'delivered', pagesConfirmed: 2, currentPage: null });
    expect(office.job(2)).toMatchObject({ state: 'sending', attempts: 1, reason: 'Sending page 1 of 2' });
    expect(office.snapshot.ports[0]).toMatchObject({ state: 'sending', jobId: 2, page: 1, pages: 2, rate: 14_400 });
    await office.untilState(2, 'delivered');
    expect(office.snapshot.ports[0]).toMatchObject({ state: 'idle', jobId: null });
  });

  it('of other identification have a call of their own', async () => {
    await office.ask('settings.set', { values: { useDeviceTsid: false } });
    await office.ask('settings.set', { values: { pauseServerQueue: true } });
    await office.submit('5550101', '1-a.pdf', { tsid: '5550111' });
    await office.submit('5550101', '1-b.pdf', { tsid: '5550112' });
    await office.submit('5550101', '1-c.pdf');
    await office.ask('settings.set', { values: { pauseServerQueue: false } });
    await office.time.pass(DAY);
    expect(sent().map((text) => / From (\d+) /.exec(text)?.[1])).toEqual(['5550111', '5550112', '5550100']);
    expect(office.snapshot.messages.map(({ tsid }) => tsid)).toEqual(['5550100', '5550112', '5550111']);
  });
});

describe('a call that fails', () => {
  it('in the second fax has delivered the first, failed the second, and not begun the third', async () => {
    // The fourth page of the call is the second fax's first.
    office.network.cutInPage.set('5550101', 3);
    await queue(['3-a.pdf', '2-b.pdf', '1-c.pdf']);
    await office.untilState(2, 'retrying');
    expect(office.job(1)).toMatchObject({ state: 'delivered', attempts: 1 });
    expect(office.job(2)).toMatchObject({ attempts: 1, outcome: 'lost-in-page', pagesConfirmed: 0 });
    await office.untilState(3, 'delivered', 60_000);
    await office.untilState(2, 'delivered');
    expect(await attempts(3)).toHaveLength(1);
    expect((await attempts(2)).map(({ outcome }) => outcome)).toEqual(['lost-in-page', 'ok']);
  });

  it('before anything was sent counts for the first alone', async () => {
    await office.ask('settings.set', { values: { pauseServerQueue: true } });
    for (const file of ['1-a.pdf', '1-b.pdf']) await office.submit('5550971', file);
    await office.ask('settings.set', { values: { pauseServerQueue: false } });
    await office.untilState(1, 'retrying');
    expect(office.job(2)).toMatchObject({ state: 'waiting', attempts: 0 });
    await office.untilState(2, 'delivered');
    expect(await attempts(2)).toHaveLength(1);
  });

  it('as busy holds the others back until the number is called again, and all go then', async () => {
    await office.ask('settings.set', { values: { pauseServerQueue: true } });
    for (const file of ['1-a.pdf', '1-b.pdf']) await office.submit('5550971', file);
    await office.ask('settings.set', { values: { pauseServerQueue: false } });
    await office.untilState(1, 'retrying');
    await office.submit('5550971', '1-c.pdf', { key: 'one-that-comes-later' });
    expect(office.job(1).reason).toBe('Busy; tries again 10:10 (2 of 4)');
    for (const id of [2, 3])
      expect(office.job(id)).toMatchObject({ state: 'waiting', reason: 'Sends 10:10: the number was busy' });
    // Another number is called meanwhile.
    await office.submit('5550101', '1-d.pdf', { key: 'one-to-another-number' });
    await office.untilState(4, 'delivered', 60_000);
    await office.untilState(3, 'delivered', 3_600_000);
    expect(office.network.calls.map(({ number }) => number)).toEqual(['5550971', '5550101', '5550971']);
  });

  it('as busy holds the others back over a restart, and lets them go when its fax is cancelled', async () => {
    for (const file of ['1-a.pdf', '1-b.pdf']) await office.submit('5550971', file, { key: `busy-restart-${file}` });
    await office.untilState(1, 'retrying');
    await office.stop();
    await office.start();
    expect(office.job(2).reason).toBe('Sends 10:10: the number was busy');
    await office.ask('jobs.cancel', { ids: [1] });
    await office.untilState(2, 'delivered', 60_000);
  });

  it('at a fax’s last page leaves that one uncertain, whatever waited behind it', async () => {
    office.network.silentAfterLast.add('5550101');
    await queue(['2-a.pdf', '1-b.pdf']);
    await office.untilState(1, 'uncertain');
    await office.untilState(2, 'delivered');
    expect(office.job(1)).toMatchObject({ pagesConfirmed: 1, attempts: 1 });
    expect(office.network.calls).toHaveLength(2);
  });

  it('goes on at the page of its own fax that was not confirmed, also in the middle of a call', async () => {
    office.network.cutInPage.set('5550101', 1);
    await office.submit('5550101', '3-a.pdf');
    await office.untilState(1, 'retrying');
    await office.ask('settings.set', { values: { pauseServerQueue: true } });
    await office.submit('5550101', '1-b.pdf', { priority: 'high' });
    await office.time.pass(pace.page * 100);
    await office.ask('settings.set', { values: { pauseServerQueue: false } });
    await office.untilState(1, 'delivered');
    expect(office.network.calls).toHaveLength(2);
    expect(sent().map((text) => text.replace(/^.*5550101 /, ''))).toEqual([
      '1/3] 3-a.pdf 1',
      '1/1] 1-b.pdf 1',
      '2/3] 3-a.pdf 2',
      '3/3] 3-a.pdf 3',
    ]);
  });
});

describe('what people do while a call has several faxes', () => {
  it('cancelling one that has not begun leaves the rest of the call as it is', async () => {
    await queue(['2-a.pdf', '1-b.pdf', '1-c.pdf']);
    await onPage(1, 1);
    await office.ask('jobs.cancel', { ids: [2] });
    expect(office.job(2)).toMatchObject({ state: 'cancelled', attempts: 0 });
    await office.untilState(3, 'delivered');
    expect(states(1, 2, 3)).toEqual(['delivered', 'cancelled', 'delivered']);
    expect(office.network.calls).toHaveLength(1);
    expect(sent().some((text) => text.includes('1-b.pdf'))).toBe(false);
  });

  it('cancelling all that has not begun ends the call behind the fax on the line', async () => {
    await queue(['2-a.pdf', '1-b.pdf']);
    await onPage(1, 2);
    await office.ask('jobs.cancel', { ids: [2] });
    await office.untilState(1, 'delivered');
    expect(states(1, 2)).toEqual(['delivered', 'cancelled']);
  });

  it('cancelling the one on the line ends the call, and the others have one of their own', async () => {
    await queue(['2-a.pdf', '1-b.pdf', '1-c.pdf']);
    await onPage(1, 1);
    await office.ask('jobs.cancel', { ids: [1] });
    expect(office.job(1)).toMatchObject({ state: 'cancelled', pagesConfirmed: 0 });
    await office.untilState(3, 'delivered');
    expect(states(1, 2, 3)).toEqual(['cancelled', 'delivered', 'delivered']);
    expect(office.network.calls).toHaveLength(2);
  });

  it('holding or moving one that has not begun takes it out of the call', async () => {
    await queue(['2-a.pdf', '1-b.pdf', '1-c.pdf', '1-d.pdf']);
    await onPage(1, 1);
    await office.ask('jobs.pause', { ids: [2] });
    await office.ask('jobs.alter', { id: 3, number: '5550970' });
    await office.untilState(4, 'delivered');
    expect(states(1, 2, 4)).toEqual(['delivered', 'paused', 'delivered']);
    await office.untilState(3, 'delivered');
    expect(office.network.calls.map(({ number }) => number)).toEqual(['5550101', '5550970']);
  });

  it('pausing the queue lets the fax on the line finish, and holds the others', async () => {
    await queue(['2-a.pdf', '1-b.pdf']);
    await onPage(1, 1);
    await office.ask('settings.set', { values: { pauseServerQueue: true } });
    await office.untilState(1, 'delivered');
    await office.time.pass(60_000);
    expect(office.job(2)).toMatchObject({ state: 'waiting', attempts: 0, reason: 'The queue is paused' });
  });

  it('stopping the server interrupts the fax on the line alone', async () => {
    await queue(['1-a.pdf', '2-b.pdf', '1-c.pdf']);
    await onPage(2, 1);
    await office.stop();
    await office.start();
    expect(office.job(1).state).toBe('delivered');
    await office.untilState(3, 'delivered');
    expect(states(2, 3)).toEqual(['delivered', 'delivered']);
    expect([await attempts(2), await attempts(3)].map(({ length }) => length)).toEqual([2, 1]);
  });
});

describe('between two faxes of a call', () => {
  const format = { coding: 'mmr', resolution: 'fine', width: 'a4', minLineBits: 0 } as const;
  const ended = (outcome: 'ok' | 'cancelled' | 'remote-hung-up'): CallResult => ({
    outcome,
    code: outcome === 'ok' ? 'ok' : 'd-hung-up',
    words: '',
    pages: 1,
    facts: null,
    remoteId: null,
    subAddress: null,
    duration: 0,
  });

  /** The next call delivers its first fax, and goes on as told; later calls are as always. */
  function nextCall(goOn: (document: PageSource, signal: AbortSignal) => Promise<CallResult>): void {
    const line = office.network.lineOf('5550100');
    if (!line) throw new Error('There is no line.');
    const send = line.send.bind(line);
    line.send = async (call, _observer, signal) => {
      line.send = send;
      await call.document.code(0, format);
      await call.document.lastPageSent?.(0);
      await call.document.confirmed(0);
      return goOn(call.document, signal);
    };
  }

  it('the second begins once, however often its page is asked for', async () => {
    nextCall(async (document) => {
      await Promise.all([document.code(1, format), document.code(1, { ...format, coding: 'mh' })]);
      await document.lastPageSent?.(1);
      await document.confirmed(1);
      return ended('ok');
    });
    await queue(['1-a.pdf', '1-b.pdf']);
    await office.time.pass(0);
    expect(states(1, 2)).toEqual(['delivered', 'delivered']);
    expect(await attempts(2)).toMatchObject([{ n: 1, outcome: 'ok', pagesConfirmed: 1 }]);
  });

  it('a call that ends there leaves the second as it was, and it goes at once', async () => {
    nextCall(async () => ended('remote-hung-up'));
    await queue(['1-a.pdf', '1-b.pdf']);
    await office.untilState(2, 'delivered', 60_000);
    expect(await attempts(2)).toMatchObject([{ n: 1, outcome: 'ok' }]);
    expect(office.job(2)).toMatchObject({ attempts: 1 });
  });

  it('the second can be cancelled, and the others have a call of their own', async () => {
    const waiting = Promise.withResolvers<void>();
    nextCall(async (_document, signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      waiting.resolve();
      return ended('cancelled');
    });
    await queue(['1-a.pdf', '1-b.pdf', '1-c.pdf']);
    await office.time.pass(0);
    expect(office.snapshot.ports[0]).toMatchObject({ jobId: 2 });
    await office.ask('jobs.cancel', { ids: [2] });
    await waiting.promise;
    await office.untilState(3, 'delivered');
    expect(states(1, 2, 3)).toEqual(['delivered', 'cancelled', 'delivered']);
    expect(office.job(2).attempts).toBe(0);
  });

  it('the second is not sent to a number that it was taken from', async () => {
    const altered = Promise.withResolvers<void>();
    nextCall(async (document) => {
      await altered.promise;
      await document.code(1, format).catch(() => undefined);
      return ended('remote-hung-up');
    });
    await queue(['1-a.pdf', '1-b.pdf']);
    await office.time.pass(0);
    await office.ask('jobs.alter', { id: 2, number: '5550970' });
    altered.resolve();
    await office.untilState(2, 'delivered');
    expect(office.network.confirmations.map(({ number }) => number)).toEqual(['5550970']);
    expect(await attempts(2)).toHaveLength(1);
  });

  it('a line that ends its call while the second is being begun does not leave it half begun', async () => {
    nextCall(async (document) => {
      void document.code(1, format).catch(() => undefined);
      return ended('remote-hung-up');
    });
    await queue(['1-a.pdf', '1-b.pdf']);
    await office.untilState(2, 'retrying', 60_000);
    expect(office.job(2)).toMatchObject({ attempts: 1, outcome: 'remote-hung-up' });
    await office.untilState(2, 'delivered');
  });
});

describe('a stored document that cannot be read', () => {
  it('fails its own fax, and the others go', async () => {
    const describeTiff = office.works.describe;
    Object.assign(office.works, {
      describe: async (path: string) => (path.includes('document-2') ? [] : describeTiff(path)),
    });
    await queue(['1-a.pdf', '1-b.pdf', '1-c.pdf']);
    await office.time.pass(DAY);
    expect(states(1, 2, 3)).toEqual(['delivered', 'failed', 'delivered']);
    expect(office.job(2)).toMatchObject({ outcome: 'line-failed', attempts: 1 });
    expect(office.job(2).reason).toContain('does not have the pages that it had');
  });
});

describe('a kill while a call has several faxes', () => {
  it.each([true, false])('at any write (written: %s) loses none and delivers none twice', async (written) => {
    office.remove();
    let cuts = 0;
    for (let atWrite = 1; ; atWrite += 1) {
      office = new SimulatedOffice();
      await office.start();
      await queue(['2-a.pdf', '1-b.pdf', '1-c.pdf']);
      office.cutAt = { atWrite: office.writes + atWrite, written };
      await office.time.until(() => !office.powered, DAY);
      if (office.powered) break;
      cuts += 1;
      await office.start();
      await office.time.pass(DAY);
      for (const [id, file] of [
        [1, '2-a.pdf'],
        [2, '1-b.pdf'],
        [3, '1-c.pdf'],
      ] as const) {
        const lasts = office.network.confirmations.filter(({ text, last }) => last && text.includes(file)).length;
        const { state } = office.job(id);
        expect(['delivered', 'uncertain'], `cut ${atWrite}, fax ${id}`).toContain(state);
        expect(lasts, `cut ${atWrite}, fax ${id}`).toBeLessThanOrEqual(1);
        if (state === 'delivered') expect(lasts, `cut ${atWrite}, fax ${id}`).toBe(1);
      }
      office.remove();
    }
    expect(cuts).toBeGreaterThan(12);
  });
});
