import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bitmap } from '../../../app/image/bitmap.ts';
import { readPages } from '../rig-documents.ts';
import { hasOpensmtpd, Opensmtpd, opensmtpdNeeds, pagesOfPdf } from './opensmtpd.ts';
import { eventually } from './own-daemon.ts';
import { openRigOffice, type RigOffice } from './rig-office.ts';

const there = await hasOpensmtpd();
const named = (name: string) => (there ? name : `not run: ${name}, needs ${opensmtpdNeeds}`);

/** A page as netpbm writes it: the highest bit of each octet is the leftmost pel, 1 is black. */
function netpbm({ width, rows, words, stride }: Bitmap): Buffer {
  const line = Math.ceil(width / 8);
  const octets = Buffer.alloc(line * rows);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < width; column += 1) {
      const word = words[row * stride + (column >>> 5)] ?? 0;
      if ((word >>> (31 - (column & 31))) & 1) octets[row * line + (column >>> 3)]! |= 0x80 >>> (column & 7);
    }
  return Buffer.concat([Buffer.from(`P4\n${width} ${rows}\n`), octets]);
}

describe('a real mail server (OpenSMTPD)', () => {
  let mailServer: Opensmtpd;
  let office: RigOffice;

  beforeEach(async () => {
    if (!there) return;
    mailServer = await Opensmtpd.make();
    office = await openRigOffice();
    await office.ask('settings.set', {
      values: { smtpServer: '127.0.0.1', smtpPort: mailServer.port, smtpSender: 'fax@example.org', retryDelay: 1 },
    });
  });

  afterEach(async () => {
    if (!there) return;
    await office.close();
    await mailServer.remove();
  });

  const route = (format: 'pdf' | 'tif', ...to: string[]) =>
    office.ask('lists.put', {
      name: 'routing',
      revision: 0,
      items: [{ id: 'mail', target: { method: 'email', to, format } }],
    });
  const delivered = (count: number) =>
    eventually(
      async () => {
        const mails = await mailServer.mails();
        return mails.length >= count ? mails : null;
      },
      30,
      `${count} mails`,
    );

  it.skipIf(!there)(named('delivers a received fax as TIFF, octet for octet'), async () => {
    await mailServer.start();
    await route('tif', 'front@example.org');
    const { id, file } = await office.receive(2);
    const [mail] = await delivered(1);
    expect(mail?.headers).toMatchObject({
      subject: 'Fax from 5550100, 2 pages',
      from: 'fax@example.org',
      to: 'front@example.org',
      'delivered-to': 'front@example.org',
    });
    expect(mail?.text).toContain('Pages:    2');
    expect(mail?.attachments.map(({ name, type }) => [name, type])).toEqual([[`fax-${id}.tif`, 'image/tiff']]);
    expect(mail?.attachments[0]?.content.equals(await readFile(file))).toBe(true);
    const done = await office.message(id, ({ routing }) => routing[1]?.state === 'done', 10);
    expect(done.routing[1]).toMatchObject({ attempts: 1, error: null });
  });

  it.skipIf(!there)(named('delivers a received fax as PDF, pel by pel'), async () => {
    await mailServer.start();
    await route('pdf', 'front@example.org', 'back@example.org');
    const { file } = await office.receive(3);
    // One mail to two people is delivered to each.
    const mails = await delivered(2);
    const expected = (await readPages(file)).map(netpbm);
    for (const mail of mails) {
      const pages = await pagesOfPdf(mail.attachments[0]?.content ?? Buffer.alloc(0));
      expect(pages).toHaveLength(3);
      expect(pages.every((page, index) => page.equals(expected[index] ?? Buffer.alloc(0)))).toBe(true);
    }
  });

  it.skipIf(!there)(named('that is down is tried again, and gets the fax once when it is up'), async () => {
    await route('tif', 'front@example.org');
    const { id } = await office.receive(1);
    const waiting = await office.message(id, ({ routing }) => routing[1]?.error != null, 20);
    expect(waiting.routing[1]).toMatchObject({ error: expect.stringContaining('cannot be reached') });
    expect((await office.job(id, ({ state }) => state === 'routing', 5)).reason).toContain('again');
    expect((await office.ask('snapshot', {})).server.warnings).toMatchObject([{ code: 'routing-failing' }]);
    await mailServer.start();
    await delivered(1);
    await office.job(id, ({ state }) => state === 'received', 10);
    await pause(1000);
    expect(await mailServer.mails()).toHaveLength(1);
  });

  it.skipIf(!there)(named('that refuses an address is not asked again, and its words are shown'), async () => {
    await mailServer.start();
    await route('tif', 'gone@example.org');
    const { id } = await office.receive(1);
    const failed = await office.message(id, ({ routing }) => routing[1]?.state === 'failed', 20);
    expect(failed.routing[1]).toMatchObject({ attempts: 1, error: expect.stringContaining('550') });
    await office.job(id, ({ state }) => state === 'received', 5);
  });

  it.skipIf(!there)(named('gets the receipt of a fax with its proof, and one that waited for it'), async () => {
    const submit = (key: string, number: string, attach: boolean) =>
      office.ask('submit', {
        document: { kind: 'files', files: [`${process.cwd()}/resources/samples/sample.pdf`], options: {} },
        recipients: [{ number, name: 'Front desk' }],
        subject: 'Plans – größer',
        receipt: { address: 'sender@example.org', attach },
        key,
      });
    await office.ask('settings.set', { values: { retries: 0 } });
    const failing = (await submit('rig-receipt-1', '5550999', false)).jobs[0]?.id ?? 0;
    const away = await office.job(failing, ({ receiptError }) => receiptError !== null, 30);
    expect(away).toMatchObject({ state: 'failed', receipt: 'queued' });
    expect((await office.ask('snapshot', {})).server.warnings).toMatchObject([{ code: 'mail-failing' }]);
    await mailServer.start();
    await office.job(failing, ({ receipt }) => receipt === 'sent', 30);
    const good = (await submit('rig-receipt-2', '5550101', true)).jobs[0]?.id ?? 0;
    await office.job(good, ({ receipt }) => receipt === 'sent', 60);
    const mails = await delivered(2);
    expect(mails).toHaveLength(2);
    const ofFailed = mails.find(({ text }) => text.includes('Result:     Failed'));
    expect(ofFailed?.text).toContain('Reason:     Busy');
    const ofGood = mails.find(({ text }) => text.includes('Result:     Delivered'));
    expect(ofGood?.text).toContain('Subject:    Plans – größer\n');
    expect(ofGood?.attachments.map(({ name }) => name)).toEqual([`fax-${good}-proof.pdf`]);
    expect((await pagesOfPdf(ofGood?.attachments[0]?.content ?? Buffer.alloc(0))).length).toBeGreaterThanOrEqual(3);
  });

  it.skipIf(!there)(named('takes the mail that tries the settings out'), async () => {
    await expect(office.ask('mail.test', { to: 'a@example.org' })).rejects.toMatchObject({ code: 'MAIL_FAILED' });
    await mailServer.start();
    await office.ask('mail.test', { to: 'a@example.org' });
    expect((await delivered(1))[0]?.text).toContain('can send mails');
  });
});
