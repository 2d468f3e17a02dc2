import { describe, expect, test } from 'vitest';
import { FaxError } from '../model/errors.ts';
import { clockOf, spreadFiles, stationText, trialAddress, trialTerms } from './trial-options.ts';

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return error instanceof FaxError ? error.code : String(error);
  }
  return 'none';
};

describe('the address of a line with options', () => {
  test('options of T.38 go over what the address says', () => {
    const address = trialAddress('t38:127.0.0.1:4000?bind=127.0.0.1:4001&version=1&pace=off', {
      bind: '127.0.0.1:4002',
      't38-version': '3',
      recovery: 'fec:3x2',
      impair: 'drop=0.05,burst=3,seed=9',
    });
    expect(address).toMatchObject({
      remote: { host: '127.0.0.1', port: 4000 },
      bind: { host: '127.0.0.1', port: 4002 },
      options: {
        version: 3,
        recovery: { kind: 'fec', span: 3, count: 2 },
        pace: false,
        impair: { drop: 0.05, burst: 3, dup: 0, swap: 0, seed: 9 },
      },
    });
  });

  test('without options the address stays as it is', () => {
    expect(trialAddress('t38:127.0.0.1:4000?version=2', {})).toMatchObject({ options: { version: 2, impair: null } });
    expect(trialAddress('loopback:5550109', { ecm: 'off' })).toMatchObject({ kind: 'loopback' });
  });

  test.each([['drop=1.5'], ['drop=-1'], ['burst=0'], ['burst=1.5'], ['noise=1'], [''], ['drop=0.1,,dup=0.1']])(
    'the impairment “%s” is refused',
    (impair) => {
      expect(codeOf(() => trialAddress('t38:127.0.0.1:4000', { impair }))).toBe('ARGUMENT_INVALID');
    },
  );

  test.each(['bind', 't38-version', 'recovery', 'pace', 'impair'])('--%s is refused on other lines', (name) => {
    expect(codeOf(() => trialAddress('modem:/dev/ttyACM0', { [name]: '1' }))).toBe('ARGUMENT_INVALID');
  });
});

test('terms: names are read, everything left out is allowed', () => {
  expect(trialTerms({})).toEqual({
    ecm: true,
    codings: null,
    modems: null,
    finest: null,
    frameSize: null,
    scanTime: null,
  });
  const given = { ecm: 'off', codings: 'mh,mr', rates: 'v27, v17', resolution: 'fine', 'scan-time': '20' };
  expect(trialTerms(given)).toMatchObject({
    ecm: false,
    codings: ['mh', 'mr'],
    modems: ['v27ter', 'v17'],
    finest: 'fine',
    scanTime: 20,
  });
  expect(codeOf(() => trialTerms({ ecm: 'yes' }))).toBe('ARGUMENT_INVALID');
  expect(codeOf(() => trialTerms({ codings: '' }))).toBe('ARGUMENT_INVALID');
  expect(codeOf(() => trialTerms({ 'frame-size': '128' }))).toBe('ARGUMENT_INVALID');
});

test('a clock runs 1 to 1000 times as fast', () => {
  expect(clockOf(undefined)).toBe(1);
  expect(clockOf('12.5')).toBe(12.5);
  for (const wrong of ['0', '0.5', '1001', 'fast', '1e2', '-3'])
    expect(codeOf(() => clockOf(wrong))).toBe('ARGUMENT_INVALID');
});

test('an identification has at most 20 characters of ASCII', () => {
  expect(stationText('ident', '+1 555 0100')).toBe('+1 555 0100');
  for (const wrong of ['x'.repeat(21), 'Büro', 'a\tb'])
    expect(codeOf(() => stationText('ident', wrong))).toBe('ARGUMENT_INVALID');
});

describe('an option that takes files', () => {
  test.each([
    ['--send a b --to 1', '--send a --send b --to 1'],
    ['loopback:1 --send a b', 'loopback:1 --send a --send b'],
    ['--send a b loopback:1 c --json', '--send a --send b loopback:1 --send c --json'],
    ['--send=a b --to 1 x', '--send=a --send b --to 1 x'],
    ['--to 1 --send a -- b', '--to 1 --send a -- b'],
    ['--send', '--send'],
  ])('%s', (given, spread) => {
    expect(spreadFiles(given.split(' '), '--send').join(' ')).toBe(spread);
  });
});
