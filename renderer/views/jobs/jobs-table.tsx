import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react';
import type { Job } from '../../../app/model/job.ts';
import { contextOf } from '../../commands/command.ts';
import { menuEntries } from '../../commands/menu-entries.ts';
import { useConsole, useFacts, useView } from '../../console.tsx';
import { ContextMenu } from '../../kit/menu.tsx';
import { keepShown } from '../../stores/selection.ts';
import { whoOf } from '../../words/job-name.ts';
import { fitColumns, visibleColumns } from './column-widths.ts';
import { JobRow } from './job-row.tsx';
import { JobsHead } from './jobs-head.tsx';
import { useFrozen } from './use-frozen.ts';
import { useJobsTable } from './use-jobs-table.ts';
import { useListSize } from './use-list-size.ts';
import { useRowActs } from './use-row-acts.ts';
import { useRowInSight } from './use-row-in-sight.ts';
import { jobsWords } from './words.ts';

const rowHeights = { compact: 28, normal: 32, roomy: 40 } as const;
const headHeight = 28;

const jobMenu = [
  'job.tryNow',
  'job.pause',
  'job.sendNow',
  'job.change',
  'job.cancel',
  '-',
  'job.pages',
  'fax.savePdf',
  'fax.saveTiff',
  'fax.print',
  '-',
  'job.copyNumber',
] as const;

/** The virtualised table of faxes. One tab stop for the head, one for the rows. */
export function JobsTable({ jobs }: { readonly jobs: readonly Job[] }): ReactNode {
  const console = useConsole();
  const sort = useView((view) => view.sort);
  const widths = useView((view) => view.columnWidths);
  const density = useView((view) => view.density);
  const selection = useView((view) => view.jobs);
  const { frozen, hold, setMenuOpen, menuOpen } = useFrozen();
  const table = useJobsTable(jobs, sort, (sorting) => console.view.setState({ sort: sorting }), frozen);
  const { rows, order } = table;
  const list = useRef<HTMLDivElement>(null);
  const size = useListSize(list);
  const rowHeight = rowHeights[density];
  const columns = useMemo(() => fitColumns(size.width, jobWidths(widths)), [size.width, widths]);
  // By the room alone: rows are not drawn again while a width is dragged.
  const columnIds = useMemo(() => visibleColumns(size.width), [size.width]);

  useKeptSelection(order);
  const focusedAt = selection.focused === null ? -1 : order.indexOf(selection.focused);
  const stop = focusedAt < 0 ? 0 : focusedAt;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => list.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    initialRect: { width: 1000, height: 600 },
    getItemKey: (index) => order[index] ?? index,
    // The tab stop stays mounted: focus is lost with an unmounted row.
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(count - 1, endIndex + overscan);
      const range = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
      return stop < count && (stop < from || stop > to) ? [...range, stop].toSorted((a, b) => a - b) : range;
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are measured again when their height changes
  useEffect(() => virtual.measure(), [rowHeight]);

  const scrollTo = useCallback((place: number) => virtual.scrollToIndex(place), [virtual]);
  const { onRowClick, onRowMenu, onRowOpen, onKeyDown } = useRowActs({
    ...{ list, selection, order, hold },
    rowsInSight: Math.floor((size.height - headHeight) / rowHeight),
    scrollTo,
  });

  useRowInSight({ list, height: size.height, headHeight, rowHeight, place: focusedAt, scrollTo });

  const vars: Record<string, string> = { '--row-h': `${rowHeight}px` };
  for (const column of columns) vars[`--col-${column.id}`] = `${column.shown}px`;
  const rowWidth = columns.reduce((sum, column) => sum + column.shown, 0);

  return (
    <ContextMenu entries={menuOpen ? rowMenu(console) : []} onOpenChange={setMenuOpen}>
      {/* biome-ignore lint/a11y/useSemanticElements: rows are placed by the virtualiser; a table element cannot hold them */}
      <div
        ref={list}
        className="list"
        data-list="jobs"
        role="grid"
        aria-label={jobsWords.list}
        aria-multiselectable="true"
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        style={vars as CSSProperties}
        onKeyDown={onKeyDown}
      >
        <JobsHead columns={columns} sort={sort} onSort={table.toggleSort} />
        {/* biome-ignore lint/a11y/useSemanticElements: as the grid itself */}
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative', width: rowWidth }}>
          {virtual.getVirtualItems().map((item) => {
            const job = rows[item.index];
            return job ? (
              <JobRow
                key={job.id}
                job={job}
                columns={columnIds}
                index={item.index}
                selected={selection.selected.has(job.id)}
                isStop={item.index === stop}
                top={item.start - headHeight}
                onRowClick={onRowClick}
                onRowMenu={onRowMenu}
                onRowOpen={onRowOpen}
              />
            ) : null;
          })}
        </div>
      </div>
    </ContextMenu>
  );
}

function jobWidths(widths: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const own = Object.entries(widths).filter(([key]) => key.startsWith('jobs:'));
  return Object.fromEntries(own.map(([key, width]) => [key.slice('jobs:'.length), width]));
}

function rowMenu(console: ReturnType<typeof useConsole>) {
  const context = contextOf(console);
  const [job] = context.jobs;
  const title = jobsWords.rowMenu(context.jobs.length, job ? whoOf(job) : '');
  return [{ kind: 'title', id: 'title', label: title } as const, ...menuEntries(console, context, jobMenu)];
}

/** Keeps the shown order in the view store, and the selection within it. */
function useKeptSelection(order: readonly number[]): void {
  const console = useConsole();
  const hasFacts = useFacts((facts) => facts.snapshot !== null);
  const known = useRef<readonly number[]>(order);
  useEffect(() => {
    if (!hasFacts) return;
    console.view.setState((state) => {
      const jobs = keepShown(state.jobs, known.current, order);
      return state.jobOrder === order && jobs === state.jobs ? state : { jobOrder: order, jobs };
    });
    known.current = order;
  }, [console, order, hasFacts]);
}
