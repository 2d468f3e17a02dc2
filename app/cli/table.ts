import { printable } from './console.ts';

/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly of: (row: Row) => string | number | null;
  /** Numbers stand right. */
  readonly align?: 'left' | 'right';
  /** May be cut when the terminal is too narrow, down to this width. */
  readonly least?: number;
}

/**
 * Rows as an aligned table, a title line first. `columns` is the width of the terminal, or null for as wide as needed;
 * too wide a table is cut in the columns that allow it, the widest first.
 */
export function table<Row>(rows: readonly Row[], shape: readonly Column<Row>[], columns: number | null): string {
  const cells = [
    shape.map(({ title }) => title),
    ...rows.map((row) => shape.map(({ of }) => printable(String(of(row) ?? '')))),
  ];
  const widths = shape.map((_, index) => Math.max(...cells.map((line) => widthOf(line[index] ?? ''))));
  if (columns !== null) narrow(widths, shape, columns);
  return cells
    .map((line) =>
      line
        .map((cell, index) => padded(cell, widths[index] ?? 0, shape[index]?.align ?? 'left'))
        .join(GAP)
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

const GAP = '  ';

function narrow<Row>(widths: number[], shape: readonly Column<Row>[], columns: number): void {
  let over = widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1)) - columns;
  while (over > 0) {
    let widest = -1;
    for (const [index, width] of widths.entries()) {
      const least = shape[index]?.least;
      if (least !== undefined && width > least && width > (widths[widest] ?? 0)) widest = index;
    }
    if (widest < 0) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
    over--;
  }
}

function padded(cell: string, width: number, align: 'left' | 'right'): string {
  const characters = [...cell];
  const shown = characters.length > width ? `${characters.slice(0, Math.max(width - 1, 0)).join('')}…` : cell;
  const fill = ' '.repeat(Math.max(width - widthOf(shown), 0));
  return align === 'right' ? fill + shown : shown + fill;
}

const widthOf = (cell: string): number => [...cell].length;

/** `name: value` lines, the names aligned; empty values are left out. */
export function facts(rows: readonly (readonly [name: string, value: string | number | null])[]): string {
  const shown = rows.filter(([, value]) => value !== null && value !== '');
  const wide = Math.max(0, ...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${`${name}:`.padEnd(wide + 1)} ${printable(String(value))}\n`).join('');
}
