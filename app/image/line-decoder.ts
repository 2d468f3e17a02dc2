import {
  modeField,
  modeTable,
  modeTableBits,
  pairField,
  pairTableBits,
  pairTables,
  runField,
  runTableBits,
  runTables,
} from './run-codes.ts';
import { endTransitions, firstTransition, type Transitions } from './transitions.ts';

/** What {@link LineDecoder.decodeOneDimensional} and its sibling return for a line that cannot be right. */
export const badLine = -1;

/** A run longer than any line, in place of one that could not be read. */
const noRun = 1 << 28;

// The engine folds a constant of this module into the machine code, but fetches an imported one at each use: hence the
// copies.
const [whiteTable, blackTable] = runTables;
const modes = modeTable;
const first = firstTransition;
const modeShift = 32 - modeTableBits;
const runShift = 32 - runTableBits;
const { pass: passShift, other, horizontal, offset: offsetShift } = modeField;
// One table, indexed by the colour as well: a choice of table would be a branch that is guessed wrong half the time.
const bothPairs = Int32Array.of(...pairTables[0], ...pairTables[1]);
const pairBits = pairTableBits;
const pairShift = 32 - pairBits;
const { firstRun: firstRunShift, secondRun: secondRunShift } = pairField;
const { makeUp: makeUpBit, run: runFieldShift } = runField;

/**
 * Reads coded lines from a bit string, one at a time, as transitions. A line that is wrong (illegal code, runs that
 * pass the width, end of data inside it) returns {@link badLine} and leaves the position where it was noticed.
 */
export class LineDecoder {
  /** The data as big-endian words with zeros behind, so that reading ahead needs no check. */
  readonly #words: Int32Array;
  readonly #width: number;
  /** Bits of data. */
  readonly bits: number;
  /** Bits read. */
  position = 0;

  constructor(data: Uint8Array, width: number) {
    this.#width = width;
    this.bits = data.length * 8;
    this.#words = bigEndianWords(data);
  }

