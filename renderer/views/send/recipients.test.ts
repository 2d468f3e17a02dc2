import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { duplicatePositions, isPracticeNumber, readRecipient, readRecipients, recipientText } from './recipients.ts';

const read = (text: string) => readRecipients(text).map(({ name, number }) => ({ name, number }));

describe('reading recipients', () => {
  test.each([
    ['5550101', [{ name: null, number: '5550101' }]],
    ['+1 (555) 010-1', [{ name: null, number: '+15550101' }]],
    ['Ann Smith <555 0101>', [{ name: 'Ann Smith', number: '5550101' }]],
    ['"Smith, Ann" <5550101>', [{ name: 'Smith, Ann', number: '5550101' }]],
    ['5550101 Ann Smith', [{ name: 'Ann Smith', number: '5550101' }]],
    ['Ann 5550101', [{ name: 'Ann', number: '5550101' }]],
    ['+49305550101 Ann', [{ name: 'Ann', number: '+49305550101' }]],
    [
      '5550101, 5550102; 5550103\t5550104\r\n5550105',
      ['1', '2', '3', '4', '5'].map((n) => ({ name: null, number: `555010${n}` })),
    ],
    [
      'Ann\t5550101\nBen\t5550102',
      [
        { name: 'Ann', number: '5550101' },
        { name: 'Ben', number: '5550102' },
      ],
    ],
    ['Smith, Ann, 5550101', [{ name: 'Smith, Ann', number: '5550101' }]],
    [
      '5550101, Ann, 5550102, Ben',
      [
        { name: 'Ann', number: '5550101' },
        { name: 'Ben', number: '5550102' },
      ],
    ],
    [' , ;; \n\n\t', []],
  ])('%j', (text, expected) => expect(read(text)).toEqual(expected));

  test.each([
    '5550101 2 Main Street',
    '5550101 2nd floor',
    'Dept 5 5550101',
    'Room 12',
    '12 Main Street',
    'Room 312 555 0101',
    '555 0101 22 Main Street',
    '555 0101 Ann 555 0102',
    '312 555 x142',
  ])('refuses to guess which part of %j is the number', (text) => {
    const [only, ...rest] = readRecipients(text);
    expect(rest).toEqual([]);
    expect(only).toMatchObject({ number: null, name: null });
    expect(only?.problem?.message).toContain('not clear');
  });

  test('offers its guess, to be taken by the person', () => {
    const { problem } = readRecipient('Ann 555 0101');
    expect(problem).toMatchObject({ next: 'Is it Ann <555 0101>?', suggestion: 'Ann <555 0101>' });
    expect(readRecipient(problem?.suggestion ?? '')).toMatchObject({ name: 'Ann', number: '5550101' });
    expect(readRecipient('5550101 2nd floor').problem?.suggestion).toBeNull();
  });

  test('names the letter typed for a digit and offers the number', () => {
    expect(readRecipient('312 555 O142').problem).toEqual({
      message: 'Character 9 of “312 555 O142” is the letter O.',
      next: 'Did you mean 312 555 0142?',
      suggestion: '312 555 0142',
    });
    expect(readRecipient('Ann <555 l142>').problem?.suggestion).toBe('Ann <555 1142>');
  });

  test('says what is wrong in a sentence', () => {
    expect(readRecipient('123456789012345678901').problem?.message).toContain('21 digits');
    expect(readRecipient('Ann Smith').problem?.message).toContain('no fax number');
    expect(readRecipient('<>').problem?.message).toContain('not a fax number');
  });

  const number = fc.stringMatching(/^\+?\d{1,20}$/);
  const separator = fc.constantFrom(',', ';', '\n', '\t', '\r\n', ' , ', ';\n');
  test('keeps any list of bare numbers, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(number, separator), { minLength: 1, maxLength: 50 }), (list) => {
        const text = list.map(([each, sign]) => each + sign).join('');
        expect(readRecipients(text).map((each) => each.number)).toEqual(list.map(([each]) => each));
      }),
    );
  });

  test('reads back the text of what it has read', () => {
    const name = fc.stringMatching(/^[A-Za-z]{1,8}( [A-Za-z]{1,8})?$/);
    fc.assert(
      fc.property(name, number, (who, digits) => {
        const once = readRecipient(`${who} <${digits}>`);
        expect(once).toMatchObject({ name: who, number: digits });
        expect(readRecipient(recipientText(once))).toMatchObject({ name: who, number: digits });
      }),
    );
  });

  test('answers any text with a number or a sentence, never with digits that were not there', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => {
        const digits = text.replace(/\D/g, '');
        for (const each of readRecipients(text)) {
          expect((each.number === null) === (each.problem !== null)).toBe(true);
          if (each.number !== null) expect(digits).toContain(each.number.replace('+', ''));
          if (each.problem) expect(each.problem.message).toMatch(/\.$/);
        }
      }),
    );
  });

  test('reads 10,000 pasted numbers at once', () => {
    const lines = Array.from(
      { length: 10_000 },
      (_, i) => `Office ${String.fromCharCode(65 + (i % 26))} <${5_550_000 + i}>`,
    );
    expect(readRecipients(lines.join('\n')).every((each) => each.problem === null)).toBe(true);
  });
});

describe('checking recipients', () => {
  test('points out every repeat of a number after its first', () => {
    const numbers = ['5550101', '+5550102', null, '5550102', '5550101', '5550101'];
    expect([...duplicatePositions(numbers.map((each) => ({ number: each })))]).toEqual([3, 4, 5]);
  });

  test('knows the numbers of practice lines and the endings that play an outcome', () => {
    const lines = ['5550100', '5550101'];
    expect(['5550101', '5550999', '5550972', '5550994'].every((each) => isPracticeNumber(each, lines))).toBe(true);
    expect(['5550102', '5550993', '5550980'].some((each) => isPracticeNumber(each, lines))).toBe(false);
  });
});
