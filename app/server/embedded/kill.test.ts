import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FaxError } from '../../model/errors.ts';
import { type PowerCut, SimulatedOffice } from './simulation/simulated-office.ts';

const DAY = 86_400_000;
const offices: SimulatedOffice[] = [];

afterEach(() => {
  for (const office of offices.splice(0)) office.remove();
});

/**
 * Sends a fax of three pages, loses the power at one write, starts again and lets a day pass. Gives what every fax
 * came to, and checks what must hold wherever the cut was. `twice`: the power goes again at the next start's first write.
 */
async function cutOnce(
  cut: PowerCut | null,
  twice = false,
): Promise<{ office: SimulatedOffice; cutHappened: boolean; keptIds: number[] }> {
  const office = new SimulatedOffice();
  offices.push(office);
  await office.start();
  office.cutAt = cut === null ? null : { ...cut, atWrite: office.writes + cut.atWrite };
  const key = 'one-fax-for-ever';
  const send = () =>
    office.begin('submit', {
      document: { kind: 'files', files: ['/letters/3-letter.pdf'], options: {} },
      recipients: [{ number: '5550101' }, { number: '5550971' }],
      key,
    });
  const accepted = send().then(
    () => true,
    () => false,
  );
  await office.time.until(() => !office.powered, 3600_000);
  const cutHappened = !office.powered;
  if (!cutHappened) return { office, cutHappened, keptIds: [1, 2] };
  void accepted;
  office.cutAt = twice ? { atWrite: office.writes + 1, written: true } : null;
  await office.start();
  office.cutAt = null;
  if (!office.powered) await office.start();
  const stored = office.jobs.map(({ id }) => id);
  // The client was not answered, or was: it sends the same again, by the same key.
  const { jobs } = await office.time.during(send());
  const keptIds = jobs.map(({ id }) => id);
  for (const id of keptIds) expect(stored.length === 0 || stored.includes(id)).toBe(true);
  await office.time.pass(DAY);
  return { office, cutHappened, keptIds };
}

function assertSound(office: SimulatedOffice, keptIds: readonly number[]): void {
  const outgoing = office.jobs.filter(({ direction }) => direction === 'out');
  expect(outgoing.map(({ id }) => id).sort()).toEqual([...keptIds].sort());
  for (const job of outgoing) {
    const confirmations = office.network.confirmations.filter(({ number }) => number === job.number);
    const lastPages = confirmations.filter(({ last }) => last).length;
    expect(['delivered', 'uncertain']).toContain(job.state);
    // Uncertain is what cannot be known: the cut came after the last page, before or after the far end took it.
    expect(lastPages).toBeLessThanOrEqual(1);
    if (job.state === 'uncertain') continue;
    const texts = new Set(confirmations.map(({ text }) => text.replace(/^\[.*\] /, '')));
    expect([...texts].sort()).toEqual(['3-letter.pdf 1', '3-letter.pdf 2', '3-letter.pdf 3']);
  }
  const ids = office.jobs.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const job of office.jobs.filter(({ direction }) => direction === 'in')) {
    expect(['received', 'failed']).toContain(job.state);
    expect(office.snapshot.messages.some(({ id }) => id === job.id)).toBe(job.state === 'received');
  }
  // Every page that the far end confirmed to us was filed there, whole or as part of a cut call.
  const filed = office.snapshot.messages.reduce((sum, { pages }) => sum + pages, 0);
  const confirmed = office.network.confirmations.filter(({ number }) => number === '5550101').length;
  expect(filed).toBeGreaterThanOrEqual(confirmed);
}

async function countWrites(): Promise<number> {
  const { office, keptIds } = await cutOnce(null);
  assertSound(office, keptIds);
  return office.writes;
}

