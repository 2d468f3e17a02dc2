import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { useConsole } from '../../console.tsx';
import { ArrowDownIcon, ArrowUpIcon } from '../../kit/icons/icons.tsx';
import { type ColumnWidth, clampWidth } from './column-widths.ts';
import type { JobColumn } from './job-sorting.ts';
import { jobsWords } from './words.ts';

export interface JobsHeadProps {
  readonly columns: readonly ColumnWidth[];
  readonly sort: readonly { readonly id: string; readonly desc: boolean }[];
  readonly onSort: (column: JobColumn, add: boolean) => void;
}

const keyStep = 16;

/**
 * The head of the table: one tab stop, Left and Right move, Enter sorts (Shift adds), Alt Left and Right change the
 * width. A double click on an edge gives the column its own width back.
 */
export function JobsHead({ columns, sort, onSort }: JobsHeadProps): ReactNode {
  const { view } = useConsole();
  const [stop, setStop] = useState<JobColumn>('state');
  const head = useRef<HTMLDivElement>(null);
  const stopShown = columns.some((column) => column.id === stop) ? stop : 'state';

  const setWidth = (column: ColumnWidth, width: number | null): void =>
    view.setState(({ columnWidths }) => {
      const { [`jobs:${column.id}`]: _own, ...others } = columnWidths;
      return {
        columnWidths: width === null ? others : { ...others, [`jobs:${column.id}`]: clampWidth(column, width) },
      };
    });

  const onKeyDown = (event: KeyboardEvent, column: ColumnWidth): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      head.current?.parentElement?.querySelector<HTMLElement>('.list-row[tabindex="0"]')?.focus();
    }
    if (step === 0) return;
    event.preventDefault();
    if (event.altKey) {
      setWidth(column, column.shown + step * keyStep);
      return;
    }
    const next = columns[columns.findIndex((each) => each.id === column.id) + step];
    if (!next) return;
    setStop(next.id);
    head.current?.querySelector<HTMLElement>(`[data-column="${next.id}"]`)?.focus();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: the head of a grid of placed rows
    <div role="rowgroup" className="list-head" ref={head}>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the buttons inside are the stops */}
      <div role="row" aria-rowindex={1} className="flex">
        {columns.map((column) => {
          const order = sort.find((each) => each.id === column.id);
          const Icon = order?.desc ? ArrowDownIcon : ArrowUpIcon;
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: the button inside is the stop
            // biome-ignore lint/a11y/useSemanticElements: as above
            <div
              key={column.id}
              role="columnheader"
              className={column.right ? 'right' : ''}
              style={{ width: `var(--col-${column.id})` }}
              aria-sort={order ? (order.desc ? 'descending' : 'ascending') : undefined}
            >
              <button
                type="button"
                className="sort"
                data-column={column.id}
                title={`${jobsWords.sortHint}. ${jobsWords.resizeHint}.`}
                tabIndex={column.id === stopShown ? 0 : -1}
                onFocus={() => setStop(column.id)}
                onClick={(event) => onSort(column.id, event.shiftKey)}
                onKeyDown={(event) => onKeyDown(event, column)}
              >
                <span className="cut">{jobsWords.columns[column.id]}</span>
                {order && <Icon />}
              </button>
              <Edge column={column} onWidth={(width) => setWidth(column, width)} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface EdgeProps {
  readonly column: ColumnWidth;
  readonly onWidth: (width: number | null) => void;
}

/** The right edge of a head cell, for the pointer; keys do the same on the button. */
function Edge({ column, onWidth }: EdgeProps): ReactNode {
  const start = useRef<{ readonly x: number; readonly width: number } | null>(null);
  const [active, setActive] = useState(false);
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width: column.shown };
    setActive(true);
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (start.current) onWidth(start.current.width + event.clientX - start.current.x);
  };
  const onPointerUp = (): void => {
    start.current = null;
    setActive(false);
  };
  return (
    <div
      className="resize"
      aria-hidden="true"
      data-active={active}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onDoubleClick={() => onWidth(null)}
    />
  );
}
