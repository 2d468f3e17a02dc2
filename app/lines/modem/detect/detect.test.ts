import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { FaxError } from '../../../model/errors.ts';
import { SimulatedClock } from '../../loopback/simulated-clock.ts';
import { createAtChannel } from '../at-dialogue.ts';
import { quirksOf } from '../quirks/modem-quirks.ts';
import { type Answers, AskedModem, courier, rockwell, systemOf } from './asked-modem.testing.ts';
import { chooseClass, modemWords } from './choose-class.ts';
import { detectModem } from './detect-modem.ts';
import { type FoundModem, listModems } from './list-modems.ts';
import { type ModemFacts, unknownModem } from './modem-facts.ts';
import { numberList, parameterValues, valueList } from './value-lists.ts';

let clock: SimulatedClock;

beforeEach(() => {
  clock = new SimulatedClock();
});

const detected = async (answers: Answers): Promise<{ facts: ModemFacts; asked: readonly string[] }> => {
  const modem = new AskedModem('/dev/ttyS0', answers);
  const facts = await clock.run(detectModem(createAtChannel(modem, clock)));
  return { facts, asked: modem.asked };
};

describe('lists of values', () => {
  it.each([
    ['0,1,1.0,2,2.0,8', ['0', '1', '1.0', '2', '2.0', '8']],
    ['(0,1,2)', ['0', '1', '2']],
    ['+FCLASS: (0,1,"2.0")', ['0', '1', '2.0']],
    ['(0-3)', ['0', '1', '2', '3']],
    ['', []],
    ['(9-1)', []],
    ['(0-99999)', []],
  ])('%j', (answer, expected) => {
    expect(valueList(answer)).toEqual(expected);
  });

  it('keep the parameters apart', () => {
    expect(parameterValues('+FDCC: (0,1),(0-2),1,(3)')).toEqual([['0', '1'], ['0', '1', '2'], ['1'], ['3']]);
  });

  it('are bounded and never throw, whatever a modem says', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789-,():"A. '), maxLength: 2000 }), (answer) => {
        expect(numberList(answer).length).toBeLessThan(30_000);
      }),
    );
  });
});

describe('a modem that is asked', () => {
  it('with Class 1 tells its speeds, and is left in Class 0', async () => {
    const { facts, asked } = await detected(courier);
    expect(facts).toMatchObject({
      manufacturer: 'U.S. Robotics',
      model: '56K FAX',
      revision: 'V4.11.2',
      identity: ['5601', 'U.S. Robotics 56K FAX EXT V4.11.2'],
      classes: ['1', '2.0'],
      flow: [0, 1, 2],
      adaptiveAnswer: '+FAE=1',
      callerId: '#CID=1',
      distinctiveRing: null,
    });
    expect(facts.class1?.receive).toHaveLength(12);
    expect(facts.sessions).toEqual([{ class: '2.0', rate: 14_400, ecm: false, codings: ['mh', 'mr'] }]);
    expect(asked.filter((command) => command.startsWith('+FCLASS=')).at(-1)).toBe('+FCLASS=0');
    expect(modemWords(facts)).toBe('U.S. Robotics 56K FAX: fax Class 1 and 2.0, V.17 14400; will be used in Class 1');
  });

  it('with Class 2 alone is used in it', async () => {
    const { facts } = await detected(rockwell);
    expect(facts).toMatchObject({ manufacturer: 'ROCKWELL', classes: ['2'], class1: null, callerId: '+VCID=1' });
    expect(facts.sessions).toEqual([{ class: '2', rate: 14_400, ecm: true, codings: ['mh', 'mr', 'mmr'] }]);
    expect(facts.distinctiveRing).toBe('+VDR=1,0');
    expect(modemWords(facts)).toBe('ROCKWELL AC/V34: fax Class 2, 14400 bit/s; will be used in Class 2');
  });

  it('that knows no fax is no fax modem', async () => {
    const { facts } = await detected({ '+FCLASS=?': ['0'], I3: ['Data modem 2400'] });
    expect(chooseClass(facts)).toBeNull();
    expect(modemWords(facts)).toBe('Data modem 2400: a modem without fax');
  });

  it('that skips some questions is known by the others', async () => {
    const { facts } = await detected({ ...courier, I4: null, I5: null });
    expect(facts.classes).toEqual(['1', '2.0']);
  });

  it('that falls silent is not answering', async () => {
    const silent = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`I${n}`, null]));
    await expect(detected({ ...courier, ...silent })).rejects.toMatchObject({ code: 'MODEM_NOT_ANSWERING' });
  });

  it('that talks without an end is cut short', async () => {
    const { facts } = await detected({
      ...courier,
      I7: Array.from({ length: 500 }, (_, n) => `${n} ${'x'.repeat(300)}`),
    });
    expect(facts.identity).toHaveLength(40);
    for (const line of facts.identity) expect(line.length).toBeLessThanOrEqual(120);
  });
});

