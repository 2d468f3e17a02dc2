import type { TranscriptEntry } from '../../../../app/model/job.ts';
import { fieldsInWords, transcriptMeaning } from '../../../../app/model/transcript-words.ts';

/** A transcript's line in words: its name, and what it means with the facts that matter. */
export function transcriptLine(entry: TranscriptEntry): { readonly name: string; readonly meaning: string } {
  const meaning = capitalised(transcriptMeaning(entry.type));
  const name = entry.type === 'page' || entry.type === 'block' ? pictureName(entry) : entry.type;
  const facts = shownFacts(entry);
  return { name, meaning: meaning === '' ? facts : facts === '' ? meaning : `${meaning}: ${facts}` };
}

const capitalised = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);

/** What went over the line between the frames: a page, or with ECM a block of it. */
function pictureName({ type, fields: { page, n, block } }: TranscriptEntry): string {
  const words = `Page ${page ?? n ?? ''}`.trim();
  return type === 'block' && typeof block === 'number' && block > 0 ? `${words}, part ${block + 1}` : words;
}

const keyFacts = [
  'again',
  'id',
  'modems',
  'rate',
  'resolution',
  'coding',
  'width',
  'ecm',
  'rows',
  'badRows',
  'frames',
  'missing',
  'cutShort',
  'reason',
] as const;
const units: Readonly<Record<string, string>> = {
  rows: 'lines',
  badRows: 'damaged lines',
  frames: 'frames',
  missing: 'missing',
};
/** Facts that are true or not worth a word. */
const flags: Readonly<Record<string, string>> = { again: 'sent again', cutShort: 'cut short', ecm: 'ECM' };

function shownFacts({ fields }: TranscriptEntry): string {
  const shown = keyFacts.flatMap((key) => {
    const value = fields[key];
    if (value === undefined || value === false || value === '' || value === 0) return [];
    if (value === true) return [flags[key] ?? key];
    return [units[key] === undefined ? String(value) : `${value} ${units[key]}`];
  });
  return shown.join(', ');
}

/** All decoded fields, for the view of all frames. */
export const allFields = ({ fields }: TranscriptEntry): string => fieldsInWords(fields);

/** Octets in pairs: `FF C8 84`. */
export const spacedHex = (hex: string): string => hex.match(/.{1,2}/g)?.join(' ') ?? '';

/** Milliseconds of line time as seconds: `12.4 s`. */
export const lineTime = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** The whole transcript as text to copy: time, direction, type, octets, fields, by tabs. */
export function transcriptText(entries: readonly TranscriptEntry[]): string {
  return entries
    .map((entry) => [lineTime(entry.t), entry.dir, entry.type, entry.hex, allFields(entry)].join('\t'))
    .join('\n');
}
