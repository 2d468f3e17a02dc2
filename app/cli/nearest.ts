/**
 * The known word that a mistyped one most likely means, or null when none is near: at most one slip (a letter more, less,
 * other, or two swapped) in a word of up to five letters, two in a longer one.
 */
export function nearest(given: string, known: readonly string[]): string | null {
  const most = given.length > 5 ? 2 : 1;
  let best: string | null = null;
  let fewest = most + 1;
  for (const word of known) {
    if (Math.abs(word.length - given.length) > most) continue;
    const slips = slipsBetween(given.toLowerCase(), word.toLowerCase());
    if (slips >= fewest) continue;
    best = word;
    fewest = slips;
  }
  return best;
}

/** `Did you mean X?` with a space before it, or nothing. */
export function didYouMean(word: string | null): string {
  return word === null ? '' : ` Did you mean ${word}?`;
}

/** Damerau's distance (optimal string alignment): slips from one word to the other. */
function slipsBetween(from: string, to: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      let slips = Math.min((row[j - 1] ?? 0) + (same ? 0 : 1), (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      const swapped = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (i > 1 && j > 1 && swapped) slips = Math.min(slips, (before[j - 2] ?? 0) + 1);
      next.push(slips);
    }
    before = row;
    row = next;
  }
  return row[to.length] ?? 0;
}