describe('the class that is chosen', () => {
  const ecm = (of: '2' | '2.0' | '2.1', has: boolean) => ({ class: of, rate: 14_400, ecm: has, codings: [] }) as const;
  const all = { transmit: [96], receive: [96] };
  it.each<[string, Partial<ModemFacts>, string | null]>([
    ['Class 1 before all others', { classes: ['1', '1.0', '2', '2.1'], class1: all }, '1'],
    ['1.0 where 1 is not there', { classes: ['1.0', '2.1'], class1: all }, '1.0'],
    ['another where Class 1 can send nothing', { classes: ['1', '2'], class1: { transmit: [], receive: [] } }, '2'],
    ['Class 1 where nothing else is there', { classes: ['1'], class1: { transmit: [], receive: [] } }, '1'],
    ['the newest of the others', { classes: ['2', '2.0', '2.1'] }, '2.1'],
    ['one with error correction', { classes: ['2', '2.0'], sessions: [ecm('2', true), ecm('2.0', false)] }, '2'],
    ['none where there is none', { classes: [] }, null],
  ])('is %s', (_, facts, expected) => {
    expect(chooseClass({ ...unknownModem, ...facts })?.class ?? null).toBe(expected);
  });
});

describe('known quirks', () => {
  it('of a modem that nobody knows are none', () => {
    expect(quirksOf(unknownModem)).toMatchObject({ reasons: [], class2Received: 'reversed', flow: null });
  });

  it.each<[string, Partial<ModemFacts>, object]>([
    ['USRobotics', { identity: ['U.S. Robotics 56K FAX EXT'] }, { silenceByPause: true }],
    ['Cirrus Logic', { model: 'MD5650' }, { silenceByPause: true, flow: { xonxoff: '\\Q1', rtscts: '\\Q3' } }],
    ['Multi-Tech', { manufacturer: 'Multi-Tech Systems', model: 'MT1432BA' }, { class2Received: 'direct' }],
    ['a Lucent chip', { manufacturer: 'Multi-Tech Systems', model: 'MT5634ZBA' }, { class2Received: 'reversed' }],
    ['Rockwell', { manufacturer: 'ROCKWELL' }, { class2Received: 'reversed', adaptiveUnreliable: true }],
    ['Digi', { manufacturer: 'Digi', model: 'RAS modem' }, { receiveAgain: 0 }],
    ['Telebit', { manufacturer: 'Telebit', model: 'QBlazer' }, { class2SaysXon: false }],
    ['Everex', { manufacturer: 'Everex Systems' }, { class2DataStart: 'DC1' }],
  ])('of %s', (_, facts, expected) => {
    const known = quirksOf({ ...unknownModem, ...facts });
    expect(known).toMatchObject(expected);
    for (const reason of known.reasons) expect(reason).toMatch(/^[A-Z+].*\.$/);
    expect(known.reasons.length).toBeGreaterThan(0);
  });
});

describe('the list of modems', () => {
  const list = (ports: Parameters<typeof systemOf>[0]): Promise<readonly FoundModem[]> =>
    clock.run(listModems(systemOf(ports), clock));

  it('says of each port what is on it, in the system’s order', async () => {
    const found = await list({
      '/dev/ttyS0': { answers: { '': null }, manufacturer: 'Serial adapter' },
      '/dev/ttyACM0': { answers: courier },
      '/dev/ttyS1': { error: new FaxError('PORT_LOCKED', { message: 'mgetty is using /dev/ttyS1.' }) },
      '/dev/ttyS2': { error: new FaxError('LINE_UNAVAILABLE', { message: 'You may not open /dev/ttyS2.' }) },
      '/dev/ttyUSB0': { vendorId: '2341', answers: courier },
      '/dev/ttyUSB1': { answers: { '+FCLASS=?': ['0'] } },
    });
    expect(found.map(({ path, state, words, address }) => [path, state, words, address])).toEqual([
      ['/dev/ttyS0', 'silent', 'Nothing answers here', null],
      [
        '/dev/ttyACM0',
        'fax',
        'U.S. Robotics 56K FAX: fax Class 1 and 2.0, V.17 14400; will be used in Class 1',
        'modem:/dev/ttyACM0',
      ],
      ['/dev/ttyS1', 'in-use', 'mgetty is using /dev/ttyS1', null],
      ['/dev/ttyS2', 'unusable', 'You may not open /dev/ttyS2', null],
      ['/dev/ttyUSB0', 'not-asked', 'Not asked: it is an Arduino board', null],
      ['/dev/ttyUSB1', 'no-fax', 'A modem: a modem without fax', null],
    ]);
  });

  it('says where other programs cannot see that a port is in use', async () => {
    const warning = 'Other programs cannot see that /dev/ttyS1 is in use: /var/lock/LCK..ttyS1 cannot be written.';
    const [found] = await list({ '/dev/ttyS1': { answers: courier, warning } });
    expect(found?.words).toMatch(/used in Class 1\. Other programs cannot see .* cannot be written$/);
  });

  it('says little to what does not answer, and closes every port', async () => {
    const system = systemOf({ '/dev/ttyS0': { answers: { '': null } }, '/dev/ttyS1': { answers: courier } });
    await clock.run(listModems(system, clock));
    const silent = system.opened.filter(({ path }) => path === '/dev/ttyS0');
    expect(silent.flatMap(({ asked }) => asked).every((command) => command === '')).toBe(true);
    expect(silent.flatMap(({ asked }) => asked).length).toBeLessThanOrEqual(6);
    expect(system.opened.every(({ closed }) => closed)).toBe(true);
  });
});
