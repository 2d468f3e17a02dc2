import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaxError } from '../../../model/errors.ts';
import { SimulatedOffice } from '../simulation/simulated-office.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let office: SimulatedOffice;

beforeEach(async () => {
  office = new SimulatedOffice();
  await office.start();
});
afterEach(() => office.remove());

const set = (values: Record<string, string | number | boolean>) => office.ask('settings.set', { values });
const ids = (): number[] => office.jobs.map(({ id }) => id).sort((a, b) => a - b);
const actions = async () => (await office.ask('audit.list', {})).entries.map(({ action, faxId }) => [action, faxId]);

describe('the archive’s age limit', () => {
  it('counts from the end of a fax, and 0 keeps all', async () => {
    await office.submit('5550101');
    await office.untilState(2, 'received');
    await office.time.pass(400 * DAY);
    expect(ids()).toEqual([1, 2]);
    await set({ archiveAgeLimit: 401 });
    await office.time.pass(HOUR);
    expect(ids()).toEqual([1, 2]);
    await office.time.pass(2 * DAY);
    expect(ids()).toEqual([]);
    expect(await actions()).toEqual([
      ['expired', 2],
      ['expired', 1],
    ]);
  });

  it('takes effect at once, and does not touch what was not sent', async () => {
    await set({ retries: 0 });
    await office.submit('5550994');
    await office.untilState(1, 'failed');
    const [sent] = await office.submit('5550101');
    await office.untilState(sent?.id ?? 0, 'delivered');
    await office.time.pass(10 * DAY);
    await set({ archiveAgeLimit: 5 });
    await office.time.pass(1000);
    expect(ids()).toEqual([1]);
  });

  it('is applied at the start to what came of age meanwhile', async () => {
    await set({ archiveAgeLimit: 5 });
    await office.submit('5550101');
    await office.untilState(2, 'received');
    await office.stop();
    await office.time.pass(6 * DAY);
    await office.start();
    await office.time.pass(1000);
    expect(ids()).toEqual([]);
  });
});

describe('the queue’s age limit', () => {
  it('counts from the submission, ends what waits and erases what failed, and leaves what was sent', async () => {
    await set({ retries: 0 });
    await office.submit('5550994');
    await office.untilState(1, 'failed');
    const [sent] = await office.submit('5550101');
    await office.untilState(sent?.id ?? 0, 'delivered');
    await set({ pauseServerQueue: true });
    const [waits] = await office.submit('5550101', '1-late.pdf');
    await office.time.pass(8 * DAY);
    const [fresh] = await office.submit('5550101', '1-fresh.pdf');
    await set({ dirtyDays: 7 });
    await office.time.pass(1000);
    expect(ids()).toEqual([sent?.id, (sent?.id ?? 0) + 1, fresh?.id].sort());
    expect(await actions()).toEqual([
      ['aged-out', waits?.id],
      ['aged-out', 1],
    ]);
    await set({ pauseServerQueue: false });
    await office.time.pass(DAY);
    expect(office.network.confirmations.some(({ text }) => text.includes('late'))).toBe(false);
  });

  it.each([0, -1])('%i never erases', async (dirtyDays) => {
    await set({ dirtyDays, pauseServerQueue: true });
    await office.submit('5550101');
    await office.time.pass(100 * DAY);
    expect(ids()).toEqual([1]);
  });

  it('lets a receipt go out before the fax is erased', async () => {
    await set({ pauseServerQueue: true, smtpServer: 'mail.example', smtpSender: 'fax@office.example' });
    await office.submit('5550101', '1-letter.pdf', {
      receipt: { address: 'me@office.example' },
    });
    await set({ dirtyDays: 1 });
    await office.time.pass(26 * HOUR);
    await office.time.pass(2 * HOUR);
    expect(office.outside.mails).toHaveLength(1);
    expect(ids()).toEqual([]);
  });
});

describe('the archive’s size', () => {
  /** Each fax of the simulation is some octets: a megabyte is made of the mark, not of pages. */
  const grow = async (faxes: number): Promise<void> => {
    office.works.writeProof = async (_facts, _tiff, out) => {
      const { writeFile } = await import('node:fs/promises');
      await writeFile(out, Buffer.alloc(400_000));
      return 1;
    };
    for (let n = 0; n < faxes; n += 1) {
      const [job] = await office.submit('5550101', `1-letter-${n}.pdf`);
      await office.untilState(job?.id ?? 0, 'delivered');
      await office.time.pass(1000);
    }
  };

  it('beyond its limit erases the oldest first, as soon as it is outgrown', async () => {
    await set({ archiveSizeLimit: 1, archiveInboundFaxes: false });
    await grow(4);
    const sent = office.jobs.filter(({ direction }) => direction === 'out').map(({ id }) => id);
    expect(sent).toEqual([7, 5]);
    expect(await actions()).toEqual([
      ['expired', 3],
      ['expired', 1],
    ]);
  });

  it('warns above the high mark, and takes it back below the low one', async () => {
    await set({ sizeQuotaWarning: true, highQuotaWaterMark: 2, lowQuotaWaterMark: 1 });
    const codes = () => office.snapshot.server.warnings.map(({ code }) => code);
    await grow(5);
    expect(codes()).toEqual([]);
    await grow(1);
    expect(codes()).toEqual(['archive-quota']);
    const sent = office.jobs.filter(({ direction }) => direction === 'out').map(({ id }) => id);
    for (const id of sent.slice(0, 2)) await office.ask('erase', { id });
    expect(codes()).toEqual(['archive-quota']);
    for (const id of sent.slice(2, 4)) await office.ask('erase', { id });
    expect(codes()).toEqual([]);
    await set({ highQuotaWaterMark: 0, lowQuotaWaterMark: 0 });
    expect(codes()).toEqual(['archive-quota']);
    await set({ sizeQuotaWarning: false });
    expect(codes()).toEqual([]);
  });

  it('takes it back below the high mark where no low one is set', async () => {
    await set({ sizeQuotaWarning: true, highQuotaWaterMark: 2 });
    const codes = () => office.snapshot.server.warnings.map(({ code }) => code);
    await grow(6);
    expect(codes()).toEqual(['archive-quota']);
    const sent = office.jobs.filter(({ direction }) => direction === 'out').map(({ id }) => id);
    for (const id of sent.slice(0, 2)) await office.ask('erase', { id });
    expect(codes()).toEqual([]);
  });
});

describe('a received fax that no rule could route', () => {
  const receive = async (): Promise<void> => {
    office.outside.failing = new FaxError('PRINT_FAILED');
    const { revision } = await office.ask('lists.get', { name: 'routing' });
    const items = [{ id: 'print', target: { method: 'print' as const, printer: 'Front desk' } }];
    await office.ask('lists.put', { name: 'routing', revision, items });
    await set({ routingRetries: 0, dirtyDays: 3, archiveOutboundFaxes: false });
    await office.submit('5550101');
    await office.untilState(2, 'received');
    await office.time.pass(DAY);
    expect(office.snapshot.messages[0]?.routing.map(({ state }) => state)).toEqual(['done', 'failed']);
    await office.time.pass(4 * DAY);
  };

  it('goes after the queue’s limit', async () => {
    await set({ archiveInboundFaxes: false });
    await receive();
    expect(ids()).toEqual([1]);
    expect(await actions()).toEqual([['aged-out', 2]]);
  });

  it('stays where the archive has it: the archive’s limit wins', async () => {
    await receive();
    expect(ids()).toEqual([1, 2]);
  });
});
