/** For this room's tests: T.6 read code by code as the Recommendation says it, slowly and from the code strings alone. */
import { bitmapOfRuns } from './drawn-bitmaps.ts';
import type { DecodedPage } from './page-coder.ts';
import { horizontalCode, makeUpCodes, passCode, terminatingCodes, verticalCodes } from './run-codes.ts';

type PlainPage = Pick<DecodedPage, 'bitmap' | 'badRows'>;

/** Bits of a page, behind which there are zeros. */
class PlainBits {
  readonly #bits: string;
  at = 0;

  constructor(data: Uint8Array) {
    this.#bits = Array.from(data, (octet) => octet.toString(2).padStart(8, '0')).join('');
  }

  get left(): number {
    return this.#bits.length - this.at;
  }

  startsWith(code: string): boolean {
    return this.#bits.slice(this.at, this.at + code.length).padEnd(code.length, '0') === code;
  }

  /** Reads one of the codes; its place among them, or -1. */
  read(codes: readonly string[]): number {
    const found = codes.findIndex((code) => this.startsWith(code));
    if (found >= 0) this.at += codes[found]?.length ?? 0;
    return found;
  }

  /** Reads a run; NaN where there is none. */
  readRun(color: 0 | 1): number {
    const makeUp = this.read(makeUpCodes[color]);
    if (makeUp >= 0) return (makeUp + 1) * 64 + this.readRun(color);
    const run = this.read(terminatingCodes[color]);
    return run < 0 ? Number.NaN : run;
  }
}

const modeCodes = [passCode, horizontalCode, ...verticalCodes];

/** The transitions of the next line, or null for one that cannot be right. */
function readLine(bits: PlainBits, above: readonly number[], width: number): readonly number[] | null {
  const line: number[] = [];
  const put = (column: number): void => {
    // A run of 0 takes back the transition before it.
    if (line.at(-1) === column) line.pop();
    else if (column < width) line.push(column);
  };
  let a0 = -1;
  while (a0 < width) {
    const color = line.length % 2 === 0 ? 0 : 1;
    const b1 = above.findIndex((column, index) => index % 2 === color && column > a0);
    const changes = b1 < 0 ? [] : above.slice(b1);
    const mode = bits.read(modeCodes);
    if (mode < 0) return null;
    if (mode === 0) a0 = changes[1] ?? width;
    else if (mode === 1) {
      const a1 = Math.max(0, a0) + bits.readRun(color);
      const a2 = a1 + bits.readRun(color === 0 ? 1 : 0);
      if (Number.isNaN(a2) || a2 > width) return null;
      put(a1);
      put(a2);
      a0 = a2;
    } else {
      const a1 = (changes[0] ?? width) + mode - 5;
      if (a1 <= a0 || a1 > width) return null;
      put(a1);
      a0 = a1;
    }
  }
  return bits.left < 0 ? null : line;
}

/** Decodes so many rows; the first bad one repeats the row above it, those behind it are white. */
export function decodePlainly(data: Uint8Array, width: number, rows: number): PlainPage {
  const bits = new PlainBits(data);
  const lines: (readonly number[])[] = [];
  while (lines.length < rows && !bits.startsWith('000000000001')) {
    const start = bits.at;
    const line = readLine(bits, lines.at(-1) ?? [], width);
    if (line === null) {
      bits.at = start;
      break;
    }
    lines.push(line);
  }
  const good = lines.length;
  // What is left may be a damaged row, or the fill of the last octet.
  const damaged =
    good < rows && bits.left > 0 && !bits.startsWith('000000000001') && !bits.startsWith('0'.repeat(bits.left));
  if (damaged) lines.push(lines.at(-1) ?? []);
  const runs = Array.from({ length: rows }, (_, row) =>
    (lines[row] ?? []).map((column, index, columns) => column - (columns[index - 1] ?? 0)),
  );
  const drawn = runs.map((row, index) => {
    const columns = lines[index] ?? [];
    // A row that ends black goes on to the width.
    return columns.length % 2 === 1 ? [...row, width] : row;
  });
  return { bitmap: bitmapOfRuns(width, drawn), badRows: rows - good };
}
