import { describe, expect, it } from 'vitest';
import { everyModemCall, type ModemCall, modemCalls, nameOf, peers } from './calls.ts';

/** Every pair of two properties' values that a call has. */
function pairsOf(call: ModemCall): readonly string[] {
  // Our own end is the same program in both directions.
  const direction = call.peer === 'ours' ? 'either' : call.direction;
  const { peer, modulation, coding, ecm, resolution } = call;
  const values = Object.entries({ peer, direction, modulation, coding, ecm, resolution });
  return values.flatMap(([a, left], i) =>
    values.slice(i + 1).map(([b, right]) => `${peer}: ${a} ${left} with ${b} ${right}`),
  );
}

describe('the list of calls over modems', () => {
  it('has at most 40, each once', () => {
    expect(modemCalls.length).toBeLessThanOrEqual(40);
    expect(new Set(modemCalls.map(nameOf)).size).toBe(modemCalls.length);
  });

  it('covers every pair of values that each peer can do', () => {
    const covered = new Set(modemCalls.flatMap(pairsOf));
    const wanted = new Set(everyModemCall().flatMap(pairsOf));
    expect([...wanted].filter((pair) => !covered.has(pair))).toEqual([]);
  });

  it('has one call of 20 pages for each peer and direction', () => {
    const long = modemCalls.filter(({ pages }) => pages === 20).map(({ peer, direction }) => `${peer} ${direction}`);
    expect(long.sort()).toEqual(
      ['efax receives', 'efax sends', 'hylafax receives', 'hylafax sends', 'ours sends'].sort(),
    );
    expect(peers.length).toBe(3);
  });
});
