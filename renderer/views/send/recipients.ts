import { FaxError } from '../../../app/model/errors.ts';
import { parseFaxNumber } from '../../../app/model/fax-number.ts';

/** What is wrong with one recipient, as a sentence, a next step and, where it is plain, the mended text. */
export interface RecipientProblem {
  readonly message: string;
  readonly next: string;
  readonly suggestion: string | null;
}

/** One recipient as typed or pasted: either a number that can be dialled or a problem. */
export interface ReadRecipient {
  /** The text it was read from, for mending it. */
  readonly typed: string;
  readonly name: string | null;
  /** The dialled form, or null while there is a problem. */
  readonly number: string | null;
  readonly problem: RecipientProblem | null;
}

const NUMERIC = /^\+?[\d().\-/]+$/;
const LETTER = /\p{L}/u;
const DIGIT = /\d/;
/** With fewer digits, a word beside a name may be a room or a house: `Room 12`. */
const LEAST_BESIDE_NAME = 5;

/**
 * Reads typed or pasted recipients, one for each number, in order. Commas, semicolons, tabs and line breaks separate;
 * quotes and `< >` hold together. A recipient is a bare number, `name <number>`, `number name`, `name number`, or a
 * line of cells with one number and its name (as copied from a spreadsheet). What cannot be read without a guess
 * becomes a problem, with the guess as its suggestion: a wrong guess is a fax to a stranger.
 */
export function readRecipients(text: string): readonly ReadRecipient[] {
  return text
    .split(/[\r\n]+/)
    .flatMap((line) => joinCells(splitCells(line)))
    .map(readRecipient);
}

/** The cells of one line. A separator inside double quotes or inside `< >` does not separate. */
function splitCells(line: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let inside: '"' | '>' | null = null;
  for (const character of line) {
    if (inside === null && /[,;\t]/.test(character)) {
      cells.push(cell);
      cell = '';
      continue;
    }
    if (inside === character) inside = null;
    else if (inside === null && character === '"') inside = '"';
    else if (inside === null && character === '<') inside = '>';
    cell += character;
  }
  // An opening sign that never closes must not swallow the rest of the line.
  if (inside !== null) return line.split(/[,;\t]/).flatMap(cleanCell);
  return [...cells, cell].flatMap(cleanCell);
}

const cleanCell = (cell: string): readonly string[] => {
  const text = cell.trim();
  return text === '' || text === '""' ? [] : [text];
};

/** Puts a cell that is only a name together with the number beside it: `Ann | 5550101` is one recipient, not two. */
function joinCells(cells: readonly string[]): readonly string[] {
  const namesOnly = cells.filter((cell) => !DIGIT.test(cell));
  const numbers = cells.filter((cell) => DIGIT.test(cell));
  if (namesOnly.length === 0 || !numbers.every((cell) => !LETTER.test(cell) && !cell.includes('<'))) return cells;
  if (numbers.length === 1) return [named(namesOnly.join(', '), numbers[0] ?? '')];
  if (numbers.length !== namesOnly.length) return cells;
  const nameFirst = !DIGIT.test(cells[0] ?? '');
  const joined: string[] = [];
  for (let i = 0; i < cells.length; i += 2) {
    const [name = '', number = ''] = nameFirst ? [cells[i], cells[i + 1]] : [cells[i + 1], cells[i]];
    if (DIGIT.test(name) || !DIGIT.test(number)) return cells;
    joined.push(named(name, number));
  }
  return joined;
}

const named = (name: string, number: string) => `"${unquote(name)}" <${number}>`;
const unquote = (name: string) => name.replaceAll('"', '').trim();

/** Reads one recipient. */
export function readRecipient(text: string): ReadRecipient {
  const typed = text.trim();
  const bracketed = /^(.*?)<([^<>]*)>\s*$/su.exec(typed);
  if (bracketed) return withNumber(typed, unquote(bracketed[1] ?? ''), bracketed[2] ?? '');
  const bare = unquote(typed);
  if (!LETTER.test(bare)) return withNumber(typed, '', bare);
  if (!DIGIT.test(bare)) return problem(typed, noNumber(bare));
  const mended = mendLetters(bare);
  if (mended) return problem(typed, mended);
  return readMixed(typed, bare.split(/\s+/));
}

