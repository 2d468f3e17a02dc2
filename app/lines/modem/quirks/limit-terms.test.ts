import { describe, expect, it } from 'vitest';
import type { CallTerms } from '../../fax-line.ts';
import { unknownModem } from '../detect/modem-facts.ts';
import { limitTerms } from './limit-terms.ts';
import { plainModem, quirksOf } from './modem-quirks.ts';

const terms: CallTerms = { ecm: true, codings: ['mh', 'mr', 'mmr'] };

describe('the terms of a call on a Class 2 modem', () => {
  it('stay as they are where nothing is known against it', () => {
    expect(limitTerms(terms, plainModem)).toEqual(terms);
  });

  it.each([
    [
      { manufacturer: 'ZyXEL', model: 'U1496' },
      { ecm: false, codings: terms.codings },
    ],
    [{ manufacturer: 'DAVICOM' }, { ecm: true, codings: ['mh'] }],
  ])('leave out what %j does badly', (names, expected) => {
    expect(limitTerms(terms, quirksOf({ ...unknownModem, ...names }))).toEqual(expected);
  });
});
