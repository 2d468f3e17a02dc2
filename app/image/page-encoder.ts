import type { Coding, Resolution } from '../model/page-format.ts';
import type { Bitmap } from './bitmap.ts';
import { CodeWriter } from './code-writer.ts';
import {
  eolBits,
  horizontalCode,
  horizontalPairCodes,
  longestMakeUp,
  longestMakeUpCode,
  packedCode,
  passCode,
  runCodes,
  runCodesEnd,
  verticalCodes,
  whiteBlackCodes,
} from './run-codes.ts';
import { createTransitions, findTransitions, firstTransition, signedWords, type Transitions } from './transitions.ts';

/** How {@link encodePage} writes a page. */
export interface EncodeOptions {
  /** For MR's K, the distance of one-dimensional lines: 2, 4 or 8 (T.4 4.2.2). Default standard: K = 2. */
  readonly resolution?: Resolution;
  /** Least bits of a coded line with its EOL; shorter ones get fill (T.4 4.1.3). Not for MMR. Default 0. */
  readonly minLineBits?: number;
  /** Writes RTC (MH, MR) or EOFB (MMR) at the end. Default true. */
  readonly endOfPage?: boolean;
  /** Fills before each EOL so that it ends on an octet boundary (TIFF T4Options bit 2). Not for MMR. Default false. */
  readonly eolAligned?: boolean;
}

/** Lines from one one-dimensional line to the next in MR (T.4 4.2.2, table 4). */
export const linesPerOneDimensional: Readonly<Record<Resolution, number>> = { standard: 2, fine: 4, superfine: 8 };

// Copies, because the engine folds a constant of this module into the machine code but fetches an imported one at each use.
const first = firstTransition;
const wholeRuns = runCodesEnd;
const whiteBlack = whiteBlackCodes;
const eol = packedCode(eolBits);
const eolOneDimensional = packedCode(`${eolBits}1`);
const eolTwoDimensional = packedCode(`${eolBits}0`);
const pass = packedCode(passCode);
const horizontal = packedCode(horizontalCode);
/** By `a1 - b1 + 3`. */
const vertical = Int32Array.from(verticalCodes, packedCode);
const [whiteRuns, blackRuns] = runCodes;
const [whiteFirst, blackFirst] = horizontalPairCodes;

/** Codes a page in MH, MR (T.4) or MMR (T.6): octets whose most significant bit goes first. */
export function encodePage(bitmap: Bitmap, coding: Coding, options: EncodeOptions = {}): Uint8Array {
  const writer = new CodeWriter(Math.max(1024, bitmap.words.length >>> 1));
  if (coding === 'mmr') encodeT6(bitmap, writer, options);
  else encodeT4(bitmap, coding, writer, options);
  return writer.finish();
}

function encodeT6(bitmap: Bitmap, writer: CodeWriter, options: EncodeOptions): void {
  const { width, rows, stride } = bitmap;
  const words = signedWords(bitmap);
  let above = createTransitions(width);
  let current = createTransitions(width);
  const codes = createCodeList(width);
  for (let row = 0; row < rows; row++) {
    findTransitions(words, row * stride, width, current);
    writer.append(codes, codeTwoDimensional(current, above, width, codes));
    [above, current] = [current, above];
  }
  if (options.endOfPage ?? true) {
    writer.appendOne(eol);
    writer.appendOne(eol);
  }
}

function encodeT4(bitmap: Bitmap, coding: 'mh' | 'mr', writer: CodeWriter, options: EncodeOptions): void {
  const { width, rows, stride } = bitmap;
  const words = signedWords(bitmap);
  const every = coding === 'mh' ? 1 : linesPerOneDimensional[options.resolution ?? 'standard'];
  const leastBits = options.minLineBits ?? 0;
  const aligned = options.eolAligned ?? false;
  const oneDimensionalEol = coding === 'mh' ? eol : eolOneDimensional;
  let above = createTransitions(width);
  let current = createTransitions(width);
  const codes = createCodeList(width);
  const putEol = (code: number): void => {
    if (aligned) writer.appendZeros((20 - (writer.bits & 7)) & 7);
    writer.appendOne(code);
  };
  for (let row = 0; row < rows; row++) {
    const oneDimensional = row % every === 0;
    const before = writer.bits;
    putEol(oneDimensional ? oneDimensionalEol : eolTwoDimensional);
    findTransitions(words, row * stride, width, current);
    const count = oneDimensional
      ? codeOneDimensional(current, width, codes)
      : codeTwoDimensional(current, above, width, codes);
    writer.append(codes, count);
    const short = leastBits - (writer.bits - before);
    if (short > 0) writer.appendZeros(short);
    if (every > 1) [above, current] = [current, above];
  }
  if (options.endOfPage ?? true) {
    putEol(oneDimensionalEol);
    for (let n = 1; n < 6; n++) writer.appendOne(oneDimensionalEol);
  }
}