  /** The next 32 bits; zeros stand behind the data. */
  peek(position: number = this.position): number {
    const at = position >>> 5;
    if (at + 1 >= this.#words.length) return 0;
    const shift = position & 31;
    return ((this.#words[at] as number) << shift) | (((this.#words[at + 1] as number) >>> 1) >>> (31 - shift));
  }

  /** The column at which the next 1 stands at or behind `position`, or the end of the data. */
  nextOne(position: number): number {
    const words = this.#words;
    let at = position >>> 5;
    if (at >= words.length) return this.bits;
    let word = (words[at] as number) & (-1 >>> (position & 31));
    while (word === 0) {
      at++;
      if (at >= words.length) return this.bits;
      word = words[at] as number;
    }
    return Math.min(at * 32 + Math.clz32(word), this.bits);
  }

  /** Reads a one-dimensional line (T.4 4.1), in the way of {@link decodeTwoDimensional}. */
  decodeOneDimensional(out: Transitions, image: Int32Array, from: number): number {
    const words = this.#words;
    const width = this.#width;
    checkArrays(out, out, image, from, words);
    let position = this.position;
    let n = first;
    let a0 = 0;
    let color = 0;
    while (a0 < width) {
      for (;;) {
        const at = position >>> 5;
        const shift = position & 31;
        const next = ((words[at] as number) << shift) | (((words[at + 1] as number) >>> 1) >>> (31 - shift));
        const runs = bothPairs[(color << pairBits) | (next >>> pairShift)] as number;
        if (runs === 0 || a0 + 126 >= width) break;
        const a1 = a0 + ((runs >>> firstRunShift) & 63);
        a0 = a1 + (runs >>> secondRunShift);
        position += runs & 15;
        out[n] = a1;
        out[n + 1] = a0;
        n += 2;
        image[from + (a1 >>> 5)] = (image[from + (a1 >>> 5)] as number) ^ (-1 >>> (a1 & 31));
        image[from + (a0 >>> 5)] = (image[from + (a0 >>> 5)] as number) ^ (-1 >>> (a0 & 31));
      }
      this.position = position;
      a0 += this.#readRun(color === 0);
      position = this.position;
      color = 1 - color;
      if (a0 >= width) break;
      // A run of 0 inside the line takes back the transition before it.
      if ((out[n - 1] as number) === a0) n--;
      else out[n++] = a0;
      image[from + (a0 >>> 5)] = (image[from + (a0 >>> 5)] as number) ^ (-1 >>> (a0 & 31));
    }
    this.position = position;
    if (a0 !== width || position > this.bits) return badLine;
    endTransitions(out, n, width);
    return n;
  }

  /**
   * Reads a two-dimensional line (T.4 4.2, T.6) and inverts, in the white words that begin at `from`, the rest of a word
   * at each transition (see `carryAlong`). Returns the index behind the last transition, or {@link badLine}.
   */
  decodeTwoDimensional(
    above: Transitions,
    aboveEnd: number,
    out: Transitions,
    image: Int32Array,
    from: number,
  ): number {
    const words = this.#words;
    const width = this.#width;
    checkArrays(above, out, image, from, words);
    let position = this.position;
    let n = first;
    let bi = first;
    let a0 = 0;
    for (;;) {
      let longRuns = false;
      for (;;) {
        const at = position >>> 5;
        const shift = position & 31;
        let next = ((words[at] as number) << shift) | (((words[at + 1] as number) >>> 1) >>> (31 - shift));
        if (next >>> 28 === 15) {
          // Vertical 0 many times in a row: as many transitions of the line above, up to its end.
          const left = aboveEnd - bi;
          const ones = Math.min(Math.clz32(~next), left > 0 ? left : 0);
          for (let k = 0; k < ones; k++) {
            const a1 = above[bi + k] as number;
            out[n + k] = a1;
            image[from + (a1 >>> 5)] = (image[from + (a1 >>> 5)] as number) ^ (-1 >>> (a1 & 31));
          }
          if (ones > 0) {
            n += ones;
            bi += ones;
            position += ones;
            a0 = out[n - 1] as number;
            if (ones > 9) continue;
            next <<= ones;
          }
        }
        const entry = modes[next >>> modeShift] as number;
        position += entry & 15;
        if ((entry & other) === 0) {
          // Pass goes to b2 and makes no transition; vertical goes near b1 and makes one.
          const pass = (entry >>> passShift) & 1;
          const a1 = (above[bi + pass] as number) + (entry >> offsetShift);
          if (a1 <= a0 && (a1 < 0 || a0 > 0 || n > first)) break;
          a0 = a1;
          if (a1 >= width) break;
          out[n] = a1;
          n += 1 - pass;
          image[from + (a1 >>> 5)] = (image[from + (a1 >>> 5)] as number) ^ ((-1 >>> (a1 & 31)) & (pass - 1));
          bi += 1 + pass;
          // b1 may now lie one change back (after a step left) or further on (after a step right).
          if ((above[bi - 2] as number) > a1) bi -= 2;
          else while ((above[bi] as number) <= a1) bi += 2;
          continue;
        }
        if ((entry & horizontal) === 0) {
          a0 = -1;
          break;
        }
        const runs = bothPairs[((n & 1) << pairBits) | ((next << 3) >>> pairShift)] as number;
        if (runs !== 0 && a0 + 126 < width) {
          // Two short runs, neither 0, well inside the line: nothing to look out for.
          const a1 = a0 + ((runs >>> firstRunShift) & 63);
          a0 = a1 + (runs >>> secondRunShift);
          position += runs & 15;
          out[n] = a1;
          out[n + 1] = a0;
          n += 2;
          image[from + (a1 >>> 5)] = (image[from + (a1 >>> 5)] as number) ^ (-1 >>> (a1 & 31));
          image[from + (a0 >>> 5)] = (image[from + (a0 >>> 5)] as number) ^ (-1 >>> (a0 & 31));
          // b1 is mostly where it was or the next but one; a sum tells which without a guess.
          bi += (((above[bi] as number) - a0 - 1) >>> 31) << 1;
          while ((above[bi] as number) <= a0) bi += 2;
          continue;
        }
        longRuns = true;
        break;
      }
      if (!longRuns) break;
      this.position = position;
      const a1 = a0 + this.#readRun((n & 1) === 0);
      a0 = a1 + this.#readRun((n & 1) !== 0);
      position = this.position;
      if (a0 > width) break;
      if (a1 < width) {
        // A run of 0 inside the line takes back the transition before it.
        if ((out[n - 1] as number) === a1) n--;
        else out[n++] = a1;
        image[from + (a1 >>> 5)] = (image[from + (a1 >>> 5)] as number) ^ (-1 >>> (a1 & 31));
      }
      if (a0 === width) break;
      if ((out[n - 1] as number) === a0) n--;
      else out[n++] = a0;
      image[from + (a0 >>> 5)] = (image[from + (a0 >>> 5)] as number) ^ (-1 >>> (a0 & 31));
      while ((above[bi] as number) <= a0) bi += 2;
    }
    this.position = position;
    if (a0 !== width || position > this.bits) return badLine;
    endTransitions(out, n, width);
    return n;
  }

  /** Reads one run, make-up codes and all. An illegal code, or a run beyond any width, is {@link noRun}. */
  #readRun(white: boolean): number {
    const table = white ? whiteTable : blackTable;
    let run = 0;
    for (;;) {
      const entry = table[this.peek() >>> runShift] as number;
      if (entry === 0) return noRun;
      run += entry >>> runFieldShift;
      this.position += entry & 15;
      if ((entry & makeUpBit) === 0) return run;
      if (run > this.#width) return noRun;
    }
  }
}

/**
 * Throws RangeError where the arrays are not as a line needs them. It stands before the loops for their speed as well:
 * what the engine has once loaded here (lengths, addresses) it keeps in registers throughout a loop without calls, but
 * loads again for each element otherwise. Measured: a tenth of the time.
 */
function checkArrays(above: Transitions, out: Transitions, image: Int32Array, from: number, words: Int32Array): void {
  if (above[0] !== -1 || out[0] !== -1 || image[from] !== 0 || words[words.length - 1] !== 0) {
    throw new RangeError('a line needs transitions made by createTransitions, and white words');
  }
}

/** The octets as words whose first octet is the most significant, and zeros behind. */
function bigEndianWords(data: Uint8Array): Int32Array {
  const words = new Int32Array((data.length >>> 2) + 5);
  new Uint8Array(words.buffer).set(data);
  // Every platform of Node's is little-endian.
  Buffer.from(words.buffer).swap32();
  return words;
}
