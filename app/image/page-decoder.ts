import type { Coding } from '../model/page-format.ts';
import type { Bitmap } from './bitmap.ts';
import { LineDecoder } from './line-decoder.ts';
import { withLineMachine } from './wasm/line-machine.ts';

/** How {@link decodePage} reads a page. */
export interface DecodeOptions {
  /** Rows that the page is known to have: no more are read, and those that are missing count as bad. */
  readonly rows?: number;
  /** No more rows than this are read. Default: 100,000, and no more than 200 million picture elements in all. */
  readonly maxRows?: number;
  /**
   * `eol`: T.4 and T.6 as they travel. `octets`: MH without EOL, each row beginning on an octet (TIFF compression 2).
   * Default `eol`; MH rows that have no EOL between them are read as well.
   */
  readonly framing?: 'eol' | 'octets';
}

/** A page as {@link decodePage} could read it. */
export interface DecodedPage {
  readonly bitmap: Bitmap;
  /** Rows of the bitmap, bad ones included. */
  readonly rows: number;
  /** Rows that were damaged or missing: a damaged one repeats the row above it, one missing at the end is white. */
  readonly badRows: number;
  /** The longest run of bad rows (TIFF ConsecutiveBadFaxLines). */
  readonly longestBadRun: number;
  /** `eop`: RTC or EOFB was seen. `data`: the data ended, or broke off, without it. `limit`: the row limit was met. */
  readonly ended: 'eop' | 'data' | 'limit';
}

/** The most picture elements that a page may have. */
export const maxPagePels = 200_000_000;

/** The most rows that a page may have unless the caller says otherwise. */
export const defaultMaxRows = 100_000;

/** Rows for which there is room before they are known: a page of A4 in fine. */
const expectedRows = 2400;

/**
 * Decodes a page of MH, MR (T.4) or MMR (T.6): octets whose most significant bit came first. Damage never throws: bad
 * rows are counted and copied from above; MH goes on at the next EOL, MR at the next one-dimensional line, MMR stops.
 * RTC and EOFB may be there or not, EOLs aligned or not, with any fill. Memory is bounded by the row limit.
 */
export function decodePage(data: Uint8Array, coding: Coding, width: number, options: DecodeOptions = {}): DecodedPage {
  if (!Number.isInteger(width) || width < 1 || width > maxPagePels) throw new RangeError(`width ${width}`);
  const limit = Math.max(
    0,
    Math.min(
      options.rows ?? Number.POSITIVE_INFINITY,
      options.maxRows ?? defaultMaxRows,
      Math.floor(maxPagePels / width),
    ),
  );
  return withLineMachine((machine) => {
    const lines = new LineDecoder(machine, data, width);
    const page = new PageRows(lines, limit, options.rows ?? expectedRows);
    const ended =
      coding === 'mmr'
        ? decodeT6(lines, page)
        : options.framing === 'octets'
          ? decodeOctetRows(lines, page)
          : new T4Decoder(lines, page, coding).decode();
    return page.finish(options.rows, width, ended);
  });
}

/** Counts the rows that are taken from the lines, good and bad. */
class PageRows {
  readonly #lines: LineDecoder;
  readonly #limit: number;
  #room: number;
  #rows = 0;
  #badRows = 0;
  #badRun = 0;
  #longestBadRun = 0;

  constructor(lines: LineDecoder, limit: number, expected: number) {
    this.#lines = lines;
    this.#limit = limit;
    this.#room = Math.min(expected, limit);
    lines.makeRoom(this.#room);
  }

  get rows(): number {
    return this.#rows;
  }

  get full(): boolean {
    return this.#rows >= this.#limit;
  }

  /** Decodes a line as the next row; false for a bad one, which is not taken. */
  addLine(oneDimensional: boolean): boolean {
    const good = oneDimensional ? this.#lines.decodeOneDimensional() : this.#lines.decodeTwoDimensional();
    if (!good) return false;
    this.#makeRoom(1);
    this.#lines.takeLine(this.#rows++);
    this.#badRun = 0;
    return true;
  }

  /** Takes so many white rows; the row above is white. */
  addWhite(count: number): void {
    this.#addWhite(Math.min(count, this.#limit - this.#rows));
    this.#badRun = 0;
  }

  #addWhite(count: number): void {
    this.#makeRoom(count);
    this.#lines.whiten(this.#rows, this.#rows + count);
    this.#rows += count;
  }

  /** Takes a damaged row: the one above again. */
  addBad(): void {
    this.#makeRoom(1);
    this.#lines.repeatAbove(this.#rows++);
    this.#countBad(1);
  }

  /** The last row turns out to be damaged: it becomes the one above it. */
  spoilLast(): void {
    this.#lines.repeatAbove(this.#rows - 1);
    this.#countBad(1);
  }

