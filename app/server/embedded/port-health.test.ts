import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LineHealth } from '../../lines/fax-line.ts';
import { courier, systemOf } from '../../lines/modem/detect/asked-modem.testing.ts';
import { FaxError } from '../../model/errors.ts';
import type { Port } from '../../model/port.ts';
import type { FakeLine } from './simulation/fake-network.ts';
import { SimulatedOffice } from './simulation/simulated-office.ts';

const modem = 'modem:/dev/fax-test-modem';
const gone: LineHealth = { state: 'offline', error: new FaxError('MODEM_GONE') };
const givenUp: LineHealth = { state: 'out-of-service', error: new FaxError('MODEM_NOT_ANSWERING') };
const givenUpNotice = {
  notice: 'line-down',
  id: 3,
  words: 'Modem is out of service. The modem does not answer. Switch it off and on again, and check its cable.',
};

let office: SimulatedOffice;

beforeEach(async () => {
  office = new SimulatedOffice();
  await office.start();
});

afterEach(() => office.remove());

const addModem = () => office.ask('ports.add', { name: 'Modem', address: modem });
const modemPort = (): Port | undefined => office.snapshot.ports.find(({ name }) => name === 'Modem');
const modemLine = (): FakeLine => {
  const line = office.network.made.find(({ address }) => address.kind === 'modem');
  if (!line) throw new Error('There is no modem.');
  return line;
};
const say = async (health: LineHealth): Promise<void> => {
  modemLine().say(health);
  await office.time.pass(0);
};
const lineDown = () => office.notices.filter(({ notice }) => notice === 'line-down');

describe('a modem that is unplugged', () => {
  it('makes its port offline in words, and is used again by itself when it is back', async () => {
    await addModem();
    await say(gone);
    expect(modemPort()).toMatchObject({
      state: 'offline',
      error: 'The modem is not connected any more.',
      next: 'Plug it in again; it is used as soon as it is there.',
    });
    const [job] = await office.submit('5551234', '1-letter.pdf');
    expect(office.job(job?.id ?? 0)).toMatchObject({
      state: 'waiting',
      reason: 'No line is working: the modem is not connected any more',
    });
    await office.time.pass(3_600_000);
    expect(modemLine().asked).toEqual(['open']);
    await say({ state: 'ready' });
    expect(modemPort()).toMatchObject({ error: null, next: null });
    expect(office.job(1).state).toBe('dialing');
    expect(lineDown()).toEqual([]);
  });

  it('in the middle of a call is offline when the call has ended', async () => {
    await addModem();
    await office.submit('5550970', '1-letter.pdf', { port: 'Modem' });
    await office.time.until(() => modemPort()?.state === 'sending', 60_000);
    await say(gone);
    expect(modemPort()).toMatchObject({ state: 'sending', error: null });
    await office.untilState(1, 'delivered');
    expect(modemPort()).toMatchObject({ state: 'offline', error: 'The modem is not connected any more.' });
  });

  it('leaves a job that must go on it with the reason', async () => {
    await addModem();
    await say(gone);
    await office.submit('5551234', '1-letter.pdf', { port: 'Modem' });
    expect(office.job(1).reason).toBe('Modem is not working: the modem is not connected any more');
  });
});

describe('a modem that was given up', () => {
  it('is out of service with one notice, and comes back when somebody tries again', async () => {
    await addModem();
    await say(givenUp);
    await say(givenUp);
    expect(modemPort()).toMatchObject({ state: 'out-of-service', error: 'The modem does not answer.' });
    expect(lineDown()).toMatchObject([givenUpNotice]);
    office.network.broken.add('/dev/fax-test-modem');
    office.network.brokenBy = new FaxError('MODEM_NOT_ANSWERING');
    const still = await office.ask('ports.retry', { name: 'modem' });
    expect(still.port).toMatchObject({ state: 'out-of-service' });
    expect(lineDown()).toHaveLength(1);
    office.network.broken.clear();
    const again = await office.ask('ports.retry', { name: 'Modem' });
    expect(again.port).toMatchObject({ state: 'idle', error: null, next: null });
    expect(modemLine().asked).toEqual(['open', 'close', 'open', 'close', 'open']);
  });

  it('is tried again by itself, seldom', async () => {
    await addModem();
    await say(givenUp);
    await office.time.pass(599_000);
    expect(modemPort()?.state).toBe('out-of-service');
    await office.time.pass(2000);
    expect(modemPort()?.state).toBe('idle');
  });

  it('is so at once when it is there and does not answer', async () => {
    office.network.broken.add('/dev/fax-test-modem');
    office.network.brokenBy = new FaxError('MODEM_NOT_ANSWERING');
    const { port } = await addModem();
    expect(port).toMatchObject({ state: 'out-of-service', error: 'The modem does not answer.' });
    expect(lineDown()).toMatchObject([givenUpNotice]);
  });

  it('is left alone by trying again what works', async () => {
    await addModem();
    await office.ask('ports.retry', { name: 'Modem' });
    expect(modemLine().asked).toEqual(['open']);
    await expect(office.ask('ports.retry', { name: 'None' })).rejects.toMatchObject({ code: 'PORT_NOT_FOUND' });
  });
});

it('a line that takes long to open does not hold the start of the server', async () => {
  await addModem();
  await office.stop();
  const { promise, resolve } = Promise.withResolvers<void>();
  office.network.opening = promise;
  await office.time.during(office.start());
  expect(modemPort()).toMatchObject({ state: 'offline', error: null });
  const [job] = await office.submit('5551234', '1-letter.pdf');
  expect(office.job(job?.id ?? 0)).toMatchObject({ state: 'waiting', reason: 'Waiting until a line is open' });
  resolve();
  await office.time.pass(0);
  expect(office.job(job?.id ?? 0).state).toBe('dialing');
});

