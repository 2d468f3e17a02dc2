/**
 * A 1-bit page: rows of packed 32-bit words. Bit 31 of a word is its leftmost picture element; 1 is black. Bits past
 * the width in a row's last word are 0.
 */
export interface Bitmap {
  /** Picture elements in a row. */
  readonly width: number;
  readonly rows: number;
  /** Words in a row: `ceil(width / 32)`. */
  readonly stride: number;
  /** `rows * stride` words, top row first. */
  readonly words: Uint32Array;
}

/** A white bitmap. */
export function createBitmap(width: number, rows: number): Bitmap {
  const stride = (width + 31) >>> 5;
  return { width, rows, stride, words: new Uint32Array(rows * stride) };
}
