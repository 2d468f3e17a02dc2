import { type Bitmap, createBitmap } from '../image/bitmap.ts';

/** How grey becomes black and white: see {@link halftone}. */
export type Dither = 'content' | 'always' | 'never';

/** Greys below this are black where the page is thresholded: a little above the middle keeps thin strokes whole. */
export const blackBelow = 152;

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
  return new Halftoner().page(grey, width, rows, dither);
}

/** {@link halftone} for page after page: its bitmap is used again for the next page of the same size. */
export class Halftoner {
  #bitmap: Bitmap = createBitmap(0, 0);
  #tones: Tones = new Tones(0);

  /** As {@link halftone}; the result is valid until the next call. */
  page(grey: Uint8Array, width: number, rows: number, dither: Dither): Bitmap {
    if (width % 32 !== 0 || grey.length < width * rows) throw new RangeError('Grey pages are whole words wide.');
    const bitmap = this.#cleared(width, rows);
    const aligned = grey.byteOffset % 4 === 0 ? grey : grey.slice();
    const tones = dither === 'content' ? this.#tones : null;
    threshold(aligned, bitmap, tones);
    if (dither === 'never') return bitmap;
    const tiles = tones ? photoTiles(tones, bitmap.stride, rows) : everyTile(bitmap.stride, rows);
    if (tiles) diffuse(aligned, bitmap, tiles);
    return bitmap;
  }

  #cleared(width: number, rows: number): Bitmap {
    if (this.#bitmap.width === width && this.#bitmap.rows === rows) {
      this.#bitmap.words.fill(0);
      this.#tones.middle.fill(0);
      this.#tones.any.fill(0);
    } else {
      this.#bitmap = createBitmap(width, rows);
      this.#tones = new Tones(this.#bitmap.words.length);
    }
    return this.#bitmap;
  }
}

/** One bit a dot, as the bitmap has them: which dots are greys. */
class Tones {
  /** 32 to 223: no paper and no ink. */
  readonly middle: Uint32Array;
  /** 16 to 239: all that a photograph has but its very ends. */
  readonly any: Uint32Array;

  constructor(words: number) {
    this.middle = new Uint32Array(words);
    this.any = new Uint32Array(words);
  }
}

const high = 0x80808080 | 0;
const shift = (blackBelow - 128) * 0x01010101;
/** Gathers the top bits of four octets (first octet lowest) into four bits, first octet highest. */
const gather = 0x08040201;

/**
 * Four dots at a time, in one 32-bit number. A dot is white when its top bit is set and its low seven bits reach the
 * threshold; it is a grey when its top three (middle) or four (any) bits are not all the same.
 */
function threshold(grey: Uint8Array, bitmap: Bitmap, tones: Tones | null): void {
  const { width, rows, stride, words } = bitmap;
  const quads = new Int32Array(grey.buffer, grey.byteOffset, (width * rows) >>> 2);
  const page = Buffer.from(grey.buffer, grey.byteOffset, width * rows);
  const white = Buffer.alloc(width, 255);
  for (let row = 0; row < rows; row++) {
    // Half the rows of a letter are white: the system's own comparison passes over them fastest.
    if (page.compare(white, 0, width, row * width, (row + 1) * width) === 0) continue;
    thresholdRow(quads, row * stride, (row + 1) * stride, words, tones);
  }
}

function thresholdRow(quads: Int32Array, from: number, to: number, words: Uint32Array, tones: Tones | null): void {
  for (let word = from, at = from * 8; word < to; word++, at += 8) {
    const all = quads[at]! & quads[at + 1]! & quads[at + 2]! & quads[at + 3]!;
    if ((all & quads[at + 4]! & quads[at + 5]! & quads[at + 6]! & quads[at + 7]!) === -1) continue;
    let black = 0;
    let middle = 0;
    let any = 0;
    for (let quad = at; quad < at + 8; quad++) {
      const v = quads[quad]!;
      black <<= 4;
      middle <<= 4;
      any <<= 4;
      if (v === -1) continue;
      const dark = ~(v & ((v | high) - shift)) & high;
      black |= Math.imul(dark >>> 7, gather) >>> 24;
      const mixed = (v ^ (v << 1)) | (v ^ (v << 2));
      const toned = (mixed | (v ^ (v << 3))) & high;
      if (toned === 0) continue;
      any |= Math.imul(toned >>> 7, gather) >>> 24;
      middle |= Math.imul((mixed & high) >>> 7, gather) >>> 24;
    }
    words[word] = black;
    if (tones !== null && any !== 0) {
      tones.middle[word] = middle;
      tones.any[word] = any;
    }
  }
}

/** 1 for each tile that is to be diffused; null when none is. */
function photoTiles(tones: Tones, stride: number, rows: number): Uint8Array | null {
  const sure = innerDots(tones.middle, stride, rows);
  if (!sure.some((dots) => dots >= seedDots)) return null;
  return growTiles(sure, innerDots(tones.any, stride, rows), stride);
}

/** Dots of each tile whose four neighbours are greys as well: what is left of edges one or two dots thick is nothing. */
function innerDots(greys: Uint32Array, stride: number, rows: number): Uint16Array {
  const inner = new Uint16Array(Math.ceil(rows / tileRows) * stride);
  for (let row = 1; row < rows - 1; row++) {
    const band = Math.floor(row / tileRows) * stride;
    for (let column = 0, at = row * stride; column < stride; column++, at++) {
      const here = greys[at]!;
      if (here === 0) continue;
      const left = (here >>> 1) | (column > 0 ? greys[at - 1]! << 31 : here & 0x80000000);
      const right = (here << 1) | (column < stride - 1 ? greys[at + 1]! >>> 31 : here & 1);
      const core = here & left & right & greys[at - stride]! & greys[at + stride]!;
      if (core !== 0) inner[band + column] = inner[band + column]! + bitCount(core);
    }
  }
  return inner;
}

/** Photographs from their surest tiles outwards, so that their light and dark parts come with them. */
function growTiles(sure: Uint16Array, inner: Uint16Array, stride: number): Uint8Array {
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

function bitCount(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

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