it('a line that cannot be closed is opened again, removed, and left at the end all the same', async () => {
  await addModem();
  await say(gone);
  office.network.closingFails = true;
  const { port } = await office.ask('ports.retry', { name: 'Modem' });
  expect(port.state).toBe('idle');
  await office.ask('ports.remove', { name: 'Modem' });
  expect(modemPort()).toBeUndefined();
  await office.stop();
  office.network.closingFails = false;
  await office.start();
});

it('a new telephone line leaves people their time to answer first', async () => {
  const { port } = await addModem();
  expect(port.rings).toBe(5);
  const { port: practice } = await office.ask('ports.add', { name: 'Practice 3', address: 'loopback:5550109' });
  expect(practice.rings).toBe(1);
});

describe('a modem whose device is not there', () => {
  it('is added offline in words, and used once it is there', async () => {
    office.network.broken.add('/dev/fax-test-modem');
    office.network.brokenBy = new FaxError('LINE_UNAVAILABLE', {
      message: 'There is no serial port /dev/fax-test-modem.',
    });
    const { port } = await addModem();
    expect(port).toMatchObject({ state: 'offline', error: 'There is no serial port /dev/fax-test-modem.' });
    expect(lineDown()).toEqual([]);
    office.network.broken.clear();
    await office.time.pass(31_000);
    expect(modemPort()).toMatchObject({ state: 'idle', error: null });
  });
});

describe('the serial ports of the machine', () => {
  it('are looked at for modems when somebody asks', async () => {
    await office.stop();
    office.lineSystem = systemOf({
      '/dev/ttyACM0': { answers: courier },
      '/dev/ttyS1': { error: new FaxError('PORT_LOCKED', { message: 'mgetty is using /dev/ttyS1.' }) },
    });
    await office.start();
    expect(await office.ask('lines.modems', {})).toEqual({
      modems: [
        {
          path: '/dev/ttyACM0',
          state: 'fax',
          words: 'U.S. Robotics 56K FAX: fax Class 1 and 2.0, V.17 14400; will be used in Class 1',
          address: 'modem:/dev/ttyACM0',
        },
        { path: '/dev/ttyS1', state: 'in-use', words: 'mgetty is using /dev/ttyS1', address: null },
      ],
    });
  });
});

describe('two ports', () => {
  it('cannot share one modem under two names', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fax-ports-'));
    try {
      writeFileSync(join(folder, 'ttyS0'), '');
      symlinkSync(join(folder, 'ttyS0'), join(folder, 'modem'));
      await office.ask('ports.add', { name: 'One', address: `modem:${join(folder, 'ttyS0')}` });
      for (const address of [`modem:${join(folder, 'modem')}`, `modem:${join(folder, 'ttyS0')}?class=1`])
        await expect(office.ask('ports.add', { name: 'Two', address })).rejects.toMatchObject({
          code: 'LINE_ADDRESS_INVALID',
          message: 'One already uses this line.',
        });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('a port that is removed', () => {
  it('while it rings is refused, and the caller can still be answered', async () => {
    await office.ask('ports.set', { name: 'Practice 2', changes: { receive: 'manual' } });
    await office.submit('5550101');
    await office.time.until(() => office.snapshot.ports[1]?.state === 'ringing', 60_000);
    await expect(office.ask('ports.remove', { name: 'Practice 2' })).rejects.toMatchObject({
      code: 'PORT_BUSY',
      message: 'A call rings on this port.',
    });
    await office.ask('ports.answer', { name: 'Practice 2' });
    await office.untilState(1, 'delivered');
  });

  it('while it is being opened is closed behind that, and never comes back', async () => {
    const opened = Promise.withResolvers<void>();
    office.network.opening = opened.promise;
    const adding = office.begin('ports.add', { name: 'Modem', address: modem });
    await office.time.until(() => modemLine().asked.includes('open'), 1000);
    const removing = office.begin('ports.remove', { name: 'Modem' });
    await office.time.pass(100);
    expect(modemLine().asked).toEqual(['open']);
    opened.resolve();
    await office.time.during(Promise.all([adding, removing]));
    expect(modemLine().asked).toEqual(['open', 'close']);
    expect(modemPort()).toBeUndefined();
    await say({ state: 'ready' });
    expect(modemPort()).toBeUndefined();
  });
});

describe('a line that fails while the fax that it brought is still being filed', () => {
  it('is offline at once', async () => {
    vi.spyOn(office.works, 'finishReceived').mockRejectedValueOnce(new FaxError('DISK_FULL'));
    await office.submit('5550101');
    await office.untilState(2, 'routing');
    await office.time.pass(1000);
    office.network.lineOf('5550101')?.say(gone);
    await office.time.pass(0);
    expect(office.job(2).state).toBe('routing');
    expect(office.snapshot.ports[1]).toMatchObject({ state: 'offline' });
    await office.untilState(2, 'received');
    expect(office.snapshot.ports[1]).toMatchObject({ state: 'offline' });
  });
});

describe('a line that fails while it rings', () => {
  it('rings no more and cannot be answered', async () => {
    await office.ask('ports.set', { name: 'Practice 2', changes: { receive: 'manual' } });
    await office.submit('5550101');
    await office.time.until(() => office.snapshot.ports[1]?.state === 'ringing', 60_000);
    office.network.lineOf('5550101')?.say(gone);
    await office.time.pass(10_000);
    expect(office.snapshot.ports[1]).toMatchObject({ state: 'offline', callerId: null });
    await expect(office.ask('ports.answer', { name: 'Practice 2' })).rejects.toMatchObject({
      code: 'OPERATION_NOT_ALLOWED',
    });
  });
});
