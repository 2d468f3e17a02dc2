import { describe, expect, it } from 'vitest';
import { parseImpairment } from './impairment.ts';

describe('the impairment of a path', () => {
  it.each([
    ['drop=0.05', { drop: 0.05, burst: 1, dup: 0, swap: 0, seed: 1 }],
    ['drop=0.02,burst=3,dup=0.1,swap=0.25,seed=7', { drop: 0.02, burst: 3, dup: 0.1, swap: 0.25, seed: 7 }],
    ['seed=4294967295,drop=1', { drop: 1, burst: 1, dup: 0, swap: 0, seed: 4_294_967_295 }],
  ])('%s is read', (text, impairment) => {
    expect(parseImpairment(text)).toEqual(impairment);
  });

  it.each([
    '',
    'drop',
    'drop=',
    'drop=1.01',
    'drop=-1',
    'drop=1e-2',
    'drop=NaN',
    'drop=Infinity',
    'drop=0.1,drop=0.2',
    'burst=0',
    'burst=1.5',
    'burst=1001',
    'seed=4294967296',
    'loss=0.1',
    'drop=0.1,',
    'drop=0.1 ,dup=0.1',
    '__proto__=1',
    'drop=0,burst=1,dup=0,swap=0,seed=1,seed=1',
    'x'.repeat(100_000),
  ])('%.40s is refused in words', (text) => {
    expect(() => parseImpairment(text)).toThrow(
      expect.objectContaining({ code: 'ARGUMENT_INVALID', next: expect.stringContaining('drop=P') }),
    );
  });
});
