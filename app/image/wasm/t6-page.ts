import { createTransitions } from '../transitions.ts';
import { t6Core, t6Tables } from './t6-core.ts';

/** A memory with the bitmap to code in it. */
export interface PageMemory {
  readonly memory: WebAssembly.Memory;
  /** Room for so many octets, on a multiple of 16; the memory's buffer may be another after it. Throws where there is none. */
  allocate(octets: number): number;
  free(at: number): void;
}

const module = new WebAssembly.Module(t6Core());

/** Vertical codes are the longest for what they say: 7 bits, and the row may be one dot further. */
const mostOctets = (width: number, rows: number): number => rows * (Math.ceil((width * 7) / 8) + 4) + 64;

/** Codes pages as T.6 where they lie in a memory: the same bits as `encodePage(bitmap, 'mmr')`, fast from the first page on. */
export class T6PageEncoder {
  readonly #room: PageMemory;
  readonly #encode: (...values: readonly number[]) => number;
  #tables = 0;
  #block = { at: 0, length: 0 };

  constructor(room: PageMemory) {
    const { exports } = new WebAssembly.Instance(module, { host: { memory: room.memory } });
    this.#room = room;
    this.#encode = exported(exports.encode);
  }

  /** Codes the bitmap of whole words that lies at the address. */
  encode(words: number, width: number, rows: number): Uint8Array<ArrayBuffer> {
    if (width % 32 !== 0) throw new RangeError('Pages in a memory are whole words wide.');
    const white = createTransitions(width);
    const line = Math.ceil(white.byteLength / 16) * 16;
    this.#reserve(line * 2 + mostOctets(width, rows));
    if (this.#tables === 0) {
      this.#tables = this.#room.allocate(t6Tables.byteLength);
      new Int32Array(this.#room.memory.buffer).set(t6Tables, this.#tables / 4);
    }
    const current = this.#block.at;
    const above = current + line;
    const out = above + line;
    const { buffer } = this.#room.memory;
    for (const list of [current, above]) new Int32Array(buffer).set(white, list / 4);
    const end = this.#encode(words, width, rows, current, above, this.#tables, out);
    return new Uint8Array(buffer.slice(out, end));
  }

  #reserve(length: number): void {
    if (this.#block.length >= length) return;
    if (this.#block.at !== 0) this.#room.free(this.#block.at);
    this.#block = { at: 0, length: 0 };
    this.#block = { at: this.#room.allocate(length), length };
  }
}

/** What the module's own code exports needs no proof beyond that it is there. */
function exported(value: unknown): (...values: readonly number[]) => number {
  if (typeof value !== 'function') throw new TypeError('the T.6 module lacks a function');
  return value as (...values: readonly number[]) => number;
}
