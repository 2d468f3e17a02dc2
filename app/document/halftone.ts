import { type Bitmap, createBitmap } from '../image/bitmap.ts';
import type { PageMemory } from '../image/wasm/page-memory.ts';
import { type HalftoneKernel, halftoneKernel, ownMemory } from './halftone-kernel.ts';

/** How grey becomes black and white: see {@link halftone}. */
export type Dither = 'content' | 'always' | 'never';

/** A tile is 32 dots wide (one word) and so many rows high. */
const tileRows = 16;
/** Tiles with so many dots inside a continuous tone (of 512) are photographs. */
const seedDots = 48;
/** Tiles beside a photograph belong to it when they have so many. */
const edgeDots = 6;

/**
 * A grey page (one octet a dot, 0 black, `width` a multiple of 32) as a bitmap.
 *
 * `content` looks at tiles of 32 x 16 dots: where middle greys touch each other on all four sides the tile holds a
 * continuous tone and is error-diffused; edges of letters and lines are middle greys one or two dots thick, and those
 * tiles are thresholded. `always` diffuses the whole page, `never` none of it.
 */
export function halftone(grey: Uint8Array, width: number, rows: number, dither: Dither): Bitmap {
  single ??= new Halftoner();
  const bitmap = single.page(grey, width, rows, dither);
  return { ...bitmap, words: bitmap.words.slice() };
}

/** One for a thread: every memory takes gigabytes of addresses, and they come back late. */
let single: Halftoner | undefined;

/** {@link halftone} for page after page, in one memory: what it needs is used again for the next page. */
export class Halftoner {
  readonly #room: PageMemory;
  readonly #kernel: HalftoneKernel;
  #block = { at: 0, length: 0 };

  constructor(room: PageMemory = ownMemory()) {
    this.#room = room;
    this.#kernel = halftoneKernel(room.memory);
  }

  /**
   * As {@link halftone}; the result lies in the memory and is valid until the next call. Grey that lies in the memory
   * too, on a multiple of 16, is read where it is.
   */
  page(grey: Uint8Array, width: number, rows: number, dither: Dither): Bitmap {
    if (width % 32 !== 0 || grey.length < width * rows) throw new RangeError('Grey pages are whole words wide.');
    const stride = width / 32;
    const length = stride * rows;
    if (length === 0) return createBitmap(width, rows);
    const inPlace = grey.buffer === this.#room.memory.buffer;
    const address = grey.byteOffset;
    const places = this.#layOut(stride, rows, inPlace ? 0 : grey.length);
    const at = inPlace ? address : places.copy;
    if (!inPlace) new Uint8Array(this.#room.memory.buffer).set(grey, at);
    this.#kernel.threshold(at, length, places.black, places.middle, places.any);
    const { buffer } = this.#room.memory;
    const bitmap = { width, rows, stride, words: new Uint32Array(buffer, places.black, length) };
    if (dither === 'never') return bitmap;
    const tiles = dither === 'always' ? everyTile(stride, rows) : this.#photoTiles(places, stride, rows);
    if (tiles) diffuse(new Uint8Array(buffer, at, length * 32), bitmap, tiles);
    return bitmap;
  }

  /** 1 for each tile that is to be diffused; null when none is. */
  #photoTiles(places: Places, stride: number, rows: number): Uint8Array | null {
    const tiles = stride * Math.ceil(rows / tileRows);
    const inner = (bits: number): { readonly most: number; readonly dots: Uint32Array } => {
      const dots = new Uint32Array(this.#room.memory.buffer, places.counts, tiles).fill(0);
      const most = rows > 2 ? this.#kernel.innerDots(bits, stride, rows, places.counts) : 0;
      return { most, dots };
    };
    // Of edges one or two dots thick no inner dots are left.
    const sure = inner(places.middle);
    return sure.most < seedDots ? null : growTiles(sure.dots.slice(), inner(places.any).dots, stride);
  }

  /** Places in one block of the memory, which is replaced by a larger one when it is too small. */
  #layOut(stride: number, rows: number, copied: number): Places {
    const plane = Math.ceil((stride * rows) / 4) * 16;
    const length = plane * 3 + stride * Math.ceil(rows / tileRows) * 4 + copied;
    if (this.#block.length < length) {
      if (this.#block.at !== 0) this.#room.free(this.#block.at);
      this.#block = { at: 0, length: 0 };
      this.#block = { at: this.#room.allocate(length), length };
    }
    const black = this.#block.at;
    const counts = black + plane * 3;
    return { black, middle: black + plane, any: black + plane * 2, counts, copy: this.#block.at + length - copied };
  }
}

/** Addresses: the black dots, the two sorts of greys, the tiles' counts, and a copy of a page from elsewhere. */
interface Places {
  readonly black: number;
  readonly middle: number;
  readonly any: number;
  readonly counts: number;
  readonly copy: number;
}

/** Photographs from their surest tiles outwards, so that their light and dark parts come with them. */
function growTiles(sure: Uint32Array, inner: Uint32Array, stride: number): Uint8Array {
  const tiles = new Uint8Array(sure.length);
  const bands = sure.length / stride;
  const open: number[] = [];
  for (let tile = 0; tile < sure.length; tile++) {
    if (sure[tile]! < seedDots) continue;
    tiles[tile] = 1;
    open.push(tile);
  }
  for (let tile = open.pop(); tile !== undefined; tile = open.pop()) {
    const column = tile % stride;
    const band = (tile - column) / stride;
    for (let y = Math.max(0, band - 1); y <= Math.min(bands - 1, band + 1); y++)
      for (let x = Math.max(0, column - 1); x <= Math.min(stride - 1, column + 1); x++) {
        const near = y * stride + x;
        if (tiles[near] !== 0 || inner[near]! < edgeDots) continue;
        tiles[near] = 1;
        open.push(near);
      }
  }
  return tiles;
}

const everyTile = (stride: number, rows: number) => new Uint8Array(stride * Math.ceil(rows / tileRows)).fill(1);

/** Floyd and Steinberg's error diffusion, every other row from right to left, inside the marked tiles only. */
function diffuse(grey: Uint8Array, bitmap: Bitmap, tiles: Uint8Array): void {
  const { width, rows, stride, words } = bitmap;
  // One dot of margin on either side; errors are kept in sixteenths.
  let here = new Int16Array(width + 2);
  let below = new Int16Array(width + 2);
  for (let row = 0; row < rows; row++) {
    const band = Math.floor(row / tileRows) * stride;
    const backwards = (row & 1) === 1;
    let carried = 0;
    for (let step = 0; step < stride; step++) {
      const column = backwards ? stride - 1 - step : step;
      if (tiles[band + column] === 0) {
        carried = 0;
        continue;
      }
      const from = row * width + column * 32;
      let word = 0;
      for (let dot = 0; dot < 32; dot++) {
        const x = backwards ? 31 - dot : dot;
        const error = here[column * 32 + x + 1]! + carried;
        const value = grey[from + x]! + (error >> 4);
        const black = value < 128;
        if (black) word |= 0x80000000 >>> x;
        const left = black ? value : value - 255;
        const at = column * 32 + x + 1;
        const ahead = backwards ? -1 : 1;
        carried = left * 7;
        below[at - ahead] = below[at - ahead]! + left * 3;
        below[at] = below[at]! + left * 5;
        below[at + ahead] = below[at + ahead]! + left;
      }
      words[row * stride + column] = word;
    }
    [here, below] = [below, here];
    below.fill(0);
  }
}
