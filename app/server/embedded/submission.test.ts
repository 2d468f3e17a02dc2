import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SimulatedOffice } from './simulation/simulated-office.ts';

let office: SimulatedOffice;
beforeEach(async () => {
  office = new SimulatedOffice();
  await office.start();
});
afterEach(() => office.remove());

const documents = () => readdirSync(join(office.dataDir, 'documents'));
const plainCover = async () => {
  const { covers } = await office.ask('covers.list', {});
  const [cover] = covers;
  if (!cover) throw new Error('The product has no cover page.');
  return { name: cover.name, scope: cover.scope };
};

describe('what is taken in', () => {
  it('has a name in the queue: its own, the subject, or the first file’s', async () => {
    await office.submit('5550101', '1-plan.pdf');
    await office.submit('5550101', '1-plan.pdf', { subject: 'Plans' });
    await office.submit('5550101', '1-plan.pdf', { subject: 'Plans', displayName: 'Sheet 7' });
    expect([1, 2, 3].map((id) => office.job(id).displayName)).toEqual(['1-plan.pdf', 'Plans', 'Sheet 7']);
  });

  it('has the name of the first file of its preview', async () => {
    const files = ['/letters/2-plan.pdf', '/letters/1-note.pdf'];
    await office.ask('preview.open', { previewId: 'preview-1', files, options: {} });
    const document = { kind: 'preview', previewId: 'preview-1' } as const;
    await office.ask('submit', { document, recipients: [{ number: '5550101' }], key: 'of-a-preview' });
    expect(office.job(1)).toMatchObject({ displayName: '2-plan.pdf', pages: 3 });
  });

  it('keeps who sent it and whom it is for', async () => {
    await office.submit('5550101', '1-plan.pdf', {
      userName: 'desk',
      sender: 'Front desk',
      senderPerson: { company: 'Office', department: 'Plans' },
      billing: 'B-7',
    });
    expect(office.job(1)).toMatchObject({
      userName: 'desk',
      sender: 'Front desk',
      senderCompany: 'Office',
      senderDepartment: 'Plans',
      billing: 'B-7',
      submissionSize: 1,
    });
  });

  it('is nothing while the queue is blocked, and a warning says so', async () => {
    await office.submit('5550101', '1-plan.pdf', { when: { kind: 'time', at: '2026-03-10T15:00:00Z' } });
    await office.ask('settings.set', { values: { outgoingQueueBlocked: true } });
    await expect(office.submit('5550101')).rejects.toMatchObject({
      code: 'QUEUE_BLOCKED',
      modelName: 'ERROR_WRITE_PROTECT',
    });
    expect(office.snapshot.server.warnings).toMatchObject([{ code: 'queue-blocked' }]);
    // What was taken in before is sent.
    await office.untilState(1, 'delivered');
    await office.stop();
    await office.start();
    expect(office.snapshot.server.warnings).toMatchObject([{ code: 'queue-blocked' }]);
    await office.ask('settings.set', { values: { outgoingQueueBlocked: false } });
    expect(office.snapshot.server.warnings).toEqual([]);
  });

  it('has no more recipients than the setting allows', async () => {
    await office.ask('settings.set', { values: { recipientsLimit: 2 } });
    await office.submit(['5550101', '5550970']);
    await expect(office.submit(['5550101', '5550970', '5550101'])).rejects.toMatchObject({
      code: 'RECIPIENTS_LIMIT',
      modelName: 'FAX_E_RECIPIENTS_LIMIT',
    });
  });

  it('asks for a receipt only where there can be one', async () => {
    const receipt = { address: 'desk@example.com' };
    await expect(office.submit('5550101', '1-a.pdf', { receipt })).rejects.toMatchObject({
      code: 'MAIL_SERVER_MISSING',
    });
    await office.ask('settings.set', { values: { smtpServer: 'mail.example.com', smtpSender: 'fax@example.com' } });
    await office.submit('5550101', '1-a.pdf', { receipt });
    expect(office.job(1).receiptAddress).toBe('desk@example.com');
    await office.ask('settings.set', { values: { allowedReceipts: 'none' } });
    await expect(office.submit('5550101', '1-a.pdf', { receipt })).rejects.toMatchObject({
      code: 'RECEIPT_NOT_ALLOWED',
    });
  });
});

