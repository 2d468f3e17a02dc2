import type { JobColumn } from './job-sorting.ts';

export interface ColumnSpec {
  readonly id: JobColumn;
  /** Width in px when nobody moved it. */
  readonly width: number;
  readonly least: number;
  /** Takes a share of what is left over. */
  readonly grows: boolean;
  readonly right?: boolean;
  /** The list must be at least this wide for the column to show. */
  readonly from?: number;
}

/** The columns in their order. */
export const columnSpecs: readonly ColumnSpec[] = [
  { id: 'state', width: 114, least: 40, grows: false },
  { id: 'who', width: 206, least: 120, grows: false },
  { id: 'subject', width: 126, least: 90, grows: true, from: 780 },
  { id: 'pages', width: 126, least: 60, grows: false },
  { id: 'next', width: 312, least: 140, grows: true },
  { id: 'line', width: 106, least: 48, grows: false, from: 860 },
  { id: 'age', width: 70, least: 56, grows: false, right: true },
];

export const mostWidth = 1200;

export interface ColumnWidth extends ColumnSpec {
  readonly shown: number;
}

/**
 * The columns that fit into so many px, with their widths: those a person set, else their own; what is left over goes
 * to the growing ones, and what is missing is taken from subject, who and next, which can be cut.
 */
export function fitColumns(room: number, set: Readonly<Record<string, number>>): readonly ColumnWidth[] {
  const wanted = visibleSpecs(room).map((spec) => ({ ...spec, shown: clampWidth(spec, set[spec.id] ?? spec.width) }));
  const spare = room - total(wanted);
  return spare >= 0 ? grow(wanted, spare, set) : shrink(wanted, -spare);
}

const visibleSpecs = (room: number): readonly ColumnSpec[] => columnSpecs.filter((spec) => room >= (spec.from ?? 0));

/** The columns that show in so many px: a narrow list drops the line, then the subject. */
export const visibleColumns = (room: number): readonly JobColumn[] => visibleSpecs(room).map((spec) => spec.id);

/** A width within the column's bounds, in whole px. */
export const clampWidth = (spec: ColumnSpec, width: number): number =>
  Math.round(Math.min(Math.max(width, spec.least), mostWidth));

const total = (columns: readonly ColumnWidth[]): number => columns.reduce((sum, column) => sum + column.shown, 0);

function grow(columns: readonly ColumnWidth[], spare: number, set: Readonly<Record<string, number>>) {
  const free = columns.filter((column) => column.grows && set[column.id] === undefined);
  const growing = free.length > 0 ? free : columns.filter((column) => column.id === 'next');
  const share = Math.floor(spare / Math.max(1, growing.length));
  const rest = spare - share * growing.length;
  return columns.map((column) => {
    const place = growing.findIndex((each) => each.id === column.id);
    return place < 0 ? column : { ...column, shown: column.shown + share + (place === 0 ? rest : 0) };
  });
}

/** Which columns give way, in this order, and down to what. */
const shrinking: readonly (readonly [JobColumn, number])[] = [
  ['subject', 90],
  ['who', 190],
  ['pages', 60],
  ['who', 120],
  ['next', 140],
  ['state', 40],
];

function shrink(columns: readonly ColumnWidth[], missing: number) {
  let left = missing;
  const shown = new Map(columns.map((column) => [column.id, column.shown]));
  for (const [id, floor] of shrinking) {
    const column = columns.find((each) => each.id === id);
    if (!column || left <= 0) continue;
    const taken = Math.max(0, Math.min(left, (shown.get(id) ?? 0) - Math.max(floor, column.least)));
    shown.set(id, (shown.get(id) ?? 0) - taken);
    left -= taken;
  }
  return columns.map((column) => ({ ...column, shown: shown.get(column.id) ?? column.shown }));
}
