import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaxError } from '../../../model/errors.ts';
import { OutsideFailure } from '../outside.ts';
import { SimulatedOffice } from '../simulation/simulated-office.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const away = new FaxError('MAIL_FAILED', { message: 'Nobody answers.', cause: new OutsideFailure('away', 'x') });
const refused = new FaxError('MAIL_FAILED', { message: 'Refused.', cause: new OutsideFailure('refused', 'x') });

describe('a receipt', () => {
  let office: SimulatedOffice;

  beforeEach(async () => {
    office = new SimulatedOffice();
    await office.start();
    await office.ask('settings.set', {
      values: { smtpServer: 'mail.example.org', smtpSender: 'fax@example.org', retries: 0 },
    });
  });

  afterEach(() => office.remove());

  const receipt = { address: 'sender@example.org', attach: false, group: true };
  const mails = () => office.outside.mails;
  const untilReceipt = async (id: number, state: string, within = 100 * HOUR) => {
    await office.time.until(() => office.jobs.find((job) => job.id === id)?.receipt === state, within);
    expect(office.job(id).receipt).toBe(state);
    return office.job(id);
  };

  it('is sent when the fax is delivered', async () => {
    await office.submit('5550101', '2-letter.pdf', { receipt, subject: 'Offer' });
    expect(office.job(1)).toMatchObject({ receiptAddress: 'sender@example.org', receipt: 'waiting' });
    const job = await untilReceipt(1, 'sent');
    expect(job).toMatchObject({ state: 'delivered', receiptError: null });
    expect(mails()).toMatchObject([
      { from: 'fax@example.org', to: ['sender@example.org'], subject: 'Fax delivered: “Offer” to 5550101' },
    ]);
    expect(mails()[0]?.attachments).toEqual([]);
    expect(office.server.busy).toBe(false);
  });

  it('is sent though the disk refused its mail, took another change of the fax, and the power went', async () => {
    await office.submit('5550998', '1-letter.pdf', { receipt });
    await office.untilState(1, 'dialing');
    office.diskFull = true;
    await office.untilState(1, 'failed');
    await office.time.pass(0);
    office.diskFull = false;
    await office.ask('jobs.alter', { id: 1, priority: 'high' });
    office.cutPower();
    await office.start();
    await untilReceipt(1, 'sent');
    expect(new Set(mails().map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('is sent when the fax has failed, and when it was cancelled', async () => {
    await office.submit('5550998', '1-letter.pdf', { receipt });
    await untilReceipt(1, 'sent');
    expect(mails()[0]?.subject).toContain('Fax failed');
    await office.submit('5550101', '1-letter.pdf', {
      receipt,
      when: { kind: 'time', at: '2026-12-01T00:00:00Z' },
    });
    await office.ask('jobs.cancel', { ids: [2] });
    await untilReceipt(2, 'sent');
    expect(mails()[1]?.subject).toContain('Fax cancelled');
  });

  it('waits once more where the fax is sent again', async () => {
    await office.submit('5550998', '1-letter.pdf', { receipt });
    await untilReceipt(1, 'sent');
    await office.ask('jobs.restart', { ids: [1] });
    expect(office.job(1).receipt).toBe('waiting');
    await untilReceipt(1, 'sent');
    expect(mails()).toHaveLength(2);
  });

  it('of a broadcast waits for the last, and is one mail', async () => {
    await office.submit(['5550101', '5550999', '5550998'], '1-letter.pdf', { receipt });
    await office.time.until(() => office.job(1).state === 'delivered' || office.job(2).state === 'failed', HOUR);
    expect(mails()).toEqual([]);
    for (const id of [1, 2, 3]) await untilReceipt(id, 'sent');
    expect(mails()).toHaveLength(1);
    expect(mails()[0]?.subject).toBe('Fax to 3 recipients: 1 delivered, 2 failed');
  });

  it('is one mail for each where it is not grouped', async () => {
    await office.submit(['5550101', '5550999'], '1-letter.pdf', { receipt: { ...receipt, group: false } });
    for (const id of [1, 2]) await untilReceipt(id, 'sent');
    expect(mails()).toHaveLength(2);
    expect(new Set(mails().map(({ messageId }) => messageId)).size).toBe(2);
  });

  it('brings the proof where it is wished, and leaves no file', async () => {
    const paths: string[] = [];
    const { sendMail } = office.outside;
    office.outside.sendMail = async (server, mail, signal) => {
      paths.push(...mail.attachments.map(({ path }) => path).filter(existsSync));
      return sendMail(server, mail, signal);
    };
    await office.submit('5550101', '1-letter.pdf', { receipt: { ...receipt, attach: true } });
    await untilReceipt(1, 'sent');
    expect(mails()[0]?.attachments).toMatchObject([{ name: 'fax-1-proof.pdf', type: 'application/pdf' }]);
    expect(paths).toHaveLength(1);
    expect(existsSync(paths[0] ?? '')).toBe(false);
  });

  it('is tried again while the mail server is away, shown, and the same mail', async () => {
    office.outside.failing = away;
    await office.submit('5550101', '1-letter.pdf', { receipt });
    const job = await untilReceipt(1, 'queued');
    await office.time.pass(0);
    expect(job.state).toBe('delivered');
    await office.time.until(() => office.job(1).receiptError !== null, HOUR);
    expect(office.job(1).receiptError).toContain('Nobody answers.');
    expect(office.snapshot.server.warnings).toMatchObject([{ code: 'mail-failing' }]);
    await office.time.pass(2 * HOUR);
    office.outside.failing = null;
    await untilReceipt(1, 'sent', HOUR + MINUTE);
    expect(office.job(1).receiptError).toBeNull();
    expect(mails()).toHaveLength(1);
    expect(office.snapshot.server.warnings).toEqual([]);
  });

  it('is tried again after a minute, then more and more rarely, an hour at most', async () => {
    const tries: number[] = [];
    office.outside.sendMail = async () => {
      tries.push(office.time.now());
      throw away;
    };
    await office.submit('5550101', '1-letter.pdf', { receipt });
    await office.time.pass(6 * HOUR);
    const pauses = tries.slice(1).map((at, index) => Math.round((at - (tries[index] ?? 0)) / MINUTE));
    expect(pauses.slice(0, 9)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('of many faxes asks a server that is away once a minute, not once for each', async () => {
    let tries = 0;
    const { sendMail } = office.outside;
    office.outside.sendMail = async () => {
      tries += 1;
      throw away;
    };
    const each = { ...receipt, group: false };
    await office.submit(['5550991999', '5550992999', '5550993999', '5550994999'], '1-letter.pdf', { receipt: each });
    for (const id of [1, 2, 3, 4]) await untilReceipt(id, 'queued');
    tries = 0;
    await office.time.pass(3.5 * MINUTE);
    expect(tries).toBeGreaterThan(0);
    expect(tries).toBeLessThanOrEqual(4);
    office.outside.sendMail = sendMail;
    for (const id of [1, 2, 3, 4]) await untilReceipt(id, 'sent', 2 * HOUR);
    expect(mails()).toHaveLength(4);
  });

  it('does not bring an erased fax back', async () => {
    const { sendMail } = office.outside;
    office.outside.sendMail = async (...given) => {
      await new Promise((resolve) => office.time.after(5 * MINUTE, () => resolve(null)));
      return sendMail(...given);
    };
    await office.submit('5550101', '1-letter.pdf', { receipt });
    await untilReceipt(1, 'queued');
    await office.ask('erase', { id: 1 });
    await office.time.pass(10 * MINUTE);
    await expect(office.ask('jobs.get', { id: 1 })).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
    expect(office.server.busy).toBe(false);
  });

  it('of an erased fax is not sent', async () => {
    office.outside.failing = away;
    await office.submit('5550101', '1-letter.pdf', { receipt });
    await untilReceipt(1, 'queued');
    await office.ask('erase', { id: 1 });
    office.outside.failing = null;
    await office.time.pass(2 * HOUR);
    expect(mails()).toEqual([]);
  });

  it('is given up after three days', async () => {
    office.outside.failing = away;
    await office.submit('5550101', '1-letter.pdf', { receipt });
    await untilReceipt(1, 'queued');
    await office.time.pass(71 * HOUR);
    expect(office.job(1).receipt).toBe('queued');
    const job = await untilReceipt(1, 'failed', 3 * HOUR);
    expect(job.receiptError).toContain('Nobody answers.');
    expect(office.snapshot.server.warnings).toEqual([]);
  });

  it('is given up at once where it is refused for good', async () => {
    office.outside.failing = refused;
    await office.submit('5550101', '1-letter.pdf', { receipt });
    const job = await untilReceipt(1, 'failed', HOUR);
    expect(job.receiptError).toContain('Refused.');
  });

  it('waits for a mail server to be set up, and goes when it is', async () => {
    await office.submit('5550101', '1-letter.pdf', { receipt });
    await office.ask('settings.set', { values: { smtpServer: '' } });
    await untilReceipt(1, 'queued');
    await office.time.pass(5 * HOUR);
    expect(office.job(1).receiptError).toContain('No mail server is set up.');
    await office.ask('settings.set', { values: { smtpServer: 'mail.example.org' } });
    await untilReceipt(1, 'sent', 1000);
  });

  it('does not hold the next mail where one address is refused', async () => {
    const { sendMail } = office.outside;
    office.outside.sendMail = async (server, mail, signal) => {
      if (mail.to[0] === 'full@example.org') throw new FaxError('MAIL_FAILED', { message: 'Mailbox full.' });
      return sendMail(server, mail, signal);
    };
    await office.submit('5550101', '1-letter.pdf', { receipt: { ...receipt, address: 'full@example.org' } });
    await office.submit('5550101', '1-letter.pdf', { receipt });
    await office.time.until(() => mails().length > 0, HOUR);
    expect(mails()).toHaveLength(1);
  });

  it('is new at the new end of a fax that a person sent again', async () => {
    await office.submit('5550971', '1-letter.pdf', { receipt });
    await untilReceipt(1, 'sent');
    expect(office.job(1).state).toBe('failed');
    await office.ask('jobs.restart', { ids: [1] });
    await office.untilState(1, 'delivered');
    await office.time.until(() => mails().length === 2, HOUR);
    expect(mails().map(({ subject }) => subject.split(':')[0])).toEqual(['Fax failed', 'Fax delivered']);
    await untilReceipt(1, 'sent');
  });

  it('tells of the restarted recipient alone', async () => {
    await office.submit(['5550101', '5550971'], '1-letter.pdf', { receipt });
    for (const id of [1, 2]) await untilReceipt(id, 'sent');
    await office.ask('jobs.restart', { ids: [2] });
    await office.time.until(() => mails().length === 2, HOUR);
    expect(mails()[1]?.subject).toBe('Fax delivered: to 5550971');
  });

  it.each(['receipt.mail-writing', 'receipt.mail-written', 'receipt.mail-sent', 'receipt.mail-removed'] as const)(
    'is sent after a kill at %s; where it goes twice, it is the same mail',
    async (step) => {
      let armed = true;
      office.onStep = (said) => {
        if (said !== step || !armed) return;
        armed = false;
        office.cutPower();
      };
      await office.submit('5550101', '1-letter.pdf', { receipt });
      await office.time.until(() => !office.powered, HOUR);
      await office.start();
      await untilReceipt(1, 'sent');
      expect(new Set(mails().map(({ messageId }) => messageId)).size).toBe(1);
    },
  );

  it('is not sent where receipts are no longer allowed', async () => {
    await office.submit('5550101', '1-letter.pdf', { receipt });
    await office.ask('settings.set', { values: { allowedReceipts: 'none' } });
    const job = await untilReceipt(1, 'failed');
    expect(job.receiptError).toContain('no receipts');
    expect(mails()).toEqual([]);
  });

  it('is noted when a full disk has room again', async () => {
    await office.submit('5550101', '1-letter.pdf', { receipt });
    office.onStep = (step) => {
      if (step === 'receipt.mail-writing' && office.time.now() < Date.parse('2026-03-10T10:00:00Z'))
        office.diskFull = true;
    };
    await office.time.pass(10 * MINUTE);
    expect(mails()).toEqual([]);
    office.diskFull = false;
    await untilReceipt(1, 'sent');
    expect(mails()).toHaveLength(1);
  });
});

describe('the mail settings', () => {
  let office: SimulatedOffice;
  beforeEach(async () => {
    office = new SimulatedOffice();
    await office.start();
  });
  afterEach(() => office.remove());

  it.each([
    [{ smtpSender: 'fax' }],
    [{ smtpSender: 'a@b@c' }],
    [{ smtpSender: 'Fax <fax@example.org>' }],
    [{ smtpServer: 'smtp://example.org' }],
    [{ smtpServer: 'example.org 25' }],
  ])('are refused as a whole where one is not right: %j', async (values) => {
    const set = office.ask('settings.set', { values: { ...values, smtpPort: 2525 } });
    await expect(set).rejects.toMatchObject({ code: 'SETTING_INVALID' });
    const { settings } = await office.ask('settings.list', {});
    expect(settings.find(({ name }) => name === 'smtpPort')?.value).toBe(25);
  });

  it.each([
    [{ smtpSender: 'fax@example.org', smtpServer: 'mail.example.org' }],
    [{ smtpSender: '', smtpServer: '' }],
    [{ smtpServer: '::1' }],
    [{ smtpServer: '127.0.0.1' }],
  ])('are taken: %j', async (values) => {
    await expect(office.ask('settings.set', { values })).resolves.toBeDefined();
  });

  it('say how the mail server is reached', async () => {
    const asked: unknown[] = [];
    office.outside.sendMail = async (server) => void asked.push(server);
    const values = {
      smtpServer: 'mail.example.org',
      smtpSender: 'fax@example.org',
      smtpUser: 'fax',
      smtpPassword: 'word',
    };
    await office.ask('settings.set', { values });
    await office.ask('mail.test', { to: 'a@example.org' });
    await office.ask('settings.set', {
      values: { smtpAuthentication: 'basic', smtpSecurity: 'tls', smtpPort: 465 },
    });
    await office.ask('mail.test', { to: 'a@example.org' });
    const host = 'mail.example.org';
    expect(asked).toEqual([
      { host, port: 25, security: 'when-offered', login: null },
      { host, port: 465, security: 'tls', login: { user: 'fax', password: 'word' } },
    ]);
  });

  it('are tried out by a mail', async () => {
    await expect(office.ask('mail.test', { to: 'a@example.org' })).rejects.toMatchObject({
      code: 'MAIL_SERVER_MISSING',
    });
    await office.ask('settings.set', { values: { smtpServer: 'mail', smtpSender: 'fax@example.org' } });
    await office.ask('mail.test', { to: 'a@example.org' });
    expect(office.outside.mails).toMatchObject([{ to: ['a@example.org'] }]);
    office.outside.failing = away;
    await expect(office.ask('mail.test', { to: 'a@example.org' })).rejects.toMatchObject({ code: 'MAIL_FAILED' });
  });
});