/** Room for the codes of any row: at most one for each column and a few for long runs. */
function createCodeList(width: number): Int32Array {
  return new Int32Array(2 * width + 16);
}

/** Writes the code of a run at `n`; returns the index behind it. */
function putRun(codes: Int32Array, n: number, table: Int32Array, run: number): number {
  let at = n;
  let left = run;
  while (left >= wholeRuns) {
    codes[at++] = longestMakeUpCode;
    left -= longestMakeUp;
  }
  codes[at++] = table[left] as number;
  return at;
}

/** Lists the codes of a one-dimensional line (T.4 4.1.1): runs in turn, white first. */
function codeOneDimensional(current: Transitions, width: number, codes: Int32Array): number {
  let n = 0;
  let from = 0;
  for (let k = first; ; k += 2) {
    const black = current[k] as number;
    const white = current[k + 1] as number;
    const whiteRun = black - from;
    const blackRun = white - black;
    if (black === width) return putRun(codes, n, whiteRuns, whiteRun);
    if ((whiteRun | blackRun) < 64) {
      codes[n++] = whiteBlack[(whiteRun << 6) | blackRun] as number;
    } else {
      n = putRun(codes, n, whiteRuns, whiteRun);
      n = putRun(codes, n, blackRuns, blackRun);
    }
    if (white === width) return n;
    from = white;
  }
}

/**
 * Lists the codes of a two-dimensional line (T.4 4.2.1.3, T.6 2.2). Names are the Recommendation's: a0 is where coding
 * has come to, a1 and a2 the next transitions of this line, b1 and b2 the next of the line above, b1 of the same
 * direction as a1. The indices of a1 and b1 are both even or both odd at all times.
 */
function codeTwoDimensional(current: Transitions, above: Transitions, width: number, codes: Int32Array): number {
  let n = 0;
  let a0 = 0;
  let ai = first;
  let bi = first;
  for (;;) {
    const a1 = current[ai] as number;
    const b1 = above[bi] as number;
    const offset = a1 - b1;
    if (offset === 0) {
      // Vertical 0, often many in a row: one code of as many ones.
      let ones = 1;
      a0 = a1;
      while (a0 < width && ones < 24 && (current[ai + ones] as number) === (above[bi + ones] as number)) {
        a0 = current[ai + ones] as number;
        ones++;
      }
      codes[n++] = (((1 << ones) - 1) << 5) | ones;
      if (a0 === width) return n;
      ai += ones;
      bi += ones;
    } else if ((above[bi + 1] as number) < a1) {
      codes[n++] = pass;
      a0 = above[bi + 1] as number;
      bi += 2;
    } else if (offset >= -3 && offset <= 3) {
      codes[n++] = vertical[offset + 3] as number;
      if (a1 === width) return n;
      a0 = a1;
      ai++;
      bi++;
      // b1 may now lie one change back (after a step left) or further on (after a step right).
      if ((above[bi - 2] as number) > a0) bi -= 2;
      else while ((above[bi] as number) <= a0) bi += 2;
    } else {
      const a2 = current[ai + 1] as number;
      const run = a1 - a0;
      const next = a2 - a1;
      const white = (ai & 1) === 0;
      if ((run | next) < 64) {
        codes[n++] = (white ? whiteFirst : blackFirst)[(run << 6) | next] as number;
      } else {
        codes[n++] = horizontal;
        n = putRun(codes, n, white ? whiteRuns : blackRuns, run);
        n = putRun(codes, n, white ? blackRuns : whiteRuns, next);
      }
      if (a2 === width) return n;
      a0 = a2;
      ai += 2;
      while ((above[bi] as number) <= a0) bi += 2;
    }
  }
}
