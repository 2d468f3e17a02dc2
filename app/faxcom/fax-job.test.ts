import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaxError } from '../model/errors.ts';
import type { SimulatedOffice } from '../server/embedded/simulation/simulated-office.ts';
import {
  JC_DELETE,
  JC_PAUSE,
  JC_RESTART,
  JC_RESUME,
  JT_FAIL_RECEIVE,
  JT_RECEIVE,
  JT_ROUTING,
  JT_SEND,
} from './constants.ts';
import { refusal, type ScriptedOffice, scriptedOffice } from './scripted-office.testing.ts';

let script: ScriptedOffice;
let office: SimulatedOffice;

beforeEach(async () => {
  script = await scriptedOffice();
  office = script.office;
});

afterEach(() => office.remove());

const illegal = { modelName: 'ERROR_INVALID_OPERATION', hresult: 0x800710dd };
const unknown = { modelName: 'ERROR_INVALID_PARAMETER', hresult: 0x80070057 };
const ids = async () => Promise.all((await script.queue()).map((job) => job.jobId()));

describe('a job of the queue', () => {
  it('tells what the document said', async () => {
    const doc = await script.document('555 0999', '2-letter.pdf');
    await doc.setDisplayName('Offer 17');
    await doc.setRecipientName('Purchasing');
    await doc.setSenderName('Sales');
    await doc.setSenderCompany('Ours');
    await doc.setSenderDepartment('Second floor');
    await doc.setBillingCode('17');
    const id = await doc.send();
    const job = await script.job(id);
    expect(await job.type()).toBe(JT_SEND);
    expect([await job.displayName(), await job.recipientName(), await job.billingCode()]).toEqual([
      'Offer 17',
      'Purchasing',
      '17',
    ]);
    expect([await job.senderName(), await job.senderCompany(), await job.senderDept()]).toEqual([
      'Sales',
      'Ours',
      'Second floor',
    ]);
    expect([await job.faxNumber(), await job.pageCount(), await job.discountSend()]).toEqual(['5550999', 2, false]);
    expect(await job.userName()).not.toBe('');
  });

  it('is followed by both of its ends while it is on the line, and is gone from the queue when it is delivered', async () => {
    const id = await (await script.document('5550101', '2-letter.pdf')).send();
    await office.untilState(id, 'sending');
    const [out, into, ...more] = await script.queue();
    expect(more).toEqual([]);
    expect([await out?.queueStatus(), await out?.deviceStatus(), await out?.tsid()]).toEqual([
      'In Progress',
      'Sending',
      '5550100',
    ]);
    expect([await into?.type(), await into?.queueStatus(), await into?.deviceStatus()]).toEqual([
      JT_RECEIVE,
      'In Progress',
      'Receiving',
    ]);
    expect([await into?.faxNumber(), await into?.pageCount(), await into?.tsid()]).toEqual(['', 0, '5550100']);
    await office.untilState(id, 'delivered');
    await script.minutes(1);
    expect(await ids()).toEqual([]);
    // What was read before stays as it was; it cannot be read anew.
    expect(await out?.queueStatus()).toBe('In Progress');
    expect(await refusal(out?.refresh() ?? Promise.resolve())).toMatchObject(unknown);
    expect(await refusal(out?.setStatus(JC_DELETE) ?? Promise.resolve())).toMatchObject(unknown);
  });

  it('says No Line while every line that it fits is taken', async () => {
    await (await script.document('5550101')).send();
    await (await script.port('Practice 2')).setSend(false);
    const waiting = await (await script.document('5550999')).send();
    await office.time.pass(3000);
    expect(await (await script.job(waiting)).queueStatus()).toBe('No Line');
  });
});

describe('setStatus', () => {
  it.each([0, 4, -1, 1.5, Number.NaN])('%d is no command', async (command) => {
    await script.server.setPauseServerQueue(true);
    const job = await script.job(await (await script.document('5550101')).send());
    expect(await refusal(job.setStatus(command))).toMatchObject(unknown);
  });

  it('JC_DELETE cancels a waiting fax; then it is unknown', async () => {
    await script.server.setPauseServerQueue(true);
    const job = await script.job(await (await script.document('5550101')).send());
    await job.setStatus(JC_DELETE);
    expect(await ids()).toEqual([]);
    for (const command of [JC_DELETE, JC_PAUSE, JC_RESUME])
      expect(await refusal(job.setStatus(command))).toMatchObject(unknown);
  });

  it('JC_DELETE ends a call that is up', async () => {
    const id = await (await script.document('5550101', '9-letter.pdf')).send();
    await office.untilState(id, 'sending');
    await (await script.job(id)).setStatus(JC_DELETE);
    expect(office.job(id).state).toBe('cancelled');
  });

  it('JC_DELETE erases a fax that has failed', async () => {
    await script.server.setRetries(0);
    const id = await (await script.document('5550999')).send();
    await office.untilState(id, 'failed');
    const job = await script.job(id);
    await job.setStatus(JC_DELETE);
    expect(await ids()).toEqual([]);
    await expect(office.ask('jobs.get', { id })).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
    expect(await refusal(job.setStatus(JC_RESTART))).toMatchObject(unknown);
  });

  it('what the state does not allow is ERROR_INVALID_OPERATION', async () => {
    await script.server.setPauseServerQueue(true);
    const job = await script.job(await (await script.document('5550101')).send());
    expect(await refusal(job.setStatus(JC_RESUME))).toMatchObject(illegal);
    await job.setStatus(JC_PAUSE);
    expect(await refusal(job.setStatus(JC_PAUSE))).toMatchObject(illegal);
    await script.server.setPauseServerQueue(false);
    await job.setStatus(JC_RESUME);
    await job.refresh();
    expect(await job.queueStatus()).toBe('In Progress');
  });

  it('JC_PAUSE of a call in progress holds the fax when it comes back to the queue', async () => {
    const id = await (await script.document('5550999')).send();
    await office.time.pass(500);
    const job = await script.job(id);
    expect(await job.queueStatus()).toBe('In Progress');
    await job.setStatus(JC_PAUSE);
    await office.untilState(id, 'paused');
    await job.refresh();
    expect(await job.queueStatus()).toBe('Paused');
  });
});

