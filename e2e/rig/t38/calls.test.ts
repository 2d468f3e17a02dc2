import { describe, expect, it } from 'vitest';
import { directions, everyT38Call, modulations, recoveries, t38Calls, ways } from './calls.ts';

/** Calls of the list that are so, by the way of the document. */
function waysThat(so: (call: (typeof t38Calls)[number]) => boolean): readonly string[] {
  return [...new Set(t38Calls.filter(so).map(({ document }) => document))].sort();
}

const both = [...directions].sort();

describe('the list of calls over T.38', () => {
  it('has at most 60, each once', () => {
    expect(t38Calls.length).toBeLessThanOrEqual(60);
    expect(new Set(t38Calls.map(({ name }) => name)).size).toBe(t38Calls.length);
  });

  it('has every coding with and without ECM, modulation and recovery both ways', () => {
    for (const [coding, ecm] of ways)
      expect(waysThat((call) => call.coding === coding && call.ecm === ecm)).toEqual(both);
    for (const modulation of modulations) expect(waysThat((call) => call.modulation === modulation)).toEqual(both);
    for (const recovery of recoveries) expect(waysThat((call) => call.recovery === recovery)).toEqual(both);
  });

  it.each([
    ['version 0', (call) => call.version === 0],
    ['version 3', (call) => call.version === 3],
    ['loss of 2 %', ({ damage }) => damage.drop === 0.02],
    ['loss of 5 %', ({ damage }) => damage.drop === 0.05],
    ['bursts of 3', ({ damage }) => damage.burst === 3],
    ['doubled and swapped datagrams', ({ damage }) => (damage.dup ?? 0) > 0 && (damage.swap ?? 0) > 0],
    ['one page', ({ pages }) => pages === 1],
    ['8 pages', ({ pages }) => pages === 8],
    ['no pacing', ({ paced }) => !paced],
    ['a sub-address', ({ sub }) => sub !== null],
    ['a password', ({ password, wrongPassword }) => password !== null && !wrongPassword],
    ['a wrong password', ({ wrongPassword }) => wrongPassword],
    ['polling', ({ polling }) => polling],
    ['scan lines of 20 ms', ({ scanTime }) => scanTime === 20],
  ] as const satisfies readonly (readonly [string, (call: (typeof t38Calls)[number]) => boolean])[])(
    'has %s both ways',
    (_, so) => {
      expect(waysThat(so)).toEqual(both);
    },
  );

  it('has a receiver that is not ready at first', () => {
    expect(waysThat(({ notReady }) => notReady > 0)).toEqual(['sends']);
  });

  it('says in the name what each call of the product is', () => {
    const product = everyT38Call();
    expect(new Set(product.map(({ name }) => name)).size).toBe(product.length);
  });
});
