import { firstTransition } from './transitions.ts';
import type { LineMachine, ReadLine } from './wasm/line-machine.ts';
import { beforeFirst, lineMemory, transitionSize, zerosBehindData } from './wasm/line-memory.ts';

/** What the functions that read a line return for one that cannot be right. */
const badLine = -1;

/** More octets are not looked at: a position in bits is a 32-bit number. No page is so long. */
const mostOctets = 256 * 1024 * 1024;

/** Transitions that a line may write behind its last: sentinels, and copies that do not count. */
const transitionsBehind = 16;

const octetsOfWord = 4;

/**
 * Reads coded lines from a bit string, one at a time, and paints them as rows of a page. The work is done in WebAssembly
 * (`wasm/line-core.ts`), which has the 64-bit numbers that reading bits fast needs; data, transitions and page lie in
 * the machine's memory, in this order, so that the page can grow.
 *
 * A line that is wrong (illegal code, runs that pass the width, end of data inside it) is told, and leaves the position
 * where it was noticed.
 */
export class LineDecoder {
  readonly #machine: LineMachine;
  readonly #data: number;
  readonly #page: number;
  readonly #width: number;
  readonly #stride: number;
  /** Where the transitions of the last row stand, and the address behind its last. */
  #above: number;
  #aboveEnd: number;
  /** Where those of the line just read stand. */
  #current: number;
  #currentEnd = 0;
  /** Bits of data. */
  readonly bits: number;
  /** Bits read. */
  position = 0;

  constructor(machine: LineMachine, data: Uint8Array, width: number) {
    const octets = data.subarray(0, mostOctets);
    this.#machine = machine;
    this.#width = width;
    this.#stride = (width + 31) >>> 5;
    this.bits = octets.length * 8;
    // A transition takes a bit at least, which bounds them for a width that lies.
    const transitions = aligned((Math.min(width, this.bits) + firstTransition + transitionsBehind) * transitionSize);
    this.#above = aligned(lineMemory.free);
    this.#current = this.#above + transitions;
    this.#data = this.#current + transitions;
    this.#page = aligned(this.#data + octets.length + zerosBehindData);
    machine.reach(this.#page);
    machine.octets.set(octets, this.#data);
    machine.octets.fill(0, this.#data + octets.length, this.#page);
    this.#aboveEnd = this.#startTransitions(this.#above);
    this.#startTransitions(this.#current);
  }

  /** Makes the transitions of a white row; returns the address behind the last. */
  #startTransitions(address: number): number {
    const { words } = this.#machine;
    const at = address / octetsOfWord;
    words.fill(-1, at, at + firstTransition);
    words.fill(this.#width, at + firstTransition, at + firstTransition + 4);
    return address + beforeFirst;
  }

  /** The next 32 bits; zeros stand behind the data. */
  peek(): number {
    const { octets } = this.#machine;
    const at = this.#data + Math.min(this.position, this.bits + 64) / 8;
    const from = Math.floor(at);
    const shift = this.position & 7;
    const word =
      ((octets[from] as number) << 24) |
      ((octets[from + 1] as number) << 16) |
      ((octets[from + 2] as number) << 8) |
      (octets[from + 3] as number);
    return (word << shift) | ((octets[from + 4] as number) >>> (8 - shift));
  }

  /** The column at which the next 1 stands at or behind `position`, or the end of the data. */
  nextOne(position: number): number {
    const { octets } = this.#machine;
    const end = this.#data + this.bits / 8;
    let at = this.#data + Math.floor(position / 8);
    if (at >= end) return this.bits;
    let octet = (octets[at] as number) & (0xff >>> (position & 7));
    while (octet === 0) {
      at++;
      if (at >= end) return this.bits;
      octet = octets[at] as number;
    }
    return (at - this.#data) * 8 + Math.clz32(octet) - 24;
  }

  /** True where the last row taken is white. */
  get aboveIsWhite(): boolean {
    return this.#aboveEnd === this.#above + beforeFirst;
  }

  /** Reads a one-dimensional line (T.4 4.1); false for a bad one. */
  decodeOneDimensional(): boolean {
    return this.#read(this.#machine.oneDimensional);
  }

  /** Reads a two-dimensional line (T.4 4.2, T.6) below the row taken last; false for a bad one. */
  decodeTwoDimensional(): boolean {
    return this.#read(this.#machine.twoDimensional);
  }

  #read(line: ReadLine): boolean {
    const end = line(this.#data, this.position, this.#width, this.#current, this.#above, this.#aboveEnd);
    this.position = (this.#machine.words[lineMemory.position / octetsOfWord] as number) >>> 0;
    if (end === badLine || this.position > this.bits) return false;
    this.#currentEnd = this.#current + end * transitionSize;
    return true;
  }

  /** Takes the line just read as this row of the page: paints it, and the next line is read below it. */
  takeLine(row: number): void {
    const taken = this.#current;
    this.#machine.paint(taken, this.#width, this.#rowAddress(row));
    this.#current = this.#above;
    this.#above = taken;
    this.#aboveEnd = this.#currentEnd;
  }

  #rowAddress(row: number): number {
    return this.#page + row * this.#stride * octetsOfWord;
  }

  /** Makes room for so many rows in all; new ones hold anything. */
  makeRoom(rows: number): void {
    // Painting may write one word behind the last row.
    this.#machine.reach(this.#rowAddress(rows) + octetsOfWord);
  }

  /** Makes rows white. */
  whiten(from: number, to: number): void {
    this.#machine.octets.fill(0, this.#rowAddress(from), this.#rowAddress(to));
  }

  /** Makes a row the same as the one above it; the first row becomes white. */
  repeatAbove(row: number): void {
    if (row === 0) this.whiten(0, 1);
    else this.#machine.octets.copyWithin(this.#rowAddress(row), this.#rowAddress(row - 1), this.#rowAddress(row));
  }

  /** The words of the first rows, in memory of their own. */
  copyRows(rows: number): Uint32Array<ArrayBuffer> {
    const from = this.#page / octetsOfWord;
    const { buffer } = this.#machine.words.slice(from, from + rows * this.#stride);
    return new Uint32Array(buffer);
  }
}

/** The next multiple of 8. */
function aligned(address: number): number {
  return Math.ceil(address / 8) * 8;
}
