import { describe, expect, test } from 'vitest';
import type { Heard } from '../../../t30/carrier.ts';
import { fromHex, toHex } from '../../../t30/octets.ts';
import { SimulatedClock } from '../../loopback/simulated-clock.ts';
import { createAtChannel } from '../at-channel.ts';
import { withBitsReversed } from '../bit-order.ts';
import { delivered, type Said, ScriptedModem } from '../scripted-modem.testing.ts';
import { Class1Carrier } from './class1-carrier.ts';
import { HdlcDeframer } from './hdlc-deframer.ts';
import { frameStream } from './hdlc-framer.ts';

const dis = fromHex('FFC80120775F23');
const csi = fromHex('FFC002').slice();
const mcf = fromHex('FFC831');
const frames = { kind: 'frames', modulation: 'v21-300' } as const;
const page = { kind: 'stream', modulation: 'v17-14400', training: 'short' } as const;
const block = { kind: 'ecm', modulation: 'v29-9600', training: 'long' } as const;

/** What a modem says for a frame: its octets low bit first, and whether its FCS was good. */
const said = (frame: Uint8Array, code: 'OK' | 'ERROR' = 'OK'): readonly Said[] => [
  'CONNECT',
  delivered(withBitsReversed(frame)),
  code,
];

async function call(role: 'caller' | 'answerer', prepare: (modem: ScriptedModem) => void = () => undefined) {
  const clock = new SimulatedClock();
  const modem = new ScriptedModem();
  const channel = createAtChannel(modem, clock);
  modem
    .always('+FRH=3')
    .always(/^\+FRM/)
    .always(/^\+FT[HM]/, 'CONNECT');
  prepare(modem);
  if (role === 'answerer') modem.once('A', 'CONNECT');
  await channel.command(role === 'caller' ? 'DT5550101' : 'A');
  const hungUp: string[] = [];
  const carrier = new Class1Carrier({
    channel,
    clock,
    role,
    quirks: { silenceByPause: false, receiveAgain: 2 },
    hangUp: async () => void hungUp.push('on hook'),
  });
  const heard: Heard[] = [];
  carrier.onHeard((each) => heard.push(each));
  const told = () =>
    heard.map((each) => {
      if (each.kind === 'frame') return `${each.frame.fcsOk ? 'frame' : 'bad frame'} ${toHex(each.frame.octets)}`;
      return each.kind === 'data' ? `data ${toHex(each.octets)}` : each.kind;
    });
  const commands = () => modem.commands.slice(1);
  return { clock, modem, carrier, told, commands, hungUp };
}

