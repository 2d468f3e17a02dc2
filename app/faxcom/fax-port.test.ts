import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedOffice } from '../server/embedded/simulation/simulated-office.ts';
import type { FaxPort } from './fax-port.ts';
import { itemsOf, refusal, type ScriptedOffice, scriptedOffice } from './scripted-office.testing.ts';

let script: ScriptedOffice;
let office: SimulatedOffice;
let port: FaxPort;

beforeEach(async () => {
  script = await scriptedOffice();
  office = script.office;
  port = await script.port('Practice 1');
});

afterEach(() => office.remove());

const invalidValue = { modelName: 'ERROR_INVALID_PARAMETER', hresult: 0x80070057 };
const order = async () => {
  const ports = await itemsOf(await script.server.getPorts());
  return Promise.all(ports.map(async (each) => [await each.name(), await each.priority()]));
};

describe('a port', () => {
  it('writes at once and reads what is there now', async () => {
    await port.setRings(9);
    await port.setCsid('OUR OFFICE');
    await port.setTsid('+1 425 555 0100');
    await port.setSend(false);
    await port.setReceive(true);
    const [stored] = (await office.ask('ports.list', {})).ports;
    expect(stored).toMatchObject({
      rings: 9,
      csid: 'OUR OFFICE',
      tsid: '+1 425 555 0100',
      send: false,
      receive: 'auto',
    });
    const again = await script.port('Practice 1');
    expect([await again.rings(), await again.csid(), await again.tsid()]).toEqual([9, 'OUR OFFICE', '+1 425 555 0100']);
    expect([await again.send(), await again.receive(), await again.canModify()]).toEqual([false, true, true]);
    expect(await again.deviceId()).toBe(stored?.id);
  });

  it('renumbers the others when it takes a place among them', async () => {
    await office.ask('ports.add', { name: 'Third', address: 'loopback:5550102' });
    const third = await script.port('Third');
    await third.setPriority(1);
    expect(await order()).toEqual([
      ['Third', 1],
      ['Practice 1', 2],
      ['Practice 2', 3],
    ]);
    // One that was read before tells its new place: ports are asked each time.
    expect(await port.priority()).toBe(2);
  });

  it.each<[string, () => Promise<void>]>([
    ['priority 0', () => port.setPriority(0)],
    ['priority above the number of ports', () => port.setPriority(3)],
    ['0 rings', () => port.setRings(0)],
    ['100 rings', () => port.setRings(100)],
    ['a text for rings', () => port.setRings('5' as unknown as number)],
    ['21 characters', () => port.setCsid('123456789012345678901')],
    ['what is not ASCII', () => port.setTsid('Büro')],
    ['a text for receive', () => port.setReceive('yes' as unknown as boolean)],
    ['nothing', () => port.setSend(undefined as unknown as boolean)],
  ])('refuses %s, and stays as it was', async (_, put) => {
    const before = (await office.ask('ports.list', {})).ports;
    expect(await refusal(put())).toMatchObject(invalidValue);
    expect((await office.ask('ports.list', {})).ports).toEqual(before);
  });

  it('that is answered by hand reads false, and false leaves it so', async () => {
    await office.ask('ports.set', { name: 'Practice 1', changes: { receive: 'manual' } });
    expect(await port.receive()).toBe(false);
    await port.setReceive(false);
    expect((await office.ask('ports.list', {})).ports[0]?.receive).toBe('manual');
    await port.setReceive(true);
    await port.setReceive(false);
    expect((await office.ask('ports.list', {})).ports[0]?.receive).toBe('none');
  });

  it('that was removed is ERROR_BAD_UNIT, with all that came from it', async () => {
    const status = await port.getStatus();
    const method = await (await port.getRoutingMethods()).item(1);
    await office.ask('ports.remove', { name: 'Practice 1' });
    const gone = { modelName: 'ERROR_BAD_UNIT', hresult: 0x80070014 };
    const asked = [port.name(), port.setRings(2), port.getStatus(), port.getRoutingMethods(), status.refresh()];
    const refusals = [...asked, method.enable(), method.setEnable(true), method.deviceName()].map(refusal);
    for (const each of refusals) expect(await each).toMatchObject(gone);
    // A status is what it was.
    expect(await status.deviceName()).toBe('Practice 1');
  });
});