describe('a power cut', () => {
  it.each([true, false])('at any write (written: %s) loses no fax and delivers none twice', async (written) => {
    const writes = await countWrites();
    expect(writes).toBeGreaterThan(15);
    const states: string[] = [];
    for (let atWrite = 1; atWrite <= writes; atWrite += 1) {
      const { office, cutHappened, keptIds } = await cutOnce({ atWrite, written });
      if (!cutHappened) break;
      try {
        assertSound(office, keptIds);
      } catch (error) {
        throw new Error(`Cut at write ${atWrite}, written: ${written}`, { cause: error });
      }
      states.push(office.job(keptIds[0] ?? 0).state);
      office.remove();
    }
    expect(states.length).toBeGreaterThan(15);
    // The cut between the last page and its record is among them: there it asks, and is not sent again by itself.
    expect(states).toContain('uncertain');
    expect(states).toContain('delivered');
  });

  it('and a second one while the first is put right lose no fax and deliver none twice', async () => {
    const writes = await countWrites();
    for (let atWrite = 1; atWrite <= writes; atWrite += 1) {
      const { office, keptIds } = await cutOnce({ atWrite, written: false }, true);
      try {
        assertSound(office, keptIds);
      } catch (error) {
        throw new Error(`Cut at write ${atWrite}`, { cause: error });
      }
      office.remove();
    }
  });

  it('in a call is told among the attempts', async () => {
    const office = new SimulatedOffice();
    offices.push(office);
    await office.start();
    await office.submit('5550101', '3-letter.pdf');
    await office.time.until(() => office.jobs.some(({ id, pagesConfirmed }) => id === 1 && pagesConfirmed === 1), DAY);
    office.cutPower();
    await office.start();
    await office.untilState(1, 'delivered');
    const { attempts } = await office.ask('jobs.get', { id: 1 });
    expect(attempts.map(({ outcome, pagesConfirmed }) => [outcome, pagesConfirmed])).toEqual([
      ['line-failed', 1],
      ['ok', 2],
    ]);
    expect(office.job(1)).toMatchObject({ attempts: 2 });
    expect(office.network.calls.map(({ firstPage }) => firstPage)).toEqual([0, 1]);
  });

  it('in a reception before its first page leaves no file behind', async () => {
    const office = new SimulatedOffice();
    offices.push(office);
    await office.start();
    await office.submit('5550101', '3-letter.pdf');
    await office.time.until(() => office.jobs.some(({ id, state }) => id === 2 && state === 'receiving'), DAY);
    office.cutPower();
    const begun = join(office.dataDir, 'inbox', 'fax-2.tif');
    // The header, and what there is of the first page: nothing leads to it yet.
    writeFileSync(begun, Uint8Array.of(0x49, 0x49, 42, 0, 0, 0, 0, 0, 0xe4, 0x90, 0x8a));
    await office.start();
    expect(office.job(2)).toMatchObject({ state: 'failed', pages: 0 });
    expect(existsSync(begun)).toBe(false);
  });

  it.each([
    ['receive.page-storing', 'partial', 3],
    ['receive.page-stored', 'complete', 3],
    ['receive.call-ended', 'complete', 3],
    ['receive.file-finished', 'complete', 3],
    ['receive.message-writing', 'complete', 3],
  ] as const)(
    'at %s of the last page leaves a fax that is %s, with all that is known of its caller',
    async (step, state, pages) => {
      const office = new SimulatedOffice();
      offices.push(office);
      office.network.callerId = '5550177';
      office.network.subAddress = '4711';
      await office.start();
      await office.ask('ports.set', { name: 'Practice 2', changes: { rings: 3 } });
      await office.submit('5550101', '3-letter.pdf');
      let stored = 0;
      office.onStep = (said) => {
        if (said === 'receive.page-storing') stored += 1;
        if (said === step && stored === 3 && office.powered) office.cutPower();
      };
      await office.time.until(() => !office.powered, DAY);
      office.onStep = () => undefined;
      await office.start();
      await office.untilState(2, 'received');
      const told = { pages, state, tsid: '5550100', callerId: '5550177', called: '4711' };
      expect(office.snapshot.messages.find(({ id }) => id === 2)).toMatchObject(told);
      const { attempts } = await office.ask('jobs.get', { id: 2 });
      expect(attempts).toHaveLength(1);
      expect(attempts[0]?.endedAt).not.toBeNull();
      expect(attempts[0]?.pagesConfirmed).toBe(pages);
      expect(attempts[0]?.outcome === 'line-failed').toBe(state === 'partial');
    },
  );

  it('in a reception whose file cannot be finished at the next start is no lost fax: it is filed when that can be', async () => {
    const office = new SimulatedOffice();
    offices.push(office);
    await office.start();
    await office.submit('5550101', '3-letter.pdf');
    await office.time.until(() => office.jobs.some(({ id, pages }) => id === 2 && pages === 2), DAY);
    office.cutPower();
    const { finishReceived } = office.works;
    office.works.finishReceived = () => Promise.reject(new FaxError('DISK_FULL'));
    await office.start();
    expect(office.job(2)).toMatchObject({ state: 'routing' });
    office.works.finishReceived = finishReceived;
    await office.time.pass(60_000);
    expect(office.job(2)).toMatchObject({ state: 'received', pages: 2 });
  });

  it('in a reception keeps the pages that came', async () => {
    const office = new SimulatedOffice();
    offices.push(office);
    await office.start();
    await office.submit('5550101', '3-letter.pdf');
    await office.time.until(() => office.jobs.some(({ id, pages }) => id === 2 && pages === 2), DAY);
    office.cutPower();
    await office.start();
    await office.time.pass(1000);
    expect(office.job(2)).toMatchObject({ state: 'received', pages: 2 });
    expect(office.snapshot.messages.find(({ id }) => id === 2)).toMatchObject({ state: 'partial', tsid: '5550100' });
  });
});
