import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnSpecs, fitColumns } from './column-widths.ts';

const total = (room: number, set: Readonly<Record<string, number>> = {}): number =>
  fitColumns(room, set).reduce((sum, column) => sum + column.shown, 0);
const ids = (room: number): readonly string[] => fitColumns(room, {}).map((column) => column.id);

test('a narrow list drops the line first, then the subject', () => {
  expect(ids(1068)).toEqual(['state', 'who', 'subject', 'pages', 'next', 'line', 'age']);
  expect(ids(830)).toEqual(['state', 'who', 'subject', 'pages', 'next', 'age']);
  expect(ids(650)).toEqual(['state', 'who', 'pages', 'next', 'age']);
});

test('the columns fill the list exactly, whatever was set, unless their least widths do not fit', () => {
  const widths = fc.dictionary(
    fc.constantFrom(...columnSpecs.map((spec) => spec.id)),
    fc.integer({ min: 32, max: 300 }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 560, max: 2400 }), widths, (room, set) => {
      const columns = fitColumns(room, set);
      for (const column of columns) expect(column.shown).toBeGreaterThanOrEqual(column.least);
      const fixed = columns.filter((column) => ['line', 'age'].includes(column.id)).some((column) => set[column.id]);
      if (!fixed) expect(total(room, set)).toBe(room);
    }),
    { numRuns: 200 },
  );
});

test('a width that a person set stays while there is room', () => {
  expect(fitColumns(1400, { who: 333 }).find((column) => column.id === 'who')?.shown).toBe(333);
});
