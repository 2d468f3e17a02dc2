import { type Bitmap, createBitmap } from '../image/bitmap.ts';
import { halftone } from './halftone.ts';

/**
 * A bitmap at another number of dots. Dots are averaged over the area that they cover and made black and white anew:
 * strokes stay whole and halftones keep their tone. Whole multiples of the rows are repeated rows. The width must be a
 * multiple of 32.
 */
export function resample(bitmap: Bitmap, width: number, rows: number): Bitmap {
  if (bitmap.width === width && bitmap.rows === rows) return bitmap;
  if (bitmap.width === width && bitmap.rows > 0 && rows % bitmap.rows === 0)
    return repeatRows(bitmap, rows / bitmap.rows);
  return halftone(greyOf(bitmap, width, rows), width, rows, 'content');
}

function repeatRows(bitmap: Bitmap, times: number): Bitmap {
  const { width, rows, stride, words } = bitmap;
  const repeated = createBitmap(width, rows * times);
  for (let row = 0; row < rows * times; row++) {
    const from = Math.floor(row / times) * stride;
    repeated.words.set(words.subarray(from, from + stride), row * stride);
  }
  return repeated;
}

/** A bitmap in grey (0 black) at another size, each dot the mean of the area it covers. */
export function greyOf(bitmap: Bitmap, width: number, rows: number): Uint8Array {
  const grey = new Uint8Array(width * rows).fill(255);
  if (bitmap.rows === 0 || rows === 0) return grey;
  const down = bitmap.rows / rows;
  const ink = new Float32Array(bitmap.width);
  for (let row = 0; row < rows; row++) {
    const inked = sumRows(bitmap, row * down, Math.min((row + 1) * down, bitmap.rows), ink);
    if (inked) spreadRow(ink, grey.subarray(row * width, (row + 1) * width), down);
  }
  return grey;
}

/** Adds up the black of rows `from` to `to` (fractions count in part) for each column; false when there is none. */
function sumRows(bitmap: Bitmap, from: number, to: number, ink: Float32Array): boolean {
  ink.fill(0);
  let inked = false;
  for (let row = Math.floor(from); row < to; row++) {
    const weight = Math.min(to, row + 1) - Math.max(from, row);
    for (let word = 0; word < bitmap.stride; word++) {
      let bits = bitmap.words[row * bitmap.stride + word]!;
      while (bits !== 0) {
        const dot = Math.clz32(bits);
        bits &= ~(0x80000000 >>> dot);
        ink[word * 32 + dot] = ink[word * 32 + dot]! + weight;
        inked = true;
      }
    }
  }
  return inked;
}

/** One row of black sums over `height` rows as grey, at the width of `grey`. */
function spreadRow(ink: Float32Array, grey: Uint8Array, height: number): void {
  const across = ink.length / grey.length;
  const full = 255 / (across * height);
  for (let x = 0; x < grey.length; x++) {
    const from = x * across;
    const to = Math.min(from + across, ink.length);
    let sum = 0;
    for (let column = Math.floor(from); column < to; column++)
      sum += ink[column]! * (Math.min(to, column + 1) - Math.max(from, column));
    grey[x] = 255 - Math.min(255, Math.round(sum * full));
  }
}

/** A bitmap on a page of another width, centred; what is wider is cut on both sides. Widths are multiples of 32. */
export function centreOn(bitmap: Bitmap, width: number): Bitmap {
  if (bitmap.width === width) return bitmap;
  const page = createBitmap(width, bitmap.rows);
  const copied = Math.min(bitmap.stride, page.stride);
  const from = (bitmap.stride - copied) >> 1;
  const to = (page.stride - copied) >> 1;
  for (let row = 0; row < bitmap.rows; row++) {
    const at = row * bitmap.stride + from;
    page.words.set(bitmap.words.subarray(at, at + copied), row * page.stride + to);
  }
  return page;
}
