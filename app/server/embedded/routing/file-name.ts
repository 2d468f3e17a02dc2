import { localDateTime } from '../wording.ts';

/** The fields that a pattern of file names may hold, in braces. */
export const fileNameFields = ['date', 'time', 'from', 'callerId', 'tsid', 'csid', 'port', 'id', 'pages'] as const;
export type FileNameField = (typeof fileNameFields)[number];

/** What a file's name can tell of a received fax. */
export interface NamedFax {
  readonly id: number;
  readonly receivedAt: number;
  readonly pages: number;
  readonly tsid: string | null;
  readonly csid: string | null;
  readonly callerId: string | null;
  readonly port: string;
}

/** Octets of a name without its ending: with a number and an ending behind it, it stays below the 255 that systems take. */
const LONGEST = 180;

/** Fields of a pattern that do not exist. Pure. */
export function unknownFields(pattern: string): readonly string[] {
  const known: readonly string[] = fileNameFields;
  return [...pattern.matchAll(/\{([^{}]*)\}/g)].flatMap(([, name = '']) => (known.includes(name) ? [] : [name]));
}

/**
 * A file's name by a pattern, without its ending: what the fields say, without signs that some system refuses, and
 * bounded in length. Times are office time. Pure.
 */
export function fileNameOf(pattern: string, fax: NamedFax, zone: string): string {
  const [date = '', time = ''] = localDateTime(fax.receivedAt, zone).split(' ');
  const values: Readonly<Record<FileNameField, string>> = {
    date,
    time: time.replace(':', '-'),
    from: fax.tsid?.trim() || fax.callerId || 'unknown',
    callerId: fax.callerId ?? 'unknown',
    tsid: fax.tsid?.trim() || 'unknown',
    csid: fax.csid?.trim() || 'unknown',
    port: fax.port,
    id: String(fax.id),
    pages: String(fax.pages),
  };
  const filled = pattern.replace(/\{(\w+)\}/g, (whole, name: string) =>
    // What came over the line is made harmless before it stands in the pattern.
    Object.hasOwn(values, name) ? plain(values[name as FileNameField]) : whole,
  );
  return safeName(filled) || `fax ${fax.id}`;
}

/** Signs that Windows refuses in names, the separators of every system, and what cannot be seen. */
const plain = (text: string): string => text.replace(/[<>:"/\\|?*]|\p{Cc}|\p{Cf}|\p{Cs}|\p{Co}/gu, '_');

/** Names that are devices on Windows, with any ending. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\.|$)/i;

/** A text as a file's name that every system takes; empty where nothing is left. */
function safeName(text: string): string {
  const clean = plain(text)
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+/, '');
  const short = shortened(clean).replace(/[\s.]+$/, '');
  return deviceName.test(short) ? `_${short}` : short;
}

function shortened(text: string): string {
  let kept = '';
  let octets = 0;
  for (const character of text) {
    octets += new TextEncoder().encode(character).length;
    if (octets > LONGEST) return kept;
    kept += character;
  }
  return kept;
}

/** The name for the `n`th file that would have the same: `name (2)`. Pure. */
export const numberedName = (name: string, n: number): string => (n === 1 ? name : `${name} (${n})`);
