import { createTransitions } from '../transitions.ts';
import { exportedFunction } from './exported-function.ts';
import type { PageMemory } from './page-memory.ts';
import { t6Core, t6Tables } from './t6-core.ts';

const module = new WebAssembly.Module(t6Core());

/**
 * The most octets of a coded page. No mode costs more than the 7 bits of a vertical code for each dot that it goes
 * forward (runs of one dot take 12 for two); only a row's first may take up to 14 more and go nowhere, and its last up
 * to 13 more for a run of 0 behind the edge. Behind the rows stand EOFB and one word in which the last bits are put.
 */
const mostOctets = (width: number, rows: number): number => rows * (Math.ceil((width * 7) / 8) + 4) + 64;

/** Codes pages as T.6 where they lie in a memory: the same bits as `encodePage(bitmap, 'mmr')`, fast from the first page on. */
export class T6PageEncoder {
  readonly #room: PageMemory;
  readonly #encode: (...values: readonly number[]) => number;
  #tables = 0;
  #block = { at: 0, length: 0 };

  constructor(room: PageMemory) {
    this.#room = room;
    this.#encode = exportedFunction(new WebAssembly.Instance(module, { host: { memory: room.memory } }), 'encode');
  }

  /**
   * Codes the bitmap of whole words that lies at the address, which must be its own part of the memory. The result is a
   * copy. Throws RangeError for another width, and what `allocate` throws.
   */
  encode(words: number, width: number, rows: number): Uint8Array<ArrayBuffer> {
    if (width < 32 || width % 32 !== 0) throw new RangeError('Pages in a memory are whole words wide.');
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
