import type { Bitmap } from './bitmap.ts';

/**
 * A row as its changing elements (T.4 4.2.1.1): the columns where the colour differs from the one before, the first
 * being the first black one. They stand from index {@link firstTransition} on, so an even index begins black and an
 * odd index begins white; the two slots before hold -1, and at least four slots behind hold the width, so that a coder
 * looks behind and ahead without asking where the row ends.
 */
export type Transitions = Int32Array;

/** Index of a row's first transition. */
export const firstTransition = 2;

/** Room for the transitions of any row of this width; as made it is a white row. */
export function createTransitions(width: number): Transitions {
  const transitions = new Int32Array(width + 10).fill(width);
  transitions[0] = -1;
  transitions[1] = -1;
  return transitions;
}

/** Marks the end of a row's transitions; `end` is the index behind the last. */
function endTransitions(transitions: Transitions, end: number, width: number): void {
  transitions[end] = width;
  transitions[end + 1] = width;
  transitions[end + 2] = width;
  transitions[end + 3] = width;
}

/** The bits of a row's last word that lie inside the width. */
function lastWordMask(width: number): number {
  return (width & 31) === 0 ? -1 : ~(-1 >>> (width & 31));
}

/** The same memory as signed words: the engine keeps signed 32-bit numbers unboxed. */
export function signedWords(bitmap: Bitmap): Int32Array {
  return new Int32Array(bitmap.words.buffer, bitmap.words.byteOffset, bitmap.words.length);
}

/**
 * Finds the transitions of the row of words that begins at `from`; bits past the width are ignored. Returns the index
 * behind the last.
 */
export function findTransitions(words: Int32Array, from: number, width: number, out: Transitions): number {
  const last = from + ((width - 1) >>> 5);
  let n = firstTransition;
  let before = 0;
  let base = 0;
  for (let at = from; at <= last; at++) {
    let word = words[at] as number;
    if (at === last) word &= lastWordMask(width);
    // A bit is 1 where the colour changes.
    let changes = word ^ ((word >>> 1) | before);
    before = word << 31;
    while (changes !== 0) {
      const column = Math.clz32(changes);
      out[n++] = base + column;
      changes &= 0x7fffffff >>> column;
      // The shift leaves the bits right of the column: all above it are 0 by now.
    }
    base += 32;
  }
  if (n > firstTransition && out[n - 1] === width) n--;
  endTransitions(out, n, width);
  return n;
}

/** Paints a row from its transitions into white words that begin at `from`. */
export function paintTransitions(
  transitions: Transitions,
  end: number,
  words: Int32Array,
  from: number,
  width: number,
): void {
  if (end === firstTransition) return;
  // Every transition inverts its word from its column on.
  for (let k = firstTransition; k < end; k++) {
    const column = transitions[k] as number;
    const at = from + (column >>> 5);
    words[at] = (words[at] as number) ^ (-1 >>> (column & 31));
  }
  carryAlong(transitions, end, words, from, width);
}

/**
 * Finishes a row in which each transition inverted the rest of its word: each word hands its last colour to the next.
 */
function carryAlong(transitions: Transitions, end: number, words: Int32Array, from: number, width: number): void {
  if (end === firstTransition) return;
  const lastChanged = from + ((transitions[end - 1] as number) >>> 5);
  let carry = 0;
  for (let at = from + ((transitions[firstTransition] as number) >>> 5); at <= lastChanged; at++) {
    const word = (words[at] as number) ^ carry;
    words[at] = word;
    carry = (word << 31) >> 31;
  }
  if (carry !== 0) {
    const last = from + ((width - 1) >>> 5);
    if (lastChanged < last) words.fill(-1, lastChanged + 1, last + 1);
    words[last] = (words[last] as number) & lastWordMask(width);
  }
}
