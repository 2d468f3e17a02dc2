import { FaxError } from '../model/errors.ts';

/** A page of text: 80 columns and 60 lines of 10-point type on A4. */
export const columns = 80;
export const linesOnPage = 60;
const tabStop = 8;

/** A text as it was decoded, with a sentence where it was not plain UTF-8. */
export interface DecodedText {
  readonly text: string;
  readonly note: string | null;
}

/**
 * Octets as text: UTF-8, or UTF-16 with its byte order mark. What is not valid UTF-8 is taken as windows-1252, the
 * encoding of old Windows files, and the note says so.
 */
export function decodeText(octets: Uint8Array): DecodedText {
  if (octets[0] === 0xff && octets[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(octets), note: null };
  if (octets[0] === 0xfe && octets[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(octets), note: null };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(octets), note: null };
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    const text = new TextDecoder('windows-1252').decode(octets);
    return { text, note: 'It is not UTF-8 and was read as windows-1252: check the accented letters in the preview.' };
  }
}

/** Characters that take no column: combining marks and joiners. */
const zeroWidth = /\p{Mn}|\p{Me}|\u200c|\u200d/u;
/** Dropped: control characters, soft hyphen, zero-width space, direction marks, variation selectors, byte order mark. */
const dropped = /\p{Cc}|\u00ad|\u200b|\u200e|\u200f|[\u2028-\u202e]|\u2060|[\u2066-\u2069]|[\ufe00-\ufe0f]|\ufeff/gu;

/**
 * Text as lines of at most 80 columns in pages of at most 60 lines. Tabs go to the next multiple of 8, a form feed
 * begins a page, long lines break after a space where there is one. An empty text is one empty page.
 */
export function* textPages(text: string): Generator<readonly string[]> {
  let page: string[] = [];
  let begun = false;
  for (const part of text.split('\f')) {
    if (begun) {
      yield page;
      page = [];
    }
    begun = true;
    for (const line of logicalLines(part)) {
      for (const row of wrap(expandTabs(line))) {
        if (page.length === linesOnPage) {
          yield page;
          page = [];
        }
        page.push(row);
      }
    }
  }
  // A form feed or line feed at the very end asks for no empty sheet.
  if (page.length > 0 || begun) yield page;
}

/** Lines ended by LF, CR LF, CR, or the Unicode separators; the end of the last line begins no new one. */
function logicalLines(part: string): readonly string[] {
  const lines = part.split(/\r\n|[\n\r\u0085\u2028\u2029\v]/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function expandTabs(line: string): string {
  let out = '';
  let column = 0;
  for (const character of line.normalize('NFC')) {
    if (character === '\t') {
      const spaces = tabStop - (column % tabStop);
      out += ' '.repeat(spaces);
      column += spaces;
    } else {
      const kept = character.replace(dropped, '');
      out += kept;
      if (kept !== '' && !zeroWidth.test(kept)) column++;
    }
  }
  return out.trimEnd();
}

function wrap(line: string): readonly string[] {
  if (line.length <= columns) return [line];
  const rows: string[] = [];
  let row: string[] = [];
  let width = 0;
  let space = -1;
  for (const character of line) {
    const takes = zeroWidth.test(character) ? 0 : 1;
    if (width + takes > columns) {
      const cut = space > 0 ? space + 1 : row.length;
      rows.push(row.slice(0, cut).join('').trimEnd());
      row = row.slice(cut);
      if (row.length === 0 && character === ' ') {
        width = 0;
        space = -1;
        continue;
      }
      width = row.filter((each) => !zeroWidth.test(each)).length;
      space = row.lastIndexOf(' ');
    }
    if (character === ' ') space = row.length;
    row.push(character);
    width += takes;
  }
  rows.push(row.join(''));
  return rows;
}

/** A row that the font can draw, and how many signs it had to leave out. */
export interface SettableRow {
  readonly row: string;
  readonly replaced: number;
}

/**
 * Makes a row settable. A letter that the font lacks is an error, never a box on the fax: throws
 * `TEXT_NOT_SETTABLE` naming it. So are letters written from right to left, which this setting does not order. A sign
 * that is no letter (an emoji) becomes a question mark and is counted.
 */
export function settableRow(row: string, covers: (codePoint: number) => boolean, name: string): SettableRow {
  let replaced = 0;
  let out = '';
  for (const character of row) {
    const known = covers(character.codePointAt(0) ?? 0);
    const letter = /[\p{L}\p{M}]/u.test(character);
    const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/u.test(character);
    if (letter && (!known || rightToLeft)) throw notSettable(character, name);
    if (!known) replaced++;
    out += known ? character : '?';
  }
  return { row: out, replaced };
}

function notSettable(character: string, name: string): FaxError {
  return new FaxError('TEXT_NOT_SETTABLE', {
    message: `“${name}” has letters of a script that plain text cannot be set in here (“${character}”).`,
  });
}
