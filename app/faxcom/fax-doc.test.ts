import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedOffice } from '../server/embedded/simulation/simulated-office.ts';
import { memberTable } from './member-table.testing.ts';
import { refusal, type ScriptedOffice, scriptedOffice } from './scripted-office.testing.ts';

let script: ScriptedOffice;
let office: SimulatedOffice;

beforeEach(async () => {
  script = await scriptedOffice();
  office = script.office;
});

afterEach(() => office.remove());

const invalidValue = { modelName: 'ERROR_INVALID_PARAMETER', hresult: 0x80070057 };

/** Calls a document's method by its name. */
const ask = async (doc: object, name: string, ...given: readonly unknown[]): Promise<unknown> => {
  const method: unknown = Reflect.get(doc, name);
  if (typeof method !== 'function') throw new Error(`There is no method ${name}.`);
  return Reflect.apply(method, doc, given);
};

describe('a document', () => {
  it('is empty until it is told, and keeps each value for itself', async () => {
    const doc = await script.server.createDocument('/letters/1-letter.pdf');
    const names = memberTable.FaxDoc.readWrite.map((name) => name.charAt(0).toLowerCase() + name.slice(1));
    const plain = await Promise.all(names.map((name) => ask(doc, name)));
    expect(plain.filter((value) => value !== '' && value !== false && value !== 0)).toEqual(['/letters/1-letter.pdf']);
    const otherValue = (name: string, before: unknown) =>
      typeof before === 'string' ? `value of ${name}` : typeof before === 'boolean' ? true : 17;
    for (const [index, name] of memberTable.FaxDoc.readWrite.entries())
      await ask(doc, `set${name}`, otherValue(names[index] ?? '', plain[index]));
    for (const [index, name] of names.entries())
      expect(await ask(doc, name), name).toBe(otherValue(name, plain[index]));
  });

  it('takes no value of another type', async () => {
    const doc = await script.document('5550101');
    for (const name of memberTable.FaxDoc.readWrite)
      expect(await refusal(ask(doc, `set${name}`, null)), name).toMatchObject(invalidValue);
    expect(await doc.faxNumber()).toBe('5550101');
  });

  it('takes a connection object, and does nothing with it', async () => {
    const doc = await script.document('5550101');
    await doc.setConnectionObject({});
    expect(Reflect.get(doc, 'connectionObject')).toBeUndefined();
  });

  it('is sent several times, to several numbers', async () => {
    await script.server.setPauseServerQueue(true);
    const doc = await script.document('5550101');
    const first = await doc.send();
    await doc.setFaxNumber('5550999');
    const second = await doc.send();
    expect(second).not.toBe(first);
    const numbers = await Promise.all((await script.queue()).map((job) => job.faxNumber()));
    expect(numbers).toEqual(['5550101', '5550999']);
    // They have no common submission.
    expect(office.jobs.map(({ submissionSize }) => submissionSize)).toEqual([1, 1]);
  });

  it('carries persons, mail address and the rest to the server', async () => {
    await script.server.setPauseServerQueue(true);
    const doc = await script.document('5550101');
    await office.ask('settings.set', { values: { smtpServer: 'mail.example.com', smtpSender: 'fax@example.com' } });
    await doc.setEmailAddress('sales@example.com');
    await doc.setTsid('OUR OFFICE');
    await doc.setCoverpageSubject('Our offer');
    await doc.setCoverpageNote('As agreed.');
    await doc.setSenderAddress('1 Main Street');
    const id = await doc.send();
    expect(office.job(id)).toMatchObject({
      receiptAddress: 'sales@example.com',
      tsid: 'OUR OFFICE',
      subject: 'Our offer',
      displayName: 'Our offer',
      schedule: 'now',
    });
    await script.server.setPauseServerQueue(false);
    await office.untilState(id, 'delivered');
    await script.minutes(1);
    expect(office.outside.mails).toMatchObject([{ to: ['sales@example.com'] }]);
  });
});

describe('send refuses', () => {
  const nothingQueued = async () => expect(await (await script.server.getJobs()).count()).toBe(0);

  it('a document with no number, no file, or a cover page that is not named', async () => {
    const doc = await script.server.createDocument('/letters/1-letter.pdf');
    expect(await refusal(doc.send())).toMatchObject(invalidValue);
    await doc.setFaxNumber('5550101');
    await doc.setFileName('');
    expect(await refusal(doc.send())).toMatchObject(invalidValue);
    await doc.setFileName('/letters/1-letter.pdf');
    await doc.setSendCoverpage(true);
    expect(await refusal(doc.send())).toMatchObject(invalidValue);
    await nothingQueued();
  });

  it.each([
    ['a number with letters', 'HELLO', 'ERROR_INVALID_PARAMETER'],
    ['a number that practice lines do not reach', '+49 30 123456', 'ERROR_INVALID_PARAMETER'],
    ['an emergency number', '911', 'ERROR_ACCESS_DENIED'],
  ])('%s', async (_, number, modelName) => {
    expect(await refusal((await script.document(number)).send())).toMatchObject({ modelName });
    await nothingQueued();
  });

  it('a damaged file', async () => {
    expect(await refusal((await script.document('5550101', 'bad.pdf')).send())).toMatchObject(invalidValue);
    await nothingQueued();
  });

  it('a receipt where none are sent', async () => {
    await office.ask('settings.set', { values: { allowedReceipts: 'none' } });
    const doc = await script.document('5550101');
    await doc.setEmailAddress('sales@example.com');
    expect(await refusal(doc.send())).toMatchObject({ modelName: 'ERROR_UNSUPPORTED_TYPE', hresult: 0x8007065e });
    await nothingQueued();
  });

  it('what is no mail address, and an identification that is too long', async () => {
    const doc = await script.document('5550101');
    await doc.setEmailAddress('sales');
    expect(await refusal(doc.send())).toMatchObject(invalidValue);
    await doc.setEmailAddress('');
    await doc.setTsid('123456789012345678901');
    expect(await refusal(doc.send())).toMatchObject(invalidValue);
    await nothingQueued();
  });

  it('a common cover page that there is not', async () => {
    const doc = await script.document('5550101');
    await doc.setSendCoverpage(true);
    await doc.setServerCoverpage(true);
    await doc.setCoverpageName('no such page');
    expect(await refusal(doc.send())).toMatchObject({ modelName: 'ERROR_FILE_NOT_FOUND', hresult: 0x80070002 });
    await nothingQueued();
  });
});