describe('a broadcast', () => {
  it('shares one document', async () => {
    await office.submit(['5550101', '5550970'], '2-plan.pdf', { when: { kind: 'time', at: '2026-03-10T15:00:00Z' } });
    expect(office.jobs).toMatchObject([
      { pages: 2, coverPages: 0, submissionSize: 2 },
      { pages: 2, coverPages: 0, submissionSize: 2 },
    ]);
    expect(documents()).toHaveLength(1);
  });

  it('with a cover page has a document for each recipient, the files rendered once', async () => {
    let rendered = 0;
    const { render } = office.works;
    Object.assign(office.works, {
      render: (...given: Parameters<typeof render>) => {
        rendered += 1;
        return render(...given);
      },
    });
    await office.submit(['5550101', '5550970'], '2-plan.pdf', { cover: await plainCover() });
    expect(rendered).toBe(1);
    expect(documents()).toHaveLength(2);
    expect(office.jobs).toMatchObject([
      { pages: 3, coverPages: 1 },
      { pages: 3, coverPages: 1 },
    ]);
    await office.untilState(1, 'delivered');
    expect(office.network.confirmations.map(({ text }) => text.replace(/^.* (\d\/\d\].*)/, '$1'))).toEqual(
      expect.arrayContaining(['1/3] cover', '2/3] 2-plan.pdf 1', '3/3] 2-plan.pdf 2']),
    );
  });

  it('tells the cover page of each whom it is for, and how many pages there are with it', async () => {
    const drawn: unknown[] = [];
    const { drawCover } = office.works;
    Object.assign(office.works, {
      drawCover: (...given: Parameters<typeof drawCover>) => {
        const fields = given[1];
        drawn.push(typeof fields === 'function' ? fields(1) : fields);
        return drawCover(...given);
      },
    });
    await office.ask('submit', {
      document: { kind: 'files', files: ['/letters/2-plan.pdf'], options: {} },
      recipients: [
        { number: '5550101', name: 'Front desk', person: { company: 'Office' } },
        { number: '5550970', name: null },
      ],
      subject: 'Plans',
      note: 'See page 2',
      sender: 'Back office',
      cover: await plainCover(),
      key: 'with-cover',
    });
    const both = {
      subject: 'Plans',
      note: 'See page 2',
      senderName: 'Back office',
      pages: '3',
      dateSent: '2026-03-10 10:00',
    };
    expect(drawn).toMatchObject([
      { ...both, recipientName: 'Front desk', recipientCompany: 'Office', recipientFax: '5550101' },
      { ...both, recipientName: '', recipientFax: '5550970' },
    ]);
  });
});

describe('a cover page alone', () => {
  it('is a fax', async () => {
    await office.ask('submit', {
      document: { kind: 'none' },
      recipients: [{ number: '5550101' }],
      cover: await plainCover(),
      key: 'cover-alone',
    });
    expect(office.job(1)).toMatchObject({ pages: 1, coverPages: 1 });
    await office.untilState(1, 'delivered');
  });

  it('is needed where there is nothing else', async () => {
    const input = { document: { kind: 'none' }, recipients: [{ number: '5550101' }], key: 'nothing-at-all' } as const;
    await expect(office.ask('submit', input)).rejects.toMatchObject({ code: 'NO_PAGES' });
  });
});

describe('what fails leaves nothing behind', () => {
  it.each([
    ['an unknown cover page', { cover: { name: 'no-such', scope: 'common' } }, {}, 'COVER_NOT_FOUND'],
    [
      'a personal cover page where only common ones may be used',
      { cover: { name: '/home/desk/mine.json', scope: 'personal' } },
      { serverCoverpage: true },
      'COVER_NOT_ALLOWED',
    ],
  ] as const)('%s', async (_, more, settings, code) => {
    await office.ask('settings.set', { values: settings });
    await expect(office.submit('5550101', '1-a.pdf', more)).rejects.toMatchObject({ code });
    expect([documents(), office.jobs]).toEqual([[], []]);
  });

  it.each(['render', 'drawCover', 'join'] as const)('%s', async (work) => {
    const cover = await plainCover();
    let calls = 0;
    const before = office.works[work] as (...given: readonly unknown[]) => Promise<unknown>;
    Object.assign(office.works, {
      [work]: (...given: readonly unknown[]) => {
        calls += 1;
        return calls === 2 || work === 'render' ? Promise.reject(new Error('It broke.')) : before(...given);
      },
    });
    await expect(office.submit(['5550101', '5550970'], '2-plan.pdf', { cover })).rejects.toThrow();
    expect([documents(), office.jobs]).toEqual([[], []]);
  });

  it('a full disk', async () => {
    office.diskFull = true;
    const cover = await plainCover();
    await expect(office.submit(['5550101', '5550970'], '2-plan.pdf', { cover })).rejects.toMatchObject({
      code: 'DISK_FULL',
    });
    office.diskFull = false;
    expect([documents(), office.jobs]).toEqual([[], []]);
  });
});

describe('the identification that is sent', () => {
  it.each([
    [true, '5550111', '5550100'],
    [false, '5550111', '5550111'],
    [false, null, '5550100'],
  ])('useDeviceTsid %s, the fax’s %s: %s, in the call and in the banner', async (useDeviceTsid, tsid, expected) => {
    await office.ask('settings.set', { values: { useDeviceTsid } });
    await office.submit('5550101', '1-a.pdf', { tsid });
    await office.untilState(1, 'delivered');
    expect(office.network.confirmations[0]?.text).toContain(` From ${expected} `);
    await office.untilState(2, 'received');
    expect(office.snapshot.messages[0]?.tsid).toBe(expected);
  });
});
