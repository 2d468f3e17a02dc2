import {
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo, useRef } from 'react';
import type { Job } from '../../../app/model/job.ts';
import { columnSpecs } from './column-widths.ts';
import { compareValues, type JobColumn, sortValues, stableOrder } from './job-sorting.ts';

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

const columns = columnSpecs.map(({ id }) => ({
  id,
  accessorFn: (job: Job): string | number | undefined => sortValues[id](job),
  sortUndefined: 'last' as const,
  sortDescFirst: false,
  sortFn: (a: ValueRow, b: ValueRow, column: string): number => compareValues(a.getValue(column), b.getValue(column)),
}));

interface ValueRow {
  getValue(column: string): unknown;
}

/** A column that orders the table. */
export interface SortedColumn {
  readonly id: string;
  readonly desc: boolean;
}

/** At most this many columns order the table. */
export const mostSortColumns = 3;

export interface JobsTable {
  /** The jobs in their shown order. */
  readonly rows: readonly Job[];
  readonly order: readonly number[];
  /** Sorts by a column, or turns or removes its order; `add` keeps the other columns. */
  readonly toggleSort: (column: JobColumn, add: boolean) => void;
}

/** The jobs as TanStack Table sorts them; while `frozen`, rows keep their places. */
export function useJobsTable(
  jobs: readonly Job[],
  sorting: readonly SortedColumn[],
  onSorting: (sorting: SortingState) => void,
  frozen: boolean,
): JobsTable {
  // The same array as long as the order is the same: another one would sort anew at each drawing.
  const state = useMemo(() => ({ sorting: [...sorting] }), [sorting]);
  const table = useTable({
    features,
    columns,
    data: jobs,
    getRowId: (job) => String(job.id),
    state,
    onSortingChange: (updater) => onSorting(typeof updater === 'function' ? updater([...sorting]) : updater),
    maxMultiSortColCount: mostSortColumns,
    enableSortingRemoval: true,
  });
  const sorted = table.getRowModel().rows;
  const before = useRef<readonly number[]>([]);
  return useMemo(() => {
    const byId = new Map(sorted.map((row) => [row.original.id, row.original]));
    const order = stableOrder(before.current, [...byId.keys()], frozen);
    before.current = order;
    return {
      order,
      rows: order.flatMap((id) => byId.get(id) ?? []),
      toggleSort: (column, add) => table.getColumn(column)?.toggleSorting(undefined, add),
    };
  }, [sorted, frozen, table]);
}