describe('the status of a port', () => {
  it('is idle, with nothing to tell', async () => {
    const status = await port.getStatus();
    expect([await status.description(), await status.send(), await status.receive()]).toEqual([
      'Available',
      false,
      false,
    ]);
    expect([await status.startTime(), await status.submittedTime(), await status.elapsedTime()]).toEqual([
      null,
      null,
      0,
    ]);
    expect([await status.csid(), await status.tsid(), await status.address(), await status.callerId()]).toEqual([
      '',
      '',
      '',
      '',
    ]);
  });

  it('tells of a fax that is sent, and changes on refresh alone', async () => {
    const doc = await script.document('5550101', '3-letter.pdf');
    await doc.setDisplayName('Offer 17');
    await doc.setSenderName('Sales');
    await doc.setRecipientName('Purchasing');
    const begun = office.time.now();
    const id = await doc.send();
    const status = await port.getStatus();
    expect(await status.description()).toBe('Dialing');
    await office.untilState(id, 'sending');
    await office.time.pass(11_000);
    expect(await status.description()).toBe('Dialing');
    await status.refresh();
    expect([await status.description(), await status.send(), await status.receive()]).toEqual(['Sending', true, false]);
    expect([await status.currentPage(), await status.pageCount(), await status.address()]).toEqual([2, 3, '5550101']);
    expect([await status.documentName(), await status.senderName(), await status.recipientName()]).toEqual([
      'Offer 17',
      'Sales',
      'Purchasing',
    ]);
    expect([await status.csid(), await status.tsid()]).toEqual(['5550101', '5550100']);
    expect((await status.startTime())?.getTime()).toBe(begun);
    expect((await status.submittedTime())?.getTime()).toBe(begun);
    // A duration in days.
    expect((await status.elapsedTime()) * 86_400_000).toBeCloseTo(office.time.now() - begun, 3);
  });

  it('tells of a fax that is received', async () => {
    office.network.callerId = '5550177';
    const far = await script.port('Practice 2');
    await far.setRings(2);
    const id = await (await script.document('5550101', '3-letter.pdf')).send();
    await office.untilState(id, 'sending');
    await office.time.pass(1000);
    const status = await far.getStatus();
    expect([await status.description(), await status.send(), await status.receive()]).toEqual([
      'Receiving',
      false,
      true,
    ]);
    expect([await status.csid(), await status.tsid(), await status.callerId()]).toEqual([
      '5550101',
      '5550100',
      '5550177',
    ]);
    expect([await status.currentPage(), await status.pageCount(), await status.address()]).toEqual([0, 0, '']);
    expect(await status.startTime()).toBeInstanceOf(Date);
    expect(await status.submittedTime()).toBeNull();
    expect(await status.deviceId()).toBe(await far.deviceId());
  });
});

describe('a routing method of a port', () => {
  const methodsOf = async (name: string) => itemsOf(await (await script.port(name)).getRoutingMethods());

  it('is off until it is switched on, for this port alone', async () => {
    const [, folder, print] = await methodsOf('Practice 2');
    expect(await folder?.enable()).toBe(false);
    await folder?.setEnable(true);
    await print?.setEnable(true);
    expect([await folder?.enable(), await print?.enable()]).toEqual([true, true]);
    const [, other] = await methodsOf('Practice 1');
    expect(await other?.enable()).toBe(false);
    await folder?.setEnable(false);
    expect([await folder?.enable(), await print?.enable()]).toEqual([false, true]);
  });

  it.each([0, 3])('that nobody has said where to (%i) asks for a rule first', async (index) => {
    const method = (await methodsOf('Practice 2'))[index];
    expect(await refusal(method?.setEnable(true) ?? Promise.resolve())).toMatchObject(invalidValue);
    expect(await method?.enable()).toBe(false);
    await method?.setEnable(false);
  });

  it('names itself and its port', async () => {
    const [email] = await methodsOf('Practice 2');
    expect([await email?.deviceName(), await email?.friendlyName(), await email?.extensionName()]).toEqual([
      'Practice 2',
      'E-mail',
      'Fax Console',
    ]);
    expect([await email?.functionName(), await email?.imageName(), await email?.routingData()]).toEqual([
      'email',
      'fax-console',
      '5550101',
    ]);
  });

  it('keeps what somebody else writes at the same moment', async () => {
    const [, folder, print] = await methodsOf('Practice 2');
    await Promise.all([folder?.setEnable(true), print?.setEnable(true)]);
    expect([await folder?.enable(), await print?.enable()]).toEqual([true, true]);
  });

  it('stores what the port receives', async () => {
    const [, folder] = await methodsOf('Practice 2');
    await folder?.setEnable(true);
    const id = await (await script.document('5550101')).send();
    await office.untilState(id, 'delivered');
    await script.minutes(1);
    const { messages } = await office.ask('messages.list', {});
    expect(messages[0]?.routing.map(({ method, state }) => [method, state])).toEqual([
      ['folder', 'done'],
      ['folder', 'done'],
    ]);
  });
});
