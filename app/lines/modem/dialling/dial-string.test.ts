import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DialRules, plainDialRules } from '../../../model/dial-rules.ts';
import { FaxError } from '../../../model/errors.ts';
import { dialString, LONGEST_DIAL_STRING } from './dial-string.ts';

const office: DialRules = {
  prefix: '9,',
  country: '1',
  area: '555',
  international: '011',
  longDistance: '1',
  mode: 'tone',
};

describe('a dial string', () => {
  it.each([
    ['555-0100', '5550100'],
    ['(555) 555.0100', '5555550100'],
    ['+1 (555) 555-0100', '15555550100'],
    ['9,5550100', '9,5550100'],
    ['9W5550100@1', '9W5550100@1'],
    ['*70,5550100', '*70,5550100'],
    ['t5550100', 'T5550100'],
  ])('without rules is the number as typed: %s is %s', (number, expected) => {
    expect(dialString(number, plainDialRules)).toBe(expected);
  });

  it.each([
    ['+1 (555) 555-0100', 'T9,5550100'],
    ['+1 556 555-0100', 'T9,15565550100'],
    ['+49 555 0100', 'T9,011495550100'],
    ['5550100', 'T9,5550100'],
    ['011 49 555 0100', 'T9,011495550100'],
    ['+1555', 'T9,1555'],
  ])('reaches %s from an office line as %s', (number, expected) => {
    expect(dialString(number, office)).toBe(expected);
  });

  it('keeps the area where it must always be dialled, and dials pulses where the line wants them', () => {
    expect(dialString('+15555550100', { ...office, area: null, longDistance: '', mode: 'pulse' })).toBe(
      'P9,5555550100',
    );
  });

  it('knows nothing of a country without being told', () => {
    expect(dialString('+495550100', { ...plainDialRules, international: '00' })).toBe('00495550100');
  });

  it.each([
    '',
    '+',
    ',,,',
    'T',
    '5550100;+FCLASS=0',
    '5550100\rATH',
    '5550100\n',
    '555\u00000100',
    '٣٣٣',
    '+1,555',
    '＋1555',
  ])('refuses %j', (number) => {
    expect(() => dialString(number, plainDialRules)).toThrow(expect.objectContaining({ code: 'NUMBER_INVALID' }));
  });

  it('refuses what is too long with the prefixes', () => {
    expect(dialString('5'.repeat(40), plainDialRules)).toHaveLength(40);
    expect(() => dialString('5'.repeat(39), office)).toThrow(expect.objectContaining({ code: 'NUMBER_INVALID' }));
  });

  const anyNumber = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: fc.constantFrom(...'0123456789+ ()-.,;W@!TPATDH\r\n&"=?\u001b\u0010'), maxLength: 60 }),
  );

  it('is bounded and holds nothing that a modem takes for more than dialling, whatever was typed', () => {
    fc.assert(
      fc.property(anyNumber, fc.constantFrom(plainDialRules, office), (number, rules) => {
        try {
          const text = dialString(number, rules);
          expect(text).toMatch(/^[0-9*#A-D,W@!TP]+$/);
          expect(text.length).toBeLessThanOrEqual(LONGEST_DIAL_STRING);
        } catch (error) {
          if (!(error instanceof FaxError) || error.code !== 'NUMBER_INVALID') throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves no digit of a typed number out', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,20}$/), (digits) => {
        expect(dialString(digits, plainDialRules)).toBe(digits);
        expect(dialString(digits, office)).toBe(`T9,${digits}`);
      }),
    );
  });
});
