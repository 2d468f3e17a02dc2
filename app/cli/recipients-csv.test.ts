import { describe, expect, it } from 'vitest';
import { FaxError } from '../model/errors.ts';
import { recipientsOf } from './recipients-csv.ts';

describe('a list of recipients', () => {
  it('with the names of its columns', () => {
    const text = '\uFEFFName;Fax Number;Company\r\n"Desk; front";555 0101;Somewhere\r\n\r\nBack office;5550102;\r\n';
    expect(recipientsOf(text)).toEqual([
      { number: '555 0101', name: 'Desk; front', person: expect.objectContaining({ company: 'Somewhere', city: '' }) },
      { number: '5550102', name: 'Back office', person: null },
    ]);
  });

  it('of numbers alone', () => {
    expect(recipientsOf('5550101\n+1 (555) 0102\n')).toEqual([
      { number: '5550101', name: null, person: null },
      { number: '+1 (555) 0102', name: null, person: null },
    ]);
  });

  it.each([
    ['nothing', '', 'ARGUMENT_INVALID', 'Line 1 of the list: The list of recipients is empty.'],
    ['columns alone', 'number,name\n', 'ARGUMENT_INVALID', 'no recipient below'],
    ['a bad number', 'number,name\n5550101,A\nabc,B\n', 'NUMBER_INVALID', 'Line 3 of the list: “abc” is not a fax'],
    ['no number', 'number,name\n5550101,A\n,B\n', 'ARGUMENT_INVALID', 'Line 3 of the list: There is no number.'],
    ['an unknown column', 'number,nickname\n1,A\n', 'ARGUMENT_INVALID', 'there is no column “nickname”'],
    ['a column twice', 'number,fax\n1,2\n', 'ARGUMENT_INVALID', '“number” is there twice'],
    ['no names of columns', '5550101,A\n', 'ARGUMENT_INVALID', 'must name the columns'],
    ['too many values', 'number,name\n5550101,A,B\n', 'ARGUMENT_INVALID', 'It has 3 values for 2 columns.'],
    ['an open quote', 'number,name\n5550101,"A\n', 'ARGUMENT_INVALID', 'look at its quotes'],
    ['a long name', `number,name\n5550101,${'A'.repeat(201)}\n`, 'ARGUMENT_INVALID', 'The name is too long.'],
  ])('is refused for %s', (_, text, code, words) => {
    const refusal = (): FaxError => {
      try {
        recipientsOf(text);
      } catch (error) {
        if (error instanceof FaxError) return error;
      }
      throw new Error('It was taken.');
    };
    expect(refusal().code).toBe(code);
    expect(refusal().message).toContain(words);
  });
});
