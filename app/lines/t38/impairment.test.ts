import { describe, expect, it } from 'vitest';
import { parseImpairment } from '../../model/impairment.ts';
import { ImpairedPath } from './impairment.ts';

/** Numbers that come out of a path when 0 to count-1 go in. */
function through(text: string, count: number) {
  const path = new ImpairedPath(parseImpairment(text));
  const out = Array.from({ length: count }, (_, n) => path.pass(Uint8Array.from([n >> 8, n]))).flat();
  out.push(...path.flush());
  return { out: out.map(([high, low]) => high! * 256 + low!), counts: path.counts, path };
}

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

describe('an impaired path', () => {
  it('with nothing to do passes everything on', () => {
    expect(through('drop=0', 500).out).toEqual(numbers(500));
  });

  it('loses so many of a hundred', () => {
    const { out, counts } = through('drop=0.05,seed=3', 20_000);
    expect(counts.dropped / 20_000).toBeCloseTo(0.05, 2);
    expect(out.length).toBe(20_000 - counts.dropped);
  });

  it('loses in bursts', () => {
    const { out } = through('drop=0.02,burst=3,seed=5', 5000);
    const gaps = out.slice(1).flatMap((n, at) => (n - out[at]! > 1 ? [n - out[at]! - 1] : []));
    expect(gaps.length).toBeGreaterThan(50);
    expect(gaps.every((gap) => gap % 3 === 0)).toBe(true);
  });

  it('doubles', () => {
    const { out, counts } = through('dup=0.1', 2000);
    expect(out.length).toBe(2000 + counts.doubled);
    expect([...new Set(out)]).toEqual(numbers(2000));
    expect(counts.doubled).toBeGreaterThan(100);
  });

  it('swaps two at a time and loses none', () => {
    const { out, counts } = through('swap=0.1', 2000);
    expect([...out].sort((a, b) => a - b)).toEqual(numbers(2000));
    expect(out.filter((n, at) => at > 0 && n < out[at - 1]!).length).toBe(counts.swapped);
    expect(out.every((n, at) => Math.abs(n - at) <= 1)).toBe(true);
  });

  it('lets go of what nothing has overtaken', () => {
    const path = new ImpairedPath(parseImpairment('swap=1'));
    const buffer = Uint8Array.from([7]);
    expect(path.pass(buffer)).toEqual([]);
    buffer[0] = 9;
    expect(path.holding).toBe(true);
    expect(path.flush()).toEqual([Uint8Array.from([7])]);
    expect(path.holding).toBe(false);
    expect(path.flush()).toEqual([]);
  });

  it('does the same again from the same seed, and otherwise from another', () => {
    const how = 'drop=0.1,burst=2,dup=0.1,swap=0.1';
    expect(through(`${how},seed=9`, 500).out).toEqual(through(`${how},seed=9`, 500).out);
    expect(through(`${how},seed=9`, 500).out).not.toEqual(through(`${how},seed=10`, 500).out);
  });
});
