import type { CoverFieldName, CoverFields } from '../../model/cover.ts';
import { FaxError } from '../../model/errors.ts';
import type { CoverBlock } from './cover-template.ts';

/** Words for the fields, as a sentence about one of them says it. */
const fieldWords: Readonly<Partial<Record<CoverFieldName, string>>> = {
  note: 'The note',
  subject: 'The subject',
  recipientName: 'The recipient’s name',
  senderName: 'The sender’s name',
};

type TemplateText = Extract<CoverBlock, { block: 'text' }>['text'];

/**
 * A template's text with its fields put in: null where it names fields and none of them has a value. Lines of a field
 * stay lines. Pure.
 */
export function filled(text: TemplateText, join: string, fields: CoverFields): string | null {
  const parts = typeof text === 'string' ? [text] : text;
  const known = parts.map((part) => filledPart(part, fields)).filter((part) => part !== null);
  return known.length === 0 ? null : known.join(join);
}

function filledPart(part: string, fields: CoverFields): string | null {
  const lines = part.split('\n').map((line) => {
    let named = false;
    let known = false;
    const words = line.replace(/\{(\w*)\}/g, (_, name: CoverFieldName) => {
      named = true;
      const value = cleaned(fields[name]);
      if (value !== '') known = true;
      return value;
    });
    if (named && !known) return null;
    // An empty field between two words leaves no gap.
    return named ? words.replace(/ {2,}/g, ' ').trim() : words;
  });
  const kept = lines.filter((line) => line !== null);
  return kept.length === 0 ? null : kept.join('\n');
}

/** Control characters, direction marks and the like take no room; all line ends are alike. */
const dropped = /\p{Cc}|\p{Cf}|[\ufe00-\ufe0f]/gu;
const cleaned = (value: string): string =>
  value
    .normalize('NFC')
    .replace(/\r\n|[\r\u0085\u2028\u2029\v\f]/g, '\n')
    .replaceAll('\t', '    ')
    .split('\n')
    .map((line) => line.replace(dropped, '').trimEnd())
    .join('\n')
    .trim();

/**
 * The fields as the fonts can draw them, as text files do it: signs that they lack become question marks. Throws
 * `TEXT_NOT_SETTABLE` for a letter that they lack, and for letters written from right to left.
 */
export function settableFields(fields: CoverFields, covers: (codePoint: number) => boolean): CoverFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, settable(value, covers, fieldWords[name as CoverFieldName])]),
  ) as Record<CoverFieldName, string>;
}

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/u;

function settable(value: string, covers: (codePoint: number) => boolean, field = 'The cover page'): string {
  let out = '';
  for (const character of value.normalize('NFC')) {
    const known = covers(character.codePointAt(0) ?? 0) || /\p{Cc}|[\u2028\u2029]/u.test(character);
    const letter = /[\p{L}\p{M}]/u.test(character);
    if (letter && (!known || rightToLeft.test(character)))
      throw new FaxError('TEXT_NOT_SETTABLE', {
        message: `${field} has letters of a script that a cover page cannot be set in here (“${character}”).`,
        next: 'Write it in another script, or send without a cover page.',
      });
    out += known || /\p{Cf}|[\ufe00-\ufe0f]/u.test(character) ? character : '?';
  }
  return out;
}
