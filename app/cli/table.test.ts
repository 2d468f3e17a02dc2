import { expect, test } from 'vitest';
import { printable } from './console.ts';
import { type Column, facts, table } from './table.ts';

interface Row {
  readonly id: number;
  readonly why: string | null;
}
const shape: readonly Column<Row>[] = [
  { title: 'ID', align: 'right', of: ({ id }) => id },
  { title: 'WHY', of: ({ why }) => why, least: 6 },
];

test('numbers stand right, text left, nothing trails', () => {
  expect(
    table(
      [
        { id: 7, why: 'Waiting' },
        { id: 123, why: null },
      ],
      shape,
      null,
    ),
  ).toBe(' ID  WHY\n  7  Waiting\n123\n');
});

test('too narrow a terminal cuts where it may, and not below the least', () => {
  const rows = [{ id: 1, why: 'A reason of many words' }];
  expect(table(rows, shape, 16)).toBe('ID  WHY\n 1  A reason of…\n');
  expect(table(rows, shape, 3)).toBe('ID  WHY\n 1  A rea…\n');
});

test('what came over the line cannot steer the terminal', () => {
  expect(printable('\u001b[2Jgone\r\n\u009bx')).toBe('·[2Jgone···x');
  expect(table([{ id: 1, why: '\u001b]0;owned\u0007' }], shape, null)).toBe('ID  WHY\n 1  ·]0;owned·\n');
});

test('facts leave out what is not known', () => {
  expect(
    facts([
      ['Fax', 7],
      ['Subject', null],
      ['Why', ''],
      ['Attempts', 0],
    ]),
  ).toBe('Fax:      7\nAttempts: 0\n');
});
