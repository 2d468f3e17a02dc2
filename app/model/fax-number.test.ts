import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FaxError } from './errors.ts';
import { parseFaxNumber } from './fax-number.ts';

describe('a fax number', () => {
  it.each([
    ['5550101', '5550101'],
    ['+1 (425) 555-0100', '+14255550100'],
    ['  030 / 555.01 ', '03055501'],
  ])('%j is dialled as %s', (typed, dialled) => {
    expect(parseFaxNumber(typed)).toBe(dialled);
  });

  it.each(['', '   ', '+', 'abc', '555O101', '5550101x', '1+2', '123456789012345678901', '555\n\r;reboot', '٣٤٥'])(
    '%j is refused with a sentence',
    (typed) => {
      expect(() => parseFaxNumber(typed)).toThrow(FaxError);
    },
  );

  it('is either refused, or dialled as at most 20 digits with an optional plus, and reading it again changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[+\d ().-]{0,30}$/)), (typed) => {
        try {
          const dialled = parseFaxNumber(typed);
          expect(dialled).toMatch(/^\+?\d{1,20}$/);
          expect(parseFaxNumber(dialled)).toBe(dialled);
        } catch (error) {
          expect(error).toMatchObject({ code: 'NUMBER_INVALID' });
        }
      }),
    );
  });
});
