import type { SQLOutputValue } from 'node:sqlite';
import type { z } from 'zod';

/** How a column's value reads back, before the schema looks at it. */
type Decoding = (value: SQLOutputValue) => unknown;

/** SQLite has no booleans. */
export const yesNo: Decoding = (value) => (typeof value === 'number' ? value !== 0 : value);

/** Nor lists. Throws `SyntaxError`. */
export const fromJson: Decoding = (value) => (typeof value === 'string' ? (JSON.parse(value) as unknown) : value);

/** Reads the rows of one table. */
export interface TableReader<T> {
  /** What to select, in the order in which {@link read} takes the values. */
  readonly columns: string;
  /** The record of a row; values beyond the columns are left. Throws `ZodError`, `SyntaxError`. */
  read(values: readonly SQLOutputValue[]): T;
}

/**
 * A reader by position: several times faster than rows by name with a schema that decodes, which counts where a start
 * reads thousands of faxes.
 */
export function tableReader<S extends z.ZodObject>(
  schema: S,
  decodings: { readonly [N in keyof S['shape']]?: Decoding },
): TableReader<z.output<S>> {
  const names = Object.keys(schema.shape);
  const decode = names.map((name) => decodings[name]);
  return {
    columns: names.map((name) => `"${name}"`).join(', '),
    read(values) {
      const record: Record<string, unknown> = {};
      for (const [index, name] of names.entries()) {
        const value = values[index] ?? null;
        const decoding = decode[index];
        record[name] = decoding === undefined ? value : decoding(value);
      }
      return schema.parse(record);
    },
  };
}
