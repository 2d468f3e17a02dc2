import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clickRow,
  contextRow,
  emptySelection,
  keepShown,
  moveFocus,
  moveOfKey,
  type Selection,
  selectAll,
  toggleRow,
} from './selection.ts';

const order = [10, 20, 30, 40, 50];
const plain = { ctrl: false, shift: false };
const ctrl = { ctrl: true, shift: false };
const shift = { ctrl: false, shift: true };
const ids = ({ selected }: Selection): readonly number[] => [...selected].toSorted((a, b) => a - b);
const at = (id: number): Selection => clickRow(emptySelection, order, id, plain);

describe('clicks', () => {
  test('alone selects one row and moves the anchor', () => {
    expect(at(30)).toEqual({ selected: new Set([30]), focused: 30, anchor: 30 });
  });

  test('with Ctrl adds and takes away', () => {
    const two = clickRow(at(10), order, 40, ctrl);
    expect(ids(two)).toEqual([10, 40]);
    expect(ids(clickRow(two, order, 10, ctrl))).toEqual([40]);
  });

  test('with Shift takes the range from the anchor, either way, and moves its end', () => {
    const down = clickRow(at(20), order, 40, shift);
    expect(ids(down)).toEqual([20, 30, 40]);
    expect(ids(clickRow(down, order, 10, shift))).toEqual([10, 20]);
  });

  test('a right click keeps a selection that holds the row, else takes the row', () => {
    const two = clickRow(at(10), order, 20, shift);
    expect(ids(contextRow(two, 20))).toEqual([10, 20]);
    expect(ids(contextRow(two, 50))).toEqual([50]);
  });
});

describe('keys', () => {
  test('move by row, by page and to the ends, without wrapping round', () => {
    const press = (from: Selection, key: string): number | null =>
      moveFocus(from, order, moveOfKey(key, 3)!, plain).focused;
    expect(press(at(20), 'ArrowDown')).toBe(30);
    expect(press(at(10), 'ArrowUp')).toBe(10);
    expect(press(at(50), 'ArrowDown')).toBe(50);
    expect(press(at(10), 'PageDown')).toBe(30);
    expect(press(at(50), 'PageUp')).toBe(30);
    expect(press(at(30), 'Home')).toBe(10);
    expect(press(at(30), 'End')).toBe(50);
    expect(moveOfKey('x', 3)).toBeUndefined();
  });

  test('Shift extends from the anchor, Ctrl moves the focus alone', () => {
    const extended = moveFocus(moveFocus(at(30), order, { by: 1 }, shift), order, { by: 1 }, shift);
    expect(ids(extended)).toEqual([30, 40, 50]);
    expect(ids(moveFocus(extended, order, { by: -1 }, shift))).toEqual([30, 40]);
    const moved = moveFocus(at(30), order, { by: 1 }, ctrl);
    expect([ids(moved), moved.focused]).toEqual([[30], 40]);
    expect(ids(toggleRow(moved, 40))).toEqual([30, 40]);
  });

  test('Ctrl A takes the rows shown', () => {
    expect(ids(selectAll(at(30), order))).toEqual(order);
    expect(selectAll(at(30), order).focused).toBe(30);
  });
});

describe('rows that go', () => {
  test('leave the selection, and the focus goes to the row that took their place', () => {
    const kept = keepShown(at(30), order, [10, 20, 40, 50]);
    expect(kept).toEqual({ selected: new Set(), focused: 40, anchor: 40 });
    expect(keepShown(at(50), order, [10]).focused).toBe(10);
    expect(keepShown(at(50), order, []).focused).toBeNull();
  });

  test('that are others change nothing at all', () => {
    const selection = at(30);
    expect(keepShown(selection, order, [30])).toBe(selection);
  });
});

test('whatever is pressed, selection, focus and anchor stay rows of the list', () => {
  const keys = fc.record({ ctrl: fc.boolean(), shift: fc.boolean() });
  const act = fc.oneof(
    fc.record({ kind: fc.constant('click' as const), id: fc.constantFrom(...order), keys }),
    fc.record({ kind: fc.constant('move' as const), by: fc.integer({ min: -9, max: 9 }), keys }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
      let selection = emptySelection;
      for (const each of acts)
        selection =
          each.kind === 'click'
            ? clickRow(selection, order, each.id, each.keys)
            : moveFocus(selection, order, { by: each.by }, each.keys);
      for (const id of [...selection.selected, selection.focused, selection.anchor])
        expect(id === null || order.includes(id)).toBe(true);
    }),
    { numRuns: 200 },
  );
});
