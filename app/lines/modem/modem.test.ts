import { describe, expect, test } from 'vitest';
import { FaxError } from '../../model/errors.ts';
import { type ModemAddress, parseLineAddress } from '../../model/line-address.ts';
import { fromHex } from '../../t30/octets.ts';
import type { FaxLine, IncomingRing, LineHealth } from '../fax-line.ts';
import { KeepingSink, keepingObserver, OpaqueDocument, outgoing } from '../in-memory.testing.ts';
import type { LineSystem } from '../line-system.ts';
import { SimulatedClock } from '../loopback/simulated-clock.ts';
import { withBitsReversed } from './bit-order.ts';
import { createModemLine } from './modem-line.ts';
import { delivered, ScriptedModem } from './scripted-modem.testing.ts';

const never = new AbortController().signal;

function address(text: string): ModemAddress {
  const parsed = parseLineAddress(text);
  if (parsed.kind !== 'modem') throw new Error('not a modem');
  return parsed;
}

/** A Class 1 modem as it answers questions. */
function classOne(): ScriptedModem {
  return new ScriptedModem()
    .always(/^I\d/, 'ERROR')
    .always('+FCLASS=?', '0,1', 'OK')
    .always(/^\+F[TR]M=\?/, '24,48,72,73,74,96,97,98,121,122,145,146', 'OK')
    .always(/^\+(FAE|FAA|VDR|FLO)=\?/, 'ERROR')
    .always('+VCID=?', '0,1', 'OK');
}

function office(modems: readonly (ScriptedModem | FaxError)[], text = 'modem:/dev/scripted') {
  const clock = new SimulatedClock();
  const waiting = [...modems];
  const opened: string[] = [];
  const system: LineSystem = {
    openSerialPort: async (path, { flowControl }) => {
      opened.push(`${path} ${flowControl}`);
      const next = waiting.shift() ?? new FaxError('LINE_UNAVAILABLE');
      if (next instanceof FaxError) throw next;
      return next;
    },
    listSerialPorts: async () => [],
    bindDatagramSocket: () => Promise.reject(new Error('no sockets here')),
  };
  const line = createModemLine(address(text), { clock, system });
  const health: LineHealth[] = [];
  line.onHealth?.((each) => health.push(each));
  const rings: IncomingRing[] = [];
  line.onRing((ring) => rings.push(ring));
  return {
    clock,
    line,
    opened,
    rings,
    health: () => health.map((each) => ('error' in each ? `${each.state} ${each.error.code}` : each.state)),
  };
}

const call = (line: FaxLine, number = '5550101', signal = never) =>
  line.send(outgoing(number, new OpaqueDocument([{ data: new Uint8Array(100) }])), keepingObserver().observer, signal);

describe('opening', () => {
  test('sets the modem up in the best class that it has', async () => {
    const modem = classOne();
    const { clock, line } = office([modem]);
    await clock.run(line.open());
    expect(modem.commands.slice(-9)).toEqual([
      'E0V1Q0',
      'X4',
      'S0=0',
      'M0',
      '&C1&D2',
      'S7=60',
      '+FCLASS=1',
      '+FAR=1',
      '+VCID=1',
    ]);
  });

  test('tries again without RTS/CTS where nothing answers under it', async () => {
    const silent = classOne();
    silent.alive = false;
    const { clock, line, opened } = office([silent, classOne()]);
    await clock.run(line.open());
    expect(opened).toEqual(['/dev/scripted rtscts', '/dev/scripted none']);
    expect(silent.done).toContain('close');
  });

  test.each([
    ['modem:/dev/scripted?class=2.0', 'MODEM_NOT_FAX'],
    ['modem:/dev/scripted?class=1', 'MODEM_NOT_FAX'],
  ])('refuses %s where the modem has no such class', async (text, code) => {
    const modem = new ScriptedModem().always('+FCLASS=?', '0', 'OK').always(/^I\d/, 'ERROR');
    const { clock, line } = office([modem], text);
    await expect(clock.run(line.open())).rejects.toMatchObject({ code });
    expect(modem.done).toContain('close');
  });

  test('says that nothing answers', async () => {
    const silent = [classOne(), classOne()];
    for (const modem of silent) modem.alive = false;
    const { clock, line } = office(silent);
    await expect(clock.run(line.open())).rejects.toMatchObject({ code: 'MODEM_NOT_ANSWERING' });
  });
});

