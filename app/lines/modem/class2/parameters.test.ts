import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Coding } from '../../../model/page-format.ts';
import { dialects } from './dialect.ts';
import {
  codingOf,
  formatOf,
  formatParameters,
  ownParameters,
  type Parameters,
  parseParameters,
  parseRanges,
  plainRanges,
  sessionParameters,
} from './parameters.ts';

const everything = parseRanges('(0-3),(0-5),(0-2),(0-2),(0,1,3),(0-2),(0),(0-7)', 10)!;
const page = { resolution: 'superfine', width: 'a4' } as const;
const parameters = (text: string): Parameters => parseParameters(text, 10)!;

describe('session parameters', () => {
  it('are read and written in the base of the class', () => {
    const values = parseParameters('1,D,0,2,3,1,0,0', 16);
    expect(values).toMatchObject({ vr: 1, br: 13, df: 3, ec: 1 });
    expect(formatParameters(values!, 16)).toBe('1,D,0,2,3,1,0,0');
    expect(formatParameters(values!, 10)).toBe('1,13,0,2,3,1,0,0');
  });

  it('left out are 0', () => {
    expect(parseParameters('1,3', 10)).toEqual(parameters('1,3,0,0,0,0,0,0'));
  });

  it('that are none are told from those', () => {
    expect(parseParameters('', 10)).toBeNull();
    expect(parseParameters('OK', 10)).toBeNull();
    fc.assert(fc.property(fc.string(), (text) => void parseParameters(text, 16)));
  });

  it('come back as they went', () => {
    const value = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.tuple(value, value, value, value, value, value, value, value), (values) => {
        const text = values.join(',');
        expect(formatParameters(parseParameters(text, 10)!, 10)).toBe(text);
      }),
    );
  });
});

describe('what a modem can do', () => {
  it('is read with and without its name and brackets', () => {
    expect(parseRanges('+FDCC: (0,1),(0-5),(0),(0-2),(0),(0),(0),(0-7)', 10)?.br.size).toBe(6);
    expect(parseRanges('0,5,0,2', 10)?.br).toEqual(new Set([5]));
  });

  it('is not believed where it makes no sense', () => {
    expect(parseRanges('(0-FFF),(0-5),(0),(0)', 16)).toBeNull();
    expect(parseRanges('(5-0),(0-5),(0),(0)', 10)).toBeNull();
    fc.assert(fc.property(fc.string(), (text) => void parseRanges(text, 16)));
  });

  it('and the terms bound what we say we can', () => {
    const two = dialects['2'];
    expect(formatParameters(ownParameters(two, everything, { ecm: true }), 10)).toBe('3,5,2,2,3,2,0,0');
    expect(ownParameters(two, everything, { ecm: true, frameSize: 64 }).ec).toBe(1);
    expect(ownParameters(two, everything, { ecm: false })).toMatchObject({ df: 1, ec: 0 });
    expect(
      ownParameters(two, everything, { ecm: true, codings: ['mh'], modems: ['v29'], finest: 'fine' }),
    ).toMatchObject({ vr: 1, br: 3, df: 0 });
    expect(ownParameters(two, plainRanges, { ecm: true })).toMatchObject({ vr: 1, df: 0, ec: 0 });
    expect(ownParameters(dialects['2.0'], everything, { ecm: false, scanTime: 20 }).st).toBe(5);
  });
});

describe('how a page goes', () => {
  const own = ownParameters(dialects['2.0'], everything, { ecm: true });

  it('is the best that both have', () => {
    const far = parameters('1,5,0,2,1,0,0,5');
    const chosen = sessionParameters(dialects['2.0'], own, far, page, { ecm: true }, 13);
    expect(formatParameters(chosen, 10)).toBe('1,5,0,2,1,0,0,5');
    expect(formatOf(chosen)).toEqual({ coding: 'mr', resolution: 'fine', width: 'a4', minLineBits: 288 });
  });

  it('has MMR only with error correction', () => {
    const codings = (far: string, ecm: boolean): Coding =>
      codingOf(sessionParameters(dialects['2.0'], own, parameters(far), page, { ecm }, 13));
    expect(codings('1,5,0,2,3,1,0,0', true)).toBe('mmr');
    expect(codings('1,5,0,2,3,0,0,0', true)).toBe('mr');
  });

  it('falls back as told', () => {
    expect(sessionParameters(dialects['2.0'], own, parameters('1,5,0,2,1,0,0,0'), page, { ecm: true }, 2).br).toBe(2);
  });

  it('is never more than either end has', () => {
    const value = fc.integer({ min: 0, max: 3 });
    fc.assert(
      fc.property(fc.tuple(value, fc.integer({ min: 0, max: 5 }), value, value, value, value), (values) => {
        const [vr, br, wd, ln, df, ec] = values;
        const far: Parameters = { vr, br, wd: Math.min(2, wd), ln: Math.min(2, ln), df, ec: ec % 2, bf: 0, st: 0 };
        const chosen = sessionParameters(dialects['2.0'], own, far, page, { ecm: true }, 13);
        expect(chosen.br).toBeLessThanOrEqual(far.br);
        expect(chosen.wd).toBeLessThanOrEqual(far.wd);
        expect(chosen.df).toBeLessThanOrEqual(far.df);
        expect(chosen.ec).toBeLessThanOrEqual(far.ec);
        expect(chosen.vr & ~far.vr).toBe(0);
        if (chosen.df === 3) expect(chosen.ec).toBeGreaterThan(0);
      }),
    );
  });
});
