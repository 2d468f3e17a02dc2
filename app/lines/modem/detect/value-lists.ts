/** Values that one range may stand for; a modem that says more talks nonsense. */
const LONGEST_RANGE = 256;
/** Characters of an answer that are looked at. */
const LONGEST_ANSWER = 500;

/**
 * The answer to a test command (`=?`): its values by parameter, as texts. `+FDCC: (0,1),(0-5),(0-2)` has three
 * parameters; `0,1,1.0,2,2.0,8` and `(0,1,2)` have one. Ranges are written out. Whatever cannot be read is left out.
 */
export function parameterValues(answer: string): readonly (readonly string[])[] {
  const text = answer
    .slice(0, LONGEST_ANSWER)
    .replace(/^[^:(]*:/, '')
    .replace(/["\s]/g, '');
  const groups = text.match(/\([^()]*\)|[^,()]+/g) ?? [];
  // Without parentheses the whole answer is the list of one parameter.
  if (!text.includes('(')) return [valuesOf(text)];
  return groups.map((group) => valuesOf(group.replace(/[()]/g, '')));
}

/** The values of the one parameter that an answer is about. */
export const valueList = (answer: string): readonly string[] => parameterValues(answer).flat();

/** The same as whole numbers; others are left out. */
export const numberList = (answer: string): readonly number[] =>
  valueList(answer)
    .filter((value) => /^\d{1,6}$/.test(value))
    .map(Number);

function valuesOf(list: string): readonly string[] {
  return list.split(',').flatMap((item) => {
    const range = /^(\d{1,5})-(\d{1,5})$/.exec(item);
    if (!range) return /^[\w.]{1,10}$/.test(item) ? [item] : [];
    const [first, last] = [Number(range[1]), Number(range[2])];
    const count = last - first + 1;
    return count < 1 || count > LONGEST_RANGE ? [] : Array.from({ length: count }, (_, index) => String(first + index));
  });
}