describe('dialling', () => {
  test.each([
    ['BUSY', 'a-busy'],
    ['NO DIALTONE', 'a-no-dial-tone'],
    ['NO ANSWER', 'a-no-answer'],
    ['NO CARRIER', 'a-no-carrier'],
  ])('%s ends a call as %s, and the modem is on hook again', async (said, code) => {
    const modem = classOne().once(/^D/, said);
    const { clock, line } = office([modem]);
    await clock.run(line.open());
    expect(await clock.run(call(line))).toMatchObject({ code });
    expect(modem.commands.slice(-2)).toEqual(['D5550101', 'H0']);
  });

  test('dials by the line’s rules', async () => {
    const modem = classOne().once(/^D/, 'BUSY');
    const { clock, line } = office([modem], 'modem:/dev/scripted?prefix=9,&dial=tone');
    await clock.run(line.open());
    await clock.run(call(line));
    expect(modem.commands).toContain('DT9,5550101');
  });

  test('is stopped by a signal', async () => {
    const modem = classOne().once(/^D/);
    const { clock, line } = office([modem]);
    await clock.run(line.open());
    const stop = new AbortController();
    const ended = call(line, '5550101', stop.signal);
    await clock.advance(3000);
    stop.abort();
    expect(await clock.run(ended)).toMatchObject({ code: 'cancelled', duration: 3000 });
    expect(modem.done).toContain('CAN');
    expect(modem.commands.at(-1)).toBe('H0');
  });

  test('closing the line ends it and gives the port back', async () => {
    const modem = classOne().once(/^D/);
    const { clock, line } = office([modem]);
    await clock.run(line.open());
    const ended = call(line);
    await clock.advance(1000);
    await clock.run(line.close());
    expect(await ended).toMatchObject({ code: 'cancelled' });
    expect(modem.done.at(-1)).toBe('close');
  });
});

describe('ringing', () => {
  test('a call is told once, with what the modem says of it, and counts its rings', async () => {
    const modem = classOne();
    const { clock, line, rings } = office([modem]);
    await clock.run(line.open());
    modem.say('RING', 'DATE = 0101', 'TIME = 1200', 'NMBR = 5550100');
    await clock.advance(200);
    expect(rings.map(({ callerId }) => callerId)).toEqual(['5550100']);
    const counted: number[] = [];
    rings[0]?.onRing((count) => counted.push(count));
    await clock.advance(5000);
    modem.say('RING');
    expect(counted).toEqual([2]);
    expect(rings).toHaveLength(1);
  });

  test('a caller’s number that comes between the rings is known from then on', async () => {
    const modem = classOne();
    const { clock, line, rings } = office([modem]);
    await clock.run(line.open());
    modem.say('RING');
    await clock.advance(1000);
    expect(rings[0]?.callerId).toBeNull();
    modem.say('NMBR=5550100');
    expect(rings[0]?.callerId).toBe('5550100');
  });

  test('a call that rings no longer has gone', async () => {
    const modem = classOne();
    const { clock, line, rings } = office([modem]);
    await clock.run(line.open());
    modem.say('RING');
    await clock.advance(200);
    let gone = 0;
    rings[0]?.onGone(() => {
      gone += 1;
    });
    await clock.advance(10_000);
    expect(gone).toBe(1);
    modem.say('RING');
    await clock.advance(200);
    expect(rings).toHaveLength(2);
  });

  test('a line of a distinctive ring is silent at others', async () => {
    const modem = classOne();
    const { clock, line, rings } = office([modem], 'modem:/dev/scripted?ring=B');
    await clock.run(line.open());
    modem.say('RING A');
    await clock.advance(20_000);
    modem.say('RING B');
    await clock.advance(200);
    expect(rings.map(({ ringKind }) => ringKind)).toEqual(['B']);
  });

  test('a caller that has gone when we answer is an outcome, and the modem is on hook', async () => {
    const modem = classOne().once('A', 'NO CARRIER');
    const { clock, line, rings } = office([modem]);
    await clock.run(line.open());
    modem.say('RING');
    await clock.advance(200);
    const answered = rings[0]?.answer({ localId: '', sink: new KeepingSink(), ecm: true }, {}, never);
    expect(await clock.run(answered ?? Promise.reject(new Error('no ring')))).toMatchObject({ code: 'a-caller-gone' });
    expect(modem.commands.slice(-2)).toEqual(['A', 'H0']);
  });

  test('a data call is let go', async () => {
    const modem = classOne().always('+FAE=?', '0,1', 'OK').once('A', 'DATA', 'CONNECT');
    const { clock, line, rings } = office([modem]);
    await clock.run(line.open());
    modem.say('RING');
    await clock.advance(200);
    const answered = rings[0]?.answer({ localId: '', sink: new KeepingSink(), ecm: true }, {}, never);
    const ended = clock.run(answered ?? Promise.reject(new Error('no ring')));
    expect(await ended).toMatchObject({ code: 'a-caller-gone' });
  });
});

