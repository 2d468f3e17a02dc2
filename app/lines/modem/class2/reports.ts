import type { Dialect, ReportKind } from './dialect.ts';

/** One unsolicited line of the modem: what it is about, and what it says behind the colon. */
export interface Report {
  readonly kind: ReportKind;
  readonly text: string;
}

/** Reads a report of the class (`+FCSI: "555 0101"`); null where the line is none. */
export function parseReport(line: string, dialect: Dialect): Report | null {
  const parts = /^(\+F[A-Z]+)\s*(?::\s*(.*))?$/i.exec(line.trim());
  if (parts === null) return null;
  const kind = dialect.reports[(parts[1] ?? '').toUpperCase()];
  return kind === undefined ? null : { kind, text: (parts[2] ?? '').trim() };
}

/** An identification as the modem quotes it: quotes, padding and unprintable characters taken off, 20 at most. */
export function parseIdentification(text: string): string {
  return text
    .replaceAll('"', '')
    .replace(/[^\x20-\x7e]/g, '')
    .trim()
    .slice(0, 20);
}

/** An identification as it is given to the modem: quotes would end the string. */
export function quoteIdentification(text: string): string {
  return `"${text
    .replace(/[^\x20-\x7e]/g, '')
    .replaceAll('"', '')
    .slice(0, 20)}"`;
}

/** What the modem found of a page: its response, lines, damaged lines, and the longest run of them. */
export interface PageStatus {
  readonly response: number;
  readonly lines: number | null;
  readonly badLines: number | null;
}

/** Reads `1,2286,3,1` (+FPTS, decimal; +FPS, hexadecimal). Null where there is no number. */
export function parsePageStatus(text: string, radix: 10 | 16): PageStatus | null {
  const fields = text.split(',').map((field) => field.trim());
  const value = (index: number): number | null => {
    const field = fields[index] ?? '';
    if (!/^[0-9A-Fa-f]{1,8}$/.test(field)) return null;
    const number = Number.parseInt(field, radix);
    return Number.isNaN(number) ? null : number;
  };
  const response = value(0);
  return response === null ? null : { response, lines: value(1), badLines: value(2) };
}

/** Reads a small number such as that of `+FET:2` or `+FHS:00`; null where there is none. */
export function parseNumber(text: string, radix: 10 | 16): number | null {
  const digits = /^[0-9A-Fa-f]{1,3}/.exec(text.trim())?.[0];
  if (digits === undefined) return null;
  const number = Number.parseInt(digits, radix);
  return Number.isNaN(number) ? null : number;
}
