import { expect, test } from 'vitest';
import type { FoundModem } from '../../lines/modem/detect/list-modems.ts';
import { unknownModem } from '../../lines/modem/detect/modem-facts.ts';
import { listingOf } from './look-for-modems.ts';

const found: FoundModem = {
  path: '/dev/ttyACM0',
  state: 'fax',
  words: 'A modem: fax Class 1; will be used in Class 1',
  name: 'A modem',
  class: '1',
  why: 'It has no other.',
  address: 'modem:/dev/ttyACM0',
  facts: {
    ...unknownModem,
    manufacturer: 'A maker',
    model: 'M1',
    classes: ['1', '2'],
    class1: { transmit: [3, 24, 48, 72, 96, 146], receive: [3, 24, 48] },
    sessions: [{ class: '2', rate: 9600, ecm: false, codings: ['mh'] }],
  },
};

test('a fax modem: its rates in the class that is used, fastest first and each once', () => {
  expect(listingOf(found)).toEqual({
    path: '/dev/ttyACM0',
    state: 'modem',
    manufacturer: 'A maker',
    model: 'M1',
    classes: ['1', '2'],
    use: '1',
    rates: [14_400, 9600, 7200, 4800, 2400],
    words: 'A modem: fax Class 1; will be used in Class 1',
    address: 'modem:/dev/ttyACM0',
  });
  expect(listingOf({ ...found, class: '2' }).rates).toEqual([9600, 7200, 4800, 2400]);
});

test('a modem that names itself in one line has that as its model', () => {
  const facts = { ...unknownModem, identity: ['56K modem'] };
  expect(listingOf({ ...found, name: '56K modem', facts })).toMatchObject({ manufacturer: null, model: '56K modem' });
});

test.each([
  ['no-fax', 'modem'],
  ['silent', 'silent'],
  ['in-use', 'in-use'],
  ['unusable', 'no-access'],
  ['not-asked', 'not-asked'],
] as const)('%s is listed as %s, with no class', (state, listed) => {
  const none = { ...found, state, class: null, why: null, address: null, facts: null };
  expect(listingOf(none)).toMatchObject({ state: listed, use: null, classes: [], rates: [], manufacturer: 'A modem' });
});