describe('a modem in trouble', () => {
  test('one that is unplugged is offline once, and ready when it is back', async () => {
    const modem = classOne();
    const { clock, line, health } = office([
      modem,
      new FaxError('LINE_UNAVAILABLE'),
      new FaxError('LINE_UNAVAILABLE'),
      classOne(),
    ]);
    await clock.run(line.open());
    modem.unplug();
    await clock.advance(5000);
    expect(health()).toEqual(['offline MODEM_GONE']);
    await clock.advance(60_000);
    expect(health()).toEqual(['offline MODEM_GONE', 'ready']);
  });

  test('one that is unplugged in a call ends it', async () => {
    const modem = classOne().once(/^D/);
    const { clock, line } = office([modem]);
    await clock.run(line.open());
    const ended = call(line);
    await clock.advance(1000);
    modem.unplug();
    expect(await clock.run(ended)).toMatchObject({ outcome: 'line-failed' });
    await clock.run(line.close());
  });

  test('one that falls silent in the middle of a call ends it, and is ready again when it was reset', async () => {
    const dis = withBitsReversed(fromHex('FFC80120775F23'));
    const modem = classOne().once(/^D/, 'CONNECT', delivered(dis), 'OK');
    const later = classOne();
    const { clock, line, health } = office([modem, later]);
    await clock.run(line.open());
    const ended = call(line);
    await clock.advance(500);
    expect(modem.commands).toContain('+FTH=3');
    modem.alive = false;
    expect(await clock.run(ended)).toMatchObject({ outcome: 'line-failed', code: 'line-failed' });
    expect(modem.done).toContain('dtr off');
    await clock.advance(60_000);
    expect(health().filter((each) => each.startsWith('out'))).toEqual([]);
    later.once(/^D/, 'BUSY');
    expect(await clock.run(call(line))).toMatchObject({ code: 'a-busy' });
  });

  test('one that stops answering is reset by DTR and goes on', async () => {
    const modem = classOne().once(/^D/, 'BUSY').once('H0');
    const { clock, line, health } = office([modem]);
    await clock.run(line.open());
    expect(await clock.run(call(line))).toMatchObject({ code: 'a-busy' });
    expect(modem.done).toContain('dtr off');
    expect(health()).toEqual([]);
    modem.once(/^D/, 'BUSY');
    expect(await clock.run(call(line))).toMatchObject({ code: 'a-busy' });
  });

  test('one that never answers again is out of service, until it is opened again', async () => {
    const modem = classOne().once(/^D/, 'BUSY');
    const dead = Array.from({ length: 8 }, () => {
      const each = classOne();
      each.alive = false;
      return each;
    });
    const { clock, line, health } = office([modem, ...dead, classOne().once(/^D/, 'BUSY')]);
    await clock.run(line.open());
    modem.once('H0');
    const ended = call(line);
    await clock.advance(10);
    modem.alive = false;
    await clock.run(ended);
    await clock.advance(120_000);
    expect(health()).toEqual(['offline MODEM_NOT_ANSWERING', 'out-of-service MODEM_NOT_ANSWERING']);
    expect(await clock.run(call(line))).toMatchObject({ outcome: 'line-failed' });
    await clock.run(line.open());
    expect(await clock.run(call(line))).toMatchObject({ code: 'a-busy' });
  });

  test('one that fell silent between calls is noticed', async () => {
    const modem = classOne();
    const { clock, line, health } = office([modem]);
    await clock.run(line.open());
    modem.alive = false;
    await clock.advance(10 * 60_000);
    expect(health()[0]).toMatch(/^offline/);
    await clock.run(line.close());
  });
});
