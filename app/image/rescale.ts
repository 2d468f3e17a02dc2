import { type Bitmap, createBitmap } from './bitmap.ts';
import { createTransitions, findTransitions, firstTransition, paintTransitions, signedWords } from './transitions.ts';

/**
 * A bitmap with another number of rows. Fewer rows: each is the union of the rows it stands for, so that a line one
 * row high stays (fine to standard, superfine to fine). More rows: each is the nearest row again.
 */
export function scaleRows(bitmap: Bitmap, rows: number): Bitmap {
  if (rows === bitmap.rows) return bitmap;
  const { stride, words } = bitmap;
  const scaled = createBitmap(bitmap.width, rows);
  const ratio = bitmap.rows / rows;
  for (let row = 0; row < rows; row++) {
    const first = Math.floor(row * ratio);
    const to = row * stride;
    scaled.words.set(words.subarray(first * stride, (first + 1) * stride), to);
    // Each row of the source belongs to one row of the result alone, or lines would grow thicker.
    const end = Math.min(bitmap.rows, Math.floor((row + 1) * ratio));
    for (let other = first + 1; other < end; other++) {
      const from = other * stride;
      for (let k = 0; k < stride; k++) {
        scaled.words[to + k] = (scaled.words[to + k] as number) | (words[from + k] as number);
      }
    }
  }
  return scaled;
}

/**
 * A bitmap with another width. The ends of each black run are moved to their nearest place, and a run keeps at least
 * one picture element, so that a thin upright line stays.
 */
export function scaleWidth(bitmap: Bitmap, width: number): Bitmap {
  if (width === bitmap.width) return bitmap;
  const scaled = createBitmap(width, bitmap.rows);
  const from = signedWords(bitmap);
  const to = signedWords(scaled);
  const runs = createTransitions(bitmap.width);
  const moved = createTransitions(bitmap.width);
  const ratio = width / bitmap.width;
  for (let row = 0; row < bitmap.rows; row++) {
    const end = findTransitions(from, row * bitmap.stride, bitmap.width, runs);
    let n = firstTransition;
    for (let k = firstTransition; k < end; k += 2) {
      const black = Math.min(width - 1, Math.round((runs[k] as number) * ratio));
      const white = Math.max(black + 1, Math.round((runs[k + 1] as number) * ratio));
      // A white gap that vanished joins this run to the one before.
      if (n > firstTransition && black <= (moved[n - 1] as number))
        moved[n - 1] = Math.max(moved[n - 1] as number, white);
      else {
        moved[n++] = black;
        moved[n++] = white;
      }
    }
    if (n > firstTransition && (moved[n - 1] as number) >= width) n--;
    paintTransitions(moved, n, to, row * scaled.stride, width);
  }
  return scaled;
}

/** A bitmap of another size by {@link scaleRows} and {@link scaleWidth}: at send time, for what the far end can take. */
export function rescale(bitmap: Bitmap, width: number, rows: number): Bitmap {
  // The smaller intermediate result is the cheaper one.
  return rows < bitmap.rows ? scaleWidth(scaleRows(bitmap, rows), width) : scaleRows(scaleWidth(bitmap, width), rows);
}
