import { describe, expect, it } from 'vitest';
import { parseLineAddress } from '../model/line-address.ts';
import { SimulatedClock } from './loopback/simulated-clock.ts';
import { createLine, createPracticeNetwork } from './open-line.ts';
import { practiceEnding } from './practice-numbers.ts';

describe('making a line of its address', () => {
  const environment = { network: createPracticeNetwork(), clock: new SimulatedClock(), random: () => 0 };

  it('makes practice lines', () => {
    const line = createLine(parseLineAddress('loopback:5550100'), environment);
    expect(line).toMatchObject({ number: '5550100', practice: true });
  });

  it.each(['modem:/dev/ttyACM0', 't38:127.0.0.1:6004'])(
    'says so where the machine gives no ports or sockets: %s',
    (address) => {
      expect(() => createLine(parseLineAddress(address), environment)).toThrow(
        expect.objectContaining({ code: 'LINE_NOT_SUPPORTED' }),
      );
    },
  );
});

describe('practice numbers', () => {
  it.each([
    ['5550999', { kind: 'busy' }],
    ['5550998', { kind: 'no-answer' }],
    ['5550997', { kind: 'no-dial-tone' }],
    ['5550996', { kind: 'silent' }],
    ['5550995', { kind: 'clears' }],
    ['+555 0994', { kind: 'no-carrier' }],
    ['5550970', { kind: 'answers', busyFirst: 0 }],
    ['555-0979', { kind: 'answers', busyFirst: 9 }],
    ['5550101', null],
    ['5550993', null],
    ['99', null],
    ['', null],
  ])('%s', (number, ending) => {
    expect(practiceEnding(number)).toEqual(ending);
  });

  it('a network knows its lines, its receivers and the endings', () => {
    const network = createPracticeNetwork();
    network.addReceiver('5550101');
    expect(['5550101', '555-0999', '5550102'].map((number) => network.has(number))).toEqual([true, true, false]);
  });
});