describe('a Class 1 call that we made', () => {
  test('hears the first burst in the CONNECT of the dialling, whole, though nobody listened yet', async () => {
    const { clock, told, commands } = await call('caller', (modem) =>
      modem.once('DT5550101', ...said(csi)).once('+FRH=3', ...said(dis)),
    );
    await clock.advance(10);
    expect(told()).toEqual(['carrier', `frame ${toHex(csi)}`, `frame ${toHex(dis)}`]);
    expect(commands()).toEqual(['+FRH=3']);
  });

  test('answers behind a silence that the modem keeps, with frames in one burst', async () => {
    const { clock, modem, carrier, commands } = await call('caller', (each) => each.once('DT5550101', ...said(dis)));
    await clock.advance(10);
    modem.afterData('CONNECT').afterData('OK');
    await carrier.silence(75);
    await carrier.sendFrames('v21-300', 'long', [fromHex('FFC0C2'), fromHex('FFC8C10046')]);
    expect(commands()).toEqual(['+FRS=7', '+FTH=3']);
    expect(modem.data.map((octets) => toHex(withBitsReversed(octets)))).toEqual(['FFC0C2', 'FFC8C10046']);
  });

  test('keeps silence behind its own carrier by +FTS, and sends the training check as the modem wants it', async () => {
    const { clock, modem, carrier, commands } = await call('caller', (each) => each.once('DT5550101', ...said(dis)));
    await clock.advance(10);
    await carrier.sendFrames('v21-300', 'long', [mcf]);
    await carrier.silence(75);
    await carrier.sendStream('v17-14400', 'long', [new Uint8Array(2700)]);
    expect(commands()).toEqual(['+FTH=3', '+FTS=7', '+FTM=145']);
    expect(modem.data.at(-1)).toEqual(new Uint8Array(2700));
  });

  test('waits itself where the modem knows no +FRS', async () => {
    const { clock, carrier, commands } = await call('caller', (each) =>
      each.once('DT5550101', ...said(dis)).always(/^\+FRS/, 'ERROR'),
    );
    await clock.advance(10);
    const before = carrier.now();
    await clock.run(carrier.silence(75));
    expect(carrier.now() - before).toBeGreaterThanOrEqual(75);
    await clock.run(carrier.silence(75));
    expect(commands()).toEqual(['+FRS=7']);
  });

  test('sends a block as HDLC behind 200 ms of flags, with the FCS', async () => {
    const { clock, modem, carrier } = await call('caller', (each) => each.once('DT5550101', ...said(dis)));
    await clock.advance(10);
    const sent = Array.from({ length: 256 }, (_, n) =>
      Uint8Array.of(0xff, 0xc0, 0x60, n, ...new Uint8Array(256).fill(n)),
    );
    await carrier.sendFrames('v29-9600', 'long', sent);
    const stream: number[] = [];
    const octets = modem.data.at(-1) ?? new Uint8Array(0);
    for (let at = 0; at < octets.length; at++) {
      stream.push(octets[at] ?? 0);
      if (octets[at] === 0x10) at += 1;
    }
    expect(stream.findIndex((octet) => octet !== 0x7e)).toBeGreaterThanOrEqual((9600 * 0.2) / 8);
    const got: Uint8Array[] = [];
    new HdlcDeframer((frame, ok) => ok && got.push(withBitsReversed(frame))).take(Uint8Array.from(stream));
    expect(got).toEqual(sent);
  });

  test('speaks after T4 by stopping the modem that still listens', async () => {
    const { clock, modem, carrier, commands } = await call('caller', (each) => each.once('DT5550101', ...said(dis)));
    await clock.advance(10);
    await carrier.sendFrames('v21-300', 'long', [mcf]);
    carrier.listen(frames);
    await clock.advance(3300);
    await carrier.silence(75);
    await carrier.sendFrames('v21-300', 'long', [mcf]);
    expect(commands()).toEqual(['+FTH=3', '+FRH=3', '+FRS=7', '+FTH=3']);
    expect(modem.done).toEqual(['CAN']);
  });

  test('ends when the modem is on hook', async () => {
    const { clock, carrier, told } = await call('caller', (each) =>
      each.once('DT5550101', ...said(dis)).always('+FTH=3', 'NO CARRIER'),
    );
    await clock.advance(10);
    const sending = expect(carrier.sendFrames('v21-300', 'long', [mcf])).rejects.toThrow('the call is over');
    await clock.advance(2000);
    await sending;
    expect(told().at(-1)).toBe('hung-up');
  });

  test.each([
    ['the end of the carrier that it heard', ['NO CARRIER', 'CONNECT'], 1],
    ['the OK to our CAN', ['OK', 'CONNECT'], 1],
    ['a refusal', ['ERROR'], 2],
    ['NO CARRIER alone', ['NO CARRIER'], 2],
  ] as const)('a modem that says %s before it sends has not hung up', async (_, said, times) => {
    const { clock, carrier, told, commands, modem } = await call('caller', (each) =>
      each.once('DT5550101', 'CONNECT', delivered(withBitsReversed(dis)), 'OK').once('+FTH=3', ...said),
    );
    await clock.advance(10);
    await clock.run(carrier.sendFrames('v21-300', 'long', [mcf]));
    expect(commands()).toEqual(Array(times).fill('+FTH=3'));
    expect(modem.data).toHaveLength(1);
    expect(told()).not.toContain('hung-up');
  });

  test.each(['ERROR', 'NO CARRIER'])('%s to a silence is no end: it waits itself, and speaks', async (code) => {
    const { clock, carrier, told, commands } = await call('caller', (each) =>
      each.once('DT5550101', ...said(dis)).always(/^\+FTS/, code),
    );
    await clock.advance(10);
    await carrier.sendFrames('v21-300', 'long', [mcf]);
    await clock.run(carrier.silence(75));
    await clock.run(carrier.sendFrames('v21-300', 'long', [mcf]));
    expect(commands()).toEqual(['+FTH=3', '+FTS=7', '+FTH=3']);
    expect(told()).not.toContain('hung-up');
  });

  test('ERROR behind a frame or a block may be a loss that the far end makes good; behind a page it fails the line', async () => {
    const { clock, modem, carrier, told } = await call('caller', (each) => each.once('DT5550101', ...said(dis)));
    await clock.advance(10);
    modem.afterData('ERROR').afterData('ERROR').afterData('ERROR');
    await clock.run(carrier.sendFrames('v21-300', 'long', [mcf]));
    await clock.run(carrier.sendFrames('v29-9600', 'long', [fromHex('FFC06000AABB')]));
    await expect(carrier.sendStream('v29-9600', 'long', [new Uint8Array(100)])).rejects.toMatchObject({
      code: 'MODEM_NOT_ANSWERING',
    });
    expect(told()).not.toContain('hung-up');
  });

  test('a page that is given up is ended in the modem, and the operation rejects', async () => {
    const { clock, modem, carrier } = await call('caller', (each) => each.once('DT5550101', ...said(dis)));
    await clock.advance(10);
    const stop = new AbortController();
    const chunks = function* () {
      yield new Uint8Array(1000);
      stop.abort();
      yield new Uint8Array(1000);
    };
    const sending = carrier.sendStream('v29-9600', 'long', chunks(), stop.signal);
    const failed = expect(sending).rejects.toMatchObject({ name: 'AbortError' });
    await clock.advance(100);
    await failed;
    expect(modem.done).toContain('discard');
    expect(modem.data).toHaveLength(1);
  });

  test('hanging up leaves reception and puts the modem on hook, once', async () => {
    const { clock, modem, carrier, hungUp } = await call('caller', (each) => each.once('DT5550101', ...said(dis)));
    await clock.advance(1000);
    await Promise.all([carrier.hangUp(), carrier.hangUp()]);
    expect(hungUp).toEqual(['on hook']);
    expect(modem.done).toEqual(['CAN']);
  });
});