  finish(expected: number | undefined, width: number, ended: DecodedPage['ended']): DecodedPage {
    const missing = Math.min(expected ?? 0, this.#limit) - this.#rows;
    if (missing > 0) {
      this.#addWhite(missing);
      this.#countBad(missing);
    }
    const rows = this.#rows;
    return {
      bitmap: { width, rows, stride: (width + 31) >>> 5, words: this.#lines.copyRows(rows) },
      rows,
      badRows: this.#badRows,
      longestBadRun: this.#longestBadRun,
      ended,
    };
  }

  #countBad(count: number): void {
    this.#badRows += count;
    this.#badRun += count;
    if (this.#badRun > this.#longestBadRun) this.#longestBadRun = this.#badRun;
  }

  #makeRoom(rows: number): void {
    const needed = this.#rows + rows;
    if (needed <= this.#room) return;
    this.#room = Math.min(Math.max(needed, this.#room * 2), this.#limit);
    this.#lines.makeRoom(this.#room);
  }
}

function decodeT6(lines: LineDecoder, page: PageRows): DecodedPage['ended'] {
  while (!page.full) {
    const next = lines.peek();
    if (next < 0 && lines.aboveIsWhite) {
      // Below a white row each 1 is a white row.
      const white = Math.min(Math.clz32(~next), lines.bits - lines.position);
      page.addWhite(white);
      lines.position += white;
      continue;
    }
    if (next >>> 20 === 1) return 'eop';
    const start = lines.position;
    if (!page.addLine(false)) {
      // Nothing but zeros: the last octet's fill, and no row.
      if (lines.nextOne(start) < lines.bits) page.addBad();
      return 'data';
    }
  }
  return 'limit';
}

function decodeOctetRows(lines: LineDecoder, page: PageRows): DecodedPage['ended'] {
  while (!page.full) {
    lines.position = (lines.position + 7) & ~7;
    if (lines.position >= lines.bits) return 'data';
    if (!page.addLine(true)) {
      page.addBad();
      // Without EOLs the next row may begin on any octet: the damage ends the page.
      return 'data';
    }
  }
  return 'limit';
}

/** Zeros at least that make an EOL with the 1 behind them. */
const eolZeros = 11;
/** Ones before the first EOL that are no codes. */
const idleOnes = 32;
/** EOLs in a row that are taken for an RTC; it has six, and some may be damaged. */
const rtcEols = 3;

/** T.4 as it comes from the line, with EOLs and damage. */
class T4Decoder {
  readonly #lines: LineDecoder;
  readonly #page: PageRows;
  readonly #twoDimensional: boolean;
  /** An EOL was seen: rows that do not end in one are wrong. */
  #sawEol = false;
  /** The line before is not to be trusted: two-dimensional lines wait for the next one-dimensional one. */
  #needOneDimensional: boolean;
  /** The tag bit behind the last EOL: the next line is one-dimensional. */
  #oneDimensional = true;

  constructor(lines: LineDecoder, page: PageRows, coding: 'mh' | 'mr') {
    this.#lines = lines;
    this.#page = page;
    this.#twoDimensional = coding === 'mr';
    this.#needOneDimensional = this.#twoDimensional;
  }

  decode(): DecodedPage['ended'] {
    const lines = this.#lines;
    const page = this.#page;
    this.#skipLeadIn();
    while (!page.full) {
      const eols = this.#readEols();
      if (eols >= rtcEols) return 'eop';
      if (lines.nextOne(lines.position) >= lines.bits) return eols >= 2 ? 'eop' : 'data';
      if (eols === 0 && this.#sawEol && page.rows > 0) {
        // The row was full but more codes follow: its total is wrong.
        page.spoilLast();
        this.#needOneDimensional = this.#twoDimensional;
        this.#seekEol(lines.position);
        continue;
      }
      if (eols === 2 && page.rows > 0) page.addBad();
      if (!page.full) this.#readRow();
    }
    // The rows that were asked for are all there; an RTC behind them is the regular end.
    return this.#readEols() >= 2 ? 'eop' : 'limit';
  }

  #readRow(): void {
    const lines = this.#lines;
    const page = this.#page;
    const start = lines.position;
    const good = (this.#oneDimensional || !this.#needOneDimensional) && page.addLine(this.#oneDimensional);
    if (!good) {
      page.addBad();
      this.#needOneDimensional = this.#twoDimensional;
      // The codes read last may have taken the EOL's first zeros.
      this.#seekEol(Math.max(start, lines.position - 24));
    } else if (this.#oneDimensional) this.#needOneDimensional = false;
  }

  /** What a receiver caught before the first EOL is no row, unless it is one. */
  #skipLeadIn(): void {
    const lines = this.#lines;
    if (lines.nextOne(0) >= eolZeros) return;
    const isRow =
      !this.#idlesBeforeEol() &&
      lines.decodeOneDimensional() &&
      (this.#startsEol(lines.position) || !this.#twoDimensional);
    lines.position = 0;
    if (!isRow) this.#seekEol(0);
  }

  /**
   * True where ones stand right before the first EOL: a modem sends them until its program has a page for it (T.31
   * 8.3.3). A second of them would read as ten good rows, for 1111 and 11 are codes of runs.
   */
  #idlesBeforeEol(): boolean {
    const lines = this.#lines;
    this.#seekEol(0);
    const behind = lines.position - idleOnes;
    lines.position = behind;
    const idles = behind >= 0 && lines.peek() === -1;
    lines.position = 0;
    return idles;
  }

  #startsEol(position: number): boolean {
    const one = this.#lines.nextOne(position);
    return one - position >= eolZeros && one < this.#lines.bits;
  }

  /** Reads the EOLs that stand here, one behind the other, with the fill before them; returns how many. */
  #readEols(): number {
    const lines = this.#lines;
    let count = 0;
    while (count < rtcEols && this.#startsEol(lines.position)) {
      lines.position = lines.nextOne(lines.position) + 1;
      if (this.#twoDimensional) {
        this.#oneDimensional = lines.peek() < 0;
        lines.position++;
      }
      count++;
    }
    if (count > 0) this.#sawEol = true;
    return count;
  }

  /** Goes to the next EOL at or behind `from`, or to the end of the data. */
  #seekEol(from: number): void {
    const lines = this.#lines;
    let zeros = from;
    for (;;) {
      const one = lines.nextOne(zeros);
      if (one >= lines.bits || one - zeros >= eolZeros) break;
      zeros = one + 1;
    }
    lines.position = zeros;
  }
}
