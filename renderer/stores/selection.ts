/**
 * Selection of rows in a list: pure functions over the ids in their shown order. `focused` is the row that has the
 * list's one tab stop; `anchor` is where a range began.
 */
export interface Selection {
  readonly selected: ReadonlySet<number>;
  readonly focused: number | null;
  readonly anchor: number | null;
}

export const emptySelection: Selection = { selected: new Set(), focused: null, anchor: null };

export interface Modifiers {
  readonly ctrl: boolean;
  readonly shift: boolean;
}

const one = (id: number): Selection => ({ selected: new Set([id]), focused: id, anchor: id });

/** A click on a row: alone it selects it, with Ctrl it toggles it, with Shift it takes the range from the anchor. */
export function clickRow(selection: Selection, order: readonly number[], id: number, keys: Modifiers): Selection {
  if (keys.shift) return range(selection, order, id, keys.ctrl);
  return keys.ctrl ? toggleRow(selection, id) : one(id);
}

/** A right click: the row joins nothing it is not in; a selection that holds it stays. */
export function contextRow(selection: Selection, id: number): Selection {
  return selection.selected.has(id) ? { ...selection, focused: id } : one(id);
}

/** Takes a row in or out, and leaves the others. */
export function toggleRow(selection: Selection, id: number): Selection {
  const selected = new Set(selection.selected);
  if (!selected.delete(id)) selected.add(id);
  return { selected, focused: id, anchor: id };
}

function range(selection: Selection, order: readonly number[], to: number, keep: boolean): Selection {
  const anchor = selection.anchor !== null && order.includes(selection.anchor) ? selection.anchor : to;
  const [low, high] = [order.indexOf(anchor), order.indexOf(to)].toSorted((a, b) => a - b) as [number, number];
  const ids = order.slice(low, high + 1);
  return { selected: new Set(keep ? [...selection.selected, ...ids] : ids), focused: to, anchor };
}

/** Where a key leads: a number of rows, or an end of the list. */
export type Move = { readonly by: number } | 'first' | 'last';

/** The move of a key in a list that shows so many rows at once; undefined for other keys. */
export function moveOfKey(key: string, pageRows: number): Move | undefined {
  switch (key) {
    case 'ArrowUp':
      return { by: -1 };
    case 'ArrowDown':
      return { by: 1 };
    case 'PageUp':
      return { by: -Math.max(1, pageRows - 1) };
    case 'PageDown':
      return { by: Math.max(1, pageRows - 1) };
    case 'Home':
      return 'first';
    case 'End':
      return 'last';
    default:
      return undefined;
  }
}

/**
 * Moves the focus, without wrapping round. Alone the row is selected; Shift extends from the anchor; Ctrl moves the
 * focus only.
 */
export function moveFocus(selection: Selection, order: readonly number[], move: Move, keys: Modifiers): Selection {
  const target = targetOf(selection, order, move);
  if (target === undefined) return selection;
  if (keys.shift) return range(selection, order, target, keys.ctrl);
  if (keys.ctrl) return { ...selection, focused: target };
  return one(target);
}

function targetOf(selection: Selection, order: readonly number[], move: Move): number | undefined {
  if (move === 'first') return order[0];
  if (move === 'last') return order.at(-1);
  const at = selection.focused === null ? -1 : order.indexOf(selection.focused);
  if (at < 0) return move.by > 0 ? order[0] : order.at(-1);
  return order[Math.min(Math.max(at + move.by, 0), order.length - 1)];
}

/** All rows shown; the focus stays where it is. */
export function selectAll(selection: Selection, order: readonly number[]): Selection {
  const focused = selection.focused ?? order[0] ?? null;
  return { selected: new Set(order), focused, anchor: selection.anchor ?? focused };
}

/** Takes rows that are gone out of the selection; the focus goes to the row that took the place. */
export function keepShown(selection: Selection, before: readonly number[], order: readonly number[]): Selection {
  const shown = new Set(order);
  const stays = (id: number | null): boolean => id !== null && shown.has(id);
  const selected = [...selection.selected].filter((id) => shown.has(id));
  if (selected.length === selection.selected.size && (selection.focused === null || stays(selection.focused)))
    return selection;
  const place = selection.focused === null ? -1 : before.indexOf(selection.focused);
  const focused = stays(selection.focused)
    ? selection.focused
    : place < 0
      ? null
      : (order[Math.min(place, order.length - 1)] ?? null);
  return { selected: new Set(selected), focused, anchor: stays(selection.anchor) ? selection.anchor : focused };
}
