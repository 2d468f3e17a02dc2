import { type KeyboardEvent, type MouseEvent, type RefObject, useCallback } from 'react';
import { commandOf, runCommand } from '../../commands/registry.ts';
import { useConsole } from '../../console.tsx';
import { clickRow, contextRow, moveFocus, moveOfKey, type Selection, toggleRow } from '../../stores/selection.ts';

export interface RowActsParts {
  readonly list: RefObject<HTMLElement | null>;
  readonly selection: Selection;
  /** The rows in their shown order. */
  readonly order: readonly number[];
  /** Rows that a page key moves by. */
  readonly rowsInSight: number;
  /** Brings a place of the list into sight, so that its row is drawn. */
  readonly scrollTo: (place: number) => void;
  /** A key moved through the rows: they keep their places for a while. */
  readonly hold: () => void;
}

export interface RowActs {
  readonly onRowClick: (id: number, event: MouseEvent) => void;
  readonly onRowMenu: (id: number) => void;
  readonly onRowOpen: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** What pointer and keys do with the rows: select, extend, move, open. The pointer's acts stay the same functions. */
export function useRowActs({ list, selection, order, rowsInSight, scrollTo, hold }: RowActsParts): RowActs {
  const console = useConsole();
  const focusRow = useCallback(
    (id: number | null): void => {
      if (id === null) return;
      requestAnimationFrame(() =>
        list.current?.querySelector<HTMLElement>(`.list-row[data-id="${id}"]`)?.focus({ preventScroll: true }),
      );
    },
    [list],
  );
  const onRowClick = useCallback(
    (id: number, event: MouseEvent) => {
      const { view } = console;
      const keys = { ctrl: event.ctrlKey || event.metaKey, shift: event.shiftKey };
      view.setState((state) => ({ jobs: clickRow(state.jobs, state.jobOrder, id, keys) }));
      focusRow(id);
    },
    [console, focusRow],
  );
  const onRowMenu = useCallback(
    (id: number) => console.view.setState((state) => ({ jobs: contextRow(state.jobs, id) })),
    [console],
  );
  const onRowOpen = useCallback(() => {
    const command = commandOf('job.details');
    if (command) runCommand(console, command);
  }, [console]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!(event.target instanceof Element) || !event.target.closest('.list-row')) return;
    const keys = { ctrl: event.ctrlKey || event.metaKey, shift: event.shiftKey };
    if (event.key === ' ' && (keys.shift || keys.ctrl) && selection.focused !== null) {
      event.preventDefault();
      console.view.setState({ jobs: toggleRow(selection, selection.focused) });
      return;
    }
    const move = moveOfKey(event.key, rowsInSight);
    if (move === undefined || event.altKey) return;
    event.preventDefault();
    hold();
    const next = moveFocus(selection, order, move, keys);
    console.view.setState({ jobs: next });
    if (next.focused !== null) scrollTo(order.indexOf(next.focused));
    focusRow(next.focused);
  };
  return { onRowClick, onRowMenu, onRowOpen, onKeyDown };
}