describe('a Class 1 call that we answered', () => {
  test('sends its first burst into the CONNECT of the answering', async () => {
    const { clock, modem, carrier, commands } = await call('answerer');
    carrier.listen(frames);
    await carrier.tone('ced');
    modem.afterData('CONNECT').afterData('OK');
    await carrier.sendFrames('v21-300', 'long', [csi, dis]);
    expect(commands()).toEqual([]);
    carrier.listen(frames);
    await clock.advance(10);
    expect(commands()).toEqual(['+FRH=3']);
  });

  async function answered(prepare: (modem: ScriptedModem) => void) {
    const set = await call('answerer', prepare);
    await set.carrier.sendFrames('v21-300', 'long', [dis]);
    return set;
  }

  test('turns to the page in the tick in which the engine asks for it, and tells its octets', async () => {
    const { clock, carrier, told, commands } = await answered((modem) =>
      modem.once('+FRM=146', 'CONNECT', delivered(Uint8Array.of(0x80, 0x10, 0x01)), 'NO CARRIER'),
    );
    carrier.listen(page);
    await clock.advance(10);
    expect(commands()).toEqual(['+FRM=146']);
    expect(told().slice(0, 1)).toEqual(['carrier']);
    expect(
      told()
        .filter((each) => each.startsWith('data'))
        .join('')
        .replaceAll('data ', ''),
    ).toBe('010880');
    expect(told().at(-1)).toBe('carrier-lost');
  });

  test('finds the frames of a block in the stream', async () => {
    const sent = [fromHex('FFC06000AABB'), fromHex('FFC06001CCDD'), fromHex('FFC06186')];
    const stream = frameStream(sent.map(withBitsReversed), 10);
    const { clock, carrier, told } = await answered((modem) =>
      modem.once('+FRM=96', 'CONNECT', delivered(stream), 'NO CARRIER'),
    );
    carrier.listen(block);
    await clock.advance(10);
    expect(told()).toEqual(['carrier', ...sent.map((frame) => `frame ${toHex(frame)}`), 'carrier-lost']);
  });

  test('hears frames when V.21 comes in place of the page', async () => {
    const { clock, carrier, told, commands } = await answered((modem) =>
      modem.once('+FRM=146', '+FCERROR').once('+FRH=3', ...said(mcf)),
    );
    carrier.listen(page);
    await clock.advance(10);
    expect(commands()).toEqual(['+FRM=146', '+FRH=3']);
    expect(told()).toEqual(['carrier', `frame ${toHex(mcf)}`]);
  });

  test('hears frames that the modem turned to by itself (+FAR)', async () => {
    const [, ...rest] = said(mcf);
    const { clock, carrier, told, commands } = await answered((modem) => modem.once('+FRM=146', '+FRH:3', ...rest));
    carrier.listen(page);
    await clock.advance(10);
    expect(commands()).toEqual(['+FRM=146']);
    expect(told()).toEqual(['carrier', `frame ${toHex(mcf)}`]);
  });

  test('asks again where the V.21 carrier just read is taken for a wrong one', async () => {
    const dcs = fromHex('FFC8410046');
    const { clock, carrier, commands } = await answered((modem) =>
      modem
        .once('+FRH=3', ...said(dcs))
        .once('+FRM=145', '+FCERROR')
        .once('+FRM=145', 'CONNECT', delivered(new Uint8Array(9)), 'NO CARRIER'),
    );
    carrier.listen(frames);
    await clock.advance(10);
    carrier.listen({ kind: 'stream', modulation: 'v17-14400', training: 'long' });
    await clock.advance(10);
    expect(commands()).toEqual(['+FRH=3', '+FRM=145', '+FRM=145']);
  });

  test('tells a frame with a bad FCS as bad, and listens on at once', async () => {
    const { clock, carrier, told, commands } = await answered((modem) =>
      modem.once('+FRH=3', ...said(mcf, 'ERROR')).once('+FRH=3', ...said(mcf)),
    );
    carrier.listen(frames);
    await clock.advance(10);
    expect(told()).toEqual(['carrier', `bad frame ${toHex(mcf)}`, `frame ${toHex(mcf)}`]);
    expect(commands()).toEqual(['+FRH=3', '+FRH=3']);
  });

  test('false V.21, and carriers that end without a frame, are passed over', async () => {
    const { clock, carrier, told, commands } = await answered((modem) =>
      modem
        .once('+FRH=3', 'CONNECT', Uint8Array.of(0x55, 0x2a, 0x55), 'NO CARRIER')
        .once('+FRH=3', 'NO CARRIER')
        .once('+FRH=3', ...said(mcf)),
    );
    carrier.listen(frames);
    await clock.advance(20);
    expect(told()).toEqual(['carrier', 'carrier-lost', 'carrier', `frame ${toHex(mcf)}`]);
    expect(commands()).toEqual(['+FRH=3', '+FRH=3', '+FRH=3']);
  });

  test('a modem that says NO CARRIER without an end is asked at a bounded pace', async () => {
    const { clock, carrier, commands } = await answered((modem) => modem.always('+FRH=3', 'NO CARRIER'));
    carrier.listen(frames);
    await clock.advance(2000);
    expect(commands().length).toBeLessThan(20);
    expect(commands().length).toBeGreaterThan(5);
  });

  test('a late OK to our CAN does not make it say its command again', async () => {
    const { clock, carrier, told, commands, modem } = await answered((each) => each.once('+FRH=3', 'OK'));
    carrier.listen(frames);
    await clock.advance(100);
    modem.say(...said(mcf));
    await clock.advance(10);
    expect(commands()).toEqual(['+FRH=3']);
    expect(told()).toEqual(['carrier', `frame ${toHex(mcf)}`]);
  });

  test('a frame that does not end is stopped, and listening goes on', async () => {
    const { clock, modem, carrier, told, commands } = await answered((each) =>
      each.once('+FRH=3', 'CONNECT', ...Array(40).fill(new Uint8Array(100).fill(0x55))).once('+FRH=3', ...said(mcf)),
    );
    carrier.listen(frames);
    await clock.advance(2000);
    expect(modem.done).toContain('CAN');
    expect(told().filter((each) => each.startsWith('frame'))).toEqual([`frame ${toHex(mcf)}`]);
    expect(commands()).toContain('+FRH=3');
  });

  test('a page that does not end is stopped before it fills the memory', async () => {
    const { clock, modem, carrier } = await answered((each) => each.once('+FRM=146', 'CONNECT'));
    let octets = 0;
    carrier.onHeard((heard) => {
      if (heard.kind === 'data') octets += heard.octets.length;
    });
    carrier.listen(page);
    await clock.advance(10);
    for (let n = 0; n < 30; n++) modem.say(new Uint8Array(1_000_000).fill(0x55));
    await clock.advance(10);
    expect(modem.done).toContain('CAN');
    expect(octets).toBeLessThanOrEqual(20_000_000);
    expect(octets).toBeGreaterThan(0);
  });

  test('a modem that refuses to listen is on hook', async () => {
    const { clock, carrier, told } = await answered((modem) => modem.always('+FRH=3', 'ERROR'));
    carrier.listen(frames);
    await clock.advance(1000);
    expect(told()).toEqual(['hung-up']);
  });

  test('frames without address, without FCS, with it, or turned round are the same frame', async () => {
    const low = withBitsReversed(mcf);
    const withFcs = frameStream([low], 1);
    const forms = [low, low.subarray(1), withBitsReversed(low)];
    const { clock, carrier, told } = await answered((modem) => {
      for (const form of forms) modem.once('+FRH=3', 'CONNECT', delivered(form), 'OK');
    });
    expect(withFcs.length).toBeGreaterThan(5);
    carrier.listen(frames);
    await clock.advance(2000);
    expect(told().filter((each) => each.startsWith('frame'))).toEqual(forms.map(() => `frame ${toHex(mcf)}`));
  });
});