/** `number name` or `name number`, where which is which can be told without a guess. */
function readMixed(typed: string, words: readonly string[]): ReadRecipient {
  const firstName = words.findIndex((word) => !NUMERIC.test(word));
  const lastName = words.findLastIndex((word) => !NUMERIC.test(word));
  const before = words.slice(0, firstName);
  const after = words.slice(lastName + 1);
  const names = words.slice(firstName, lastName + 1);
  const number = (before.length > 0 ? before : after).join(' ');
  const name = names.join(' ');
  if (before.length > 0 === after.length > 0 || names.some((word) => DIGIT.test(word)))
    return problem(typed, unclear(typed, null));
  // `555 0101 22 Main Street`, `Room 312 555 0101`: where the number begins and ends is for the person to say.
  const long = number.replace(/\D/g, '').length >= LEAST_BESIDE_NAME;
  if (long && NUMERIC.test(number)) return withNumber(typed, name, number);
  return problem(typed, unclear(typed, long ? withName(name, number) : null));
}

/** What a field for a number alone holds: the number as it will be dialled, or what is wrong with it. */
export const readNumber = (text: string): ReadRecipient => withNumber(text, '', text.trim());

/** The problem of a number typed with O for 0 or l for 1: it names the character and offers the number. */
function mendLetters(text: string): RecipientProblem | null {
  const at = text.search(/[OolI]/);
  const mended = text.replace(/[Oo]/g, '0').replace(/[lI]/g, '1');
  // Only look-alikes among digits: a whole word of letters is a name.
  if (at < 0 || LETTER.test(mended) || (text.match(/\p{L}/gu)?.length ?? 0) > 3) return null;
  if (dialled(mended) instanceof FaxError) return null;
  return {
    message: `Character ${at + 1} of “${clip(text)}” is the letter ${text[at]}.`,
    next: `Did you mean ${mended}?`,
    suggestion: mended,
  };
}

function withNumber(typed: string, name: string, text: string): ReadRecipient {
  const number = dialled(text);
  if (number instanceof FaxError) {
    const mended = LETTER.test(text) ? mendLetters(text.trim()) : null;
    if (mended)
      return problem(typed, { ...mended, suggestion: mended.suggestion && withName(name, mended.suggestion) });
    return problem(typed, { message: numberSentence(text, number), next: number.next, suggestion: null });
  }
  return { typed, name: name === '' ? null : name.slice(0, 200), number, problem: null };
}

const withName = (name: string, number: string) => (name === '' ? number : `${name} <${number}>`);

function dialled(text: string): string | FaxError {
  try {
    return parseFaxNumber(text);
  } catch (thrown) {
    if (thrown instanceof FaxError) return thrown;
    throw thrown;
  }
}

function numberSentence(text: string, error: FaxError): string {
  const digits = text.replace(/\D/g, '').length;
  if (!LETTER.test(text) && digits > 20) return `“${clip(text)}” has ${digits} digits; a fax number has at most 20.`;
  return error.message;
}

const problem = (typed: string, what: RecipientProblem): ReadRecipient => ({
  typed,
  name: null,
  number: null,
  problem: what,
});

const noNumber = (text: string): RecipientProblem => ({
  message: `“${clip(text)}” has no fax number in it.`,
  next: `Add the number: ${clip(text)} <number>.`,
  suggestion: null,
});

const unclear = (text: string, suggestion: string | null): RecipientProblem => ({
  message: `It is not clear which part of “${clip(text)}” is the number.`,
  next: suggestion === null ? 'Put the number in < >, like this: Name <5550101>.' : `Is it ${suggestion}?`,
  suggestion,
});

const clip = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** A recipient's text again, to be edited or put on the clipboard. */
export const recipientText = (recipient: ReadRecipient): string =>
  recipient.number === null ? recipient.typed : withName(recipient.name ?? '', recipient.number);

/**
 * Which recipients repeat a number that stands before them, by position. `+1 555` and `1 555` count as the same: a
 * second fax to the same machine is what is to be pointed out.
 */
export function duplicatePositions(recipients: readonly { readonly number: string | null }[]): ReadonlySet<number> {
  const seen = new Set<string>();
  const duplicates = new Set<number>();
  recipients.forEach(({ number }, index) => {
    if (number === null) return;
    const digits = number.replace(/^\+/, '');
    if (seen.has(digits)) duplicates.add(index);
    seen.add(digits);
  });
  return duplicates;
}

/** Numbers that the practice network knows beside its ports: their last digits say how the call ends. */
const PRACTICE_ENDING = /(?:99[4-9]|97\d)$/;

/**
 * Whether a number can be reached where only practice lines exist: a practice line's own, or one whose ending plays
 * an outcome (…999 busy, 998 no answer, 997 no dial tone, 996 silent, 995 clears, 994 no carrier, …97K busy K times).
 */
export function isPracticeNumber(number: string, lines: readonly string[]): boolean {
  return lines.includes(number.replace(/^\+/, '')) || PRACTICE_ENDING.test(number);
}
