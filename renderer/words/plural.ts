/** Words of one count: `one` for English 1, `other` for the rest; `#` stands for the number. */
export interface PluralWords {
  readonly zero?: string;
  readonly one: string;
  readonly other: string;
}

const rules = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat('en');

/** A whole sentence or phrase for a count: `plural(3, { one: '# page', other: '# pages' })` is `3 pages`. */
export function plural(count: number, words: PluralWords): string {
  if (count === 0 && words.zero !== undefined) return words.zero;
  const chosen = rules.select(count) === 'one' ? words.one : words.other;
  return chosen.replaceAll('#', numbers.format(count));
}

/** A whole number as the screen shows it: `1,284`. */
export const formatCount = (count: number): string => numbers.format(count);
