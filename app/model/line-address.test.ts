import { describe, expect, it } from 'vitest';
import { parseLineAddress } from './line-address.ts';

describe('a line address', () => {
  it('of a practice line is its number; without faults it is clean and as fast as the machine goes', () => {
    expect(parseLineAddress('loopback:555 0100')).toMatchObject({
      kind: 'loopback',
      number: '5550100',
      faults: { noise: 0, cut: null, seed: 1, speed: 'max' },
    });
  });

  it('carries its faults in the query', () => {
    expect(parseLineAddress('loopback:5550102?noise=1e-4&cut=12.5&seed=7&speed=real')).toMatchObject({
      faults: { noise: 0.0001, cut: 12.5, seed: 7, speed: 'real' },
    });
  });

  it.each([
    ['modem:/dev/ttyACM0', { kind: 'modem', device: '/dev/ttyACM0', class: null }],
    ['modem:COM3?class=2.0', { kind: 'modem', device: 'COM3', class: '2.0' }],
    [
      'modem:/dev/ttyS0?prefix=9,&country=1&area=555&international=011&longdistance=1&dial=tone&ring=5550102',
      {
        device: '/dev/ttyS0',
        dial: { prefix: '9,', country: '1', area: '555', international: '011', longDistance: '1', mode: 'tone' },
        ring: '5550102',
      },
    ],
    [
      't38:127.0.0.1:4000?bind=127.0.0.1:4001',
      { kind: 't38', remote: { host: '127.0.0.1', port: 4000 }, bind: { host: '127.0.0.1', port: 4001 } },
    ],
    [
      't38:[::1]:4000?version=3&recovery=fec:3x2&pace=off',
      {
        remote: { host: '::1' },
        // This machine alone, in the far end's kind of address.
        bind: { host: '::1', port: 0 },
        options: { version: 3, recovery: { kind: 'fec', span: 3, count: 2 }, pace: false },
      },
    ],
  ])('%s is read', (text, expected) => {
    expect(parseLineAddress(text)).toMatchObject(expected);
  });

  it.each([
    '',
    'loopback',
    'loopback:',
    'fish:1',
    'loopback:5550100?noise=2',
    'loopback:5550100?speed=warp',
    'loopback:5550100?x=1',
    `modem:${'a'.repeat(400)}`,
    'modem:/dev/ttyACM0?class=8',
    'modem:/dev/ttyACM0?prefix=9;H',
    'modem:/dev/ttyACM0?prefix=9A',
    'modem:/dev/ttyACM0?country=x',
    'modem:/dev/ttyACM0?dial=loud',
    'modem:/dev/ttyACM0?ring=a b',
    'modem:/dev/ttyACM0?init=ATZ',
    't38:127.0.0.1',
    't38:127.0.0.1:0',
    't38:127.0.0.1:70000',
    't38:127.0.0.1:4000?version=4',
    't38:127.0.0.1:4000?recovery=red:9',
    't38:127.0.0.1:4000?bind=4001',
    't38:127.0.0.1:4000?x=1',
  ])('%s is refused', (text) => {
    expect(() => parseLineAddress(text)).toThrow(expect.objectContaining({ code: 'LINE_ADDRESS_INVALID' }));
  });
});
