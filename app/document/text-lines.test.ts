import fc from 'fast-check';
import { expect, it } from 'vitest';
import { breakLines, clampLines } from './text-lines.ts';

const one = () => 1;

it('lines break after a space, and inside a word only where there is none', () => {
  expect(breakLines('the quick brown fox', 9, one)).toEqual(['the quick', 'brown fox']);
  expect(breakLines('abcdefghij', 4, one)).toEqual(['abcd', 'efgh', 'ij']);
  expect(breakLines('a\n\nb', 9, one)).toEqual(['a', '', 'b']);
});

it('no line is wider than the room, and no letter is lost', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', 'é') }),
      fc.integer({ min: 1, max: 12 }),
      (text, width) => {
        const lines = breakLines(text, width, one);
        expect(lines.every((line) => [...line].length <= width)).toBe(true);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replace(/[ \n]/g, ''));
      },
    ),
  );
});

it('what is too long ends in an ellipsis', () => {
  expect(clampLines(['one', 'two', 'three'], 2)).toEqual(['one', 't…']);
  expect(clampLines(['one', 'two'], 2)).toEqual(['one', 'two']);
});
