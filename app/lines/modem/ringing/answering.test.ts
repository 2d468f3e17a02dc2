import { beforeEach, describe, expect, it } from 'vitest';
import { FaxError } from '../../../model/errors.ts';
import { parseLineAddress } from '../../../model/line-address.ts';
import type { AnswerSettings, CallResult, IncomingRing, LineHealth } from '../../fax-line.ts';
import type { LineSystem } from '../../line-system.ts';
import { SimulatedClock } from '../../loopback/simulated-clock.ts';
import { createModemLine, type ModemLine } from '../modem-line.ts';
import { type Said, ScriptedModem } from '../scripted-modem.testing.ts';

const settings: AnswerSettings = {
  localId: '5550101',
  sink: { receive: async () => ({ rows: 0, badRows: 0, status: 'accept' }) },
  ecm: true,
};

let clock: SimulatedClock;
let modem: ScriptedModem;
let line: ModemLine;
let rings: IncomingRing[];

/** Opens a line on a modem of Class 1 that knows the V.253 and T.31 commands of answering. */
async function openLine(query = ''): Promise<void> {
  const address = parseLineAddress(`modem:/dev/scripted${query}`);
  if (address.kind !== 'modem') throw new Error('A modem is wanted.');
  const system: LineSystem = {
    openSerialPort: async () => modem,
    listSerialPorts: async () => [],
    bindDatagramSocket: () => Promise.reject(new FaxError('LINE_UNAVAILABLE')),
  };
  line = createModemLine(address, { clock, system });
  line.onRing((ring) => rings.push(ring));
  await clock.run(line.open());
}

beforeEach(() => {
  clock = new SimulatedClock();
  rings = [];
  modem = new ScriptedModem()
    .always('+FCLASS=?', '0,1', 'OK')
    .always('+FTM=?', '24,48,96', 'OK')
    .always('+FRM=?', '24,48,96', 'OK');
});

/** The modem says this, and what follows of itself happens. */
async function hears(...said: readonly Said[]): Promise<void> {
  modem.say(...said);
  await clock.advance(500);
}

const answered = async (): Promise<CallResult> => {
  const [ring] = rings;
  if (!ring) throw new Error('Nothing rings.');
  return clock.run(ring.answer(settings, {}, new AbortController().signal));
};

describe('a modem that rings', () => {
  it('is asked for caller ID and cadence when it is set up, and tells both', async () => {
    await openLine();
    expect(modem.commands).toEqual(expect.arrayContaining(['+VCID=1', '+VDR=1,0', '+FAE=1']));
    await hears('DROF=40', 'DRON=8', 'DROF=4', 'DRON=8', 'DROF=40', 'RING', 'NMBR = 5550177', 'NAME = Modem Zero');
    expect(rings).toHaveLength(1);
    expect(rings[0]).toMatchObject({ callerId: '5550177', ringKind: '8-4-8-40', rings: 1 });
  });

  it('counts its rings, and is gone when it falls silent', async () => {
    await openLine();
    const heard: (number | 'gone')[] = [];
    await hears('RING');
    rings[0]?.onRing((count) => heard.push(count));
    rings[0]?.onGone(() => heard.push('gone'));
    await clock.advance(5000);
    await hears('RING');
    await clock.advance(20_000);
    expect(heard).toEqual([2, 'gone']);
    expect(rings).toHaveLength(1);
  });

  it.each([
    ['its own ring', '?ring=B', ['RING B'], 1],
    ['another ring', '?ring=B', ['RING A'], 0],
    ['a ring without a name', '?ring=B', ['RING'], 0],
    ['the number that is its own', '?ring=5550102', ['DDN_NMBR=5550102', 'RING'], 1],
    ['another number', '?ring=5550102', ['DDN_NMBR=5550101', 'RING'], 0],
    ['its own cadence', '?ring=8-4-8-40', ['DRON=8', 'DROF=4', 'DRON=8', 'DROF=41', 'RING'], 1],
    ['the common cadence', '?ring=8-4-8-40', ['DRON=20', 'DROF=40', 'RING'], 0],
    ['any ring', '', ['RING A'], 1],
  ])('with a distinctive ring: %s', async (_, query, said, expected) => {
    await openLine(query);
    await hears(...said);
    expect(rings).toHaveLength(expected);
  });
});

describe('a call that is answered', () => {
  it.each([
    ['a data call', ['DATA', 'CONNECT']],
    ['a data call by its speed', ['DATA', 'CONNECT 33600']],
    ['a voice call', ['VOICE', 'OK']],
    ['a caller who has hung up', ['NO CARRIER']],
  ])('and is %s is let go: on hook, and free for the next', async (_, said) => {
    await openLine();
    modem.once('A', ...said);
    await hears('RING');
    const result = await answered();
    expect(result).toMatchObject({ outcome: 'remote-hung-up', pages: 0 });
    expect(modem.commands.slice(-2)).toEqual(['A', 'H0']);
    await hears('RING');
    expect(rings).toHaveLength(2);
  });

  it('as a fax call is received', async () => {
    await openLine();
    modem.once('A', 'FAX', 'CONNECT');
    await hears('RING');
    const [ring] = rings;
    const frames: string[] = [];
    const stop = new AbortController();
    const call = ring?.answer(settings, { frame: ({ type }) => frames.push(type) }, stop.signal);
    await clock.advance(3000);
    stop.abort();
    await clock.run(Promise.resolve(call));
    expect(frames).toContain('DIS');
    expect(modem.data.length).toBeGreaterThan(0);
  });
});

describe('a modem that fails', () => {
  const healths: LineHealth['state'][] = [];

  beforeEach(() => {
    healths.length = 0;
  });

  it('by not answering ATA, even after a reset, is out of service', async () => {
    await openLine();
    line.onHealth?.(({ state }) => healths.push(state));
    await hears('RING');
    modem.alive = false;
    await answered();
    await clock.advance(600_000);
    expect(healths.at(-1)).toBe('out-of-service');
    expect(modem.done).toContain('dtr off');
  });
});