describe('a fax of which nobody knows whether it arrived', () => {
  it('stays until a person restarts or deletes it', async () => {
    office.network.silentAfterLast.add('5550101');
    const id = await (await script.document('5550101')).send();
    await office.untilState(id, 'uncertain');
    const job = await script.job(id);
    expect(await job.queueStatus()).toBe('Retries Exceeded');
    await job.setStatus(JC_RESTART);
    await office.untilState(id, 'delivered');
    expect(await refusal(job.refresh())).toMatchObject(unknown);
  });

  it('is cancelled by JC_DELETE, and its history kept', async () => {
    office.network.silentAfterLast.add('5550101');
    const id = await (await script.document('5550101')).send();
    await office.untilState(id, 'uncertain');
    await (await script.job(id)).setStatus(JC_DELETE);
    expect(office.job(id).state).toBe('cancelled');
    expect(await ids()).not.toContain(id);
  });
});

describe('a reception that brought nothing', () => {
  it('has failed, stays in the queue, and is erased by JC_DELETE', async () => {
    office.network.cutInPage.set('5550101', 0);
    await script.server.setRetries(0);
    const id = await (await script.document('5550101')).send();
    await office.untilState(id, 'failed');
    await script.minutes(1);
    const job = await script.job(id + 1);
    expect([await job.type(), await job.queueStatus(), await job.faxNumber()]).toEqual([JT_FAIL_RECEIVE, 'Failed', '']);
    expect(await refusal(job.setStatus(JC_RESTART))).toMatchObject(illegal);
    await job.setStatus(JC_DELETE);
    expect(await ids()).toEqual([id]);
  });
});

describe('a received fax whose routing fails', () => {
  it('is in the queue until it succeeds, is not deleted, and is tried again by JC_RESTART', async () => {
    office.outside.failing = new FaxError('PRINT_FAILED');
    const port = await script.port('Practice 2');
    const print = await (await port.getRoutingMethods()).item(3);
    await print.setEnable(true);
    await (await script.document('5550101')).send();
    await script.minutes(2);
    const job = await script.job(2);
    expect([await job.type(), await job.queueStatus(), await job.tsid()]).toEqual([JT_ROUTING, 'Retrying', '5550100']);
    expect(await refusal(job.setStatus(JC_DELETE))).toMatchObject(illegal);
    office.outside.failing = null;
    await job.setStatus(JC_RESTART);
    await script.minutes(1);
    expect(office.outside.printed).toHaveLength(1);
    expect(await ids()).toEqual([]);
  });
});

describe('a broadcast', () => {
  it('keeps a cancelled member in the queue until its last is final', async () => {
    await script.server.setPauseServerQueue(true);
    const [first, second] = await office.submit(['5550101', '5550999']);
    const job = await script.job(first?.id ?? 0);
    await job.setStatus(JC_DELETE);
    await job.refresh();
    expect(await job.queueStatus()).toBe('Canceled');
    expect(await refusal(job.setStatus(JC_DELETE))).toMatchObject(illegal);
    await (await script.job(second?.id ?? 0)).setStatus(JC_DELETE);
    expect(await ids()).toEqual([]);
  });

  it('finds its members on the disk when they have left the memory', async () => {
    office.keepFinal = 0;
    await office.stop();
    await office.start();
    await script.server.setDiscountRateStartHour(20);
    await script.server.setDiscountRateEndHour(21);
    const [first, second] = await office.submit(['5550101', '5550999'], '1-letter.pdf', { when: { kind: 'discount' } });
    await office.ask('jobs.alter', { id: first?.id ?? 0, when: { kind: 'now' } });
    await script.minutes(5);
    expect(office.network.confirmations).toHaveLength(1);
    await office.stop();
    await office.start();
    expect(await ids()).toEqual([first?.id, second?.id]);
  });
});
