import { dirname, join } from 'node:path';
import { localDateTime } from '../wording.ts';

/** What the name of an archived fax tells. */
export interface NamedFax {
  readonly id: number;
  /** When it ended or came, ms. */
  readonly at: number;
  readonly direction: 'out' | 'in';
  readonly number: string;
  readonly name: string | null;
}

/** Characters of a number and a name that a file's name carries; with the folder it stays below what Windows allows. */
const LONGEST = { number: 20, name: 24 } as const;

/**
 * Where a fax is filed below the archive folder, without an ending: `2026/03/2026-03-07 14.05 to 5550101 Front desk (12)`.
 * Pure; the time is the office's.
 */
export function archivePlace(fax: NamedFax, zone: string): { readonly folder: string; readonly stem: string } {
  const [date = '', time = ''] = localDateTime(fax.at, zone).split(' ');
  const [year = '', month = ''] = date.split('-');
  const who = [bounded(fax.number, LONGEST.number), bounded(fax.name ?? '', LONGEST.name)].filter(
    (word) => word !== '',
  );
  const way = fax.direction === 'out' ? 'to' : 'from';
  const words = [`${date} ${time.replace(':', '.')}`, ...(who.length > 0 ? [way, ...who] : []), `(${fax.id})`];
  return { folder: join(year, month), stem: words.join(' ') };
}

/** Text that every system takes in a file's name: no control characters, none of `<>:"/\|?*`, no dot at an end. */
function bounded(text: string, longest: number): string {
  const plain = text
    .normalize('NFC')
    .replaceAll(/[\p{C}<>:"/\\|?*]/gu, ' ')
    .replaceAll(/\s+/g, ' ');
  return [...plain]
    .slice(0, longest)
    .join('')
    .replaceAll(/^[\s.]+|[\s.]+$/g, '');
}

/** Endings of the files of one archived fax; the transcript comes first, for it tells whose they are. */
export const archiveEndings = ['.json', '.pdf', '.tif'] as const;

/** All files that an archived fax may have, by its TIFF. */
export const archiveFiles = (tiff: string): readonly string[] =>
  archiveEndings.map((ending) => tiff.replace(/\.tif$/, ending));

/** A file on its way into the archive, beside the place where it is going to be. */
export const archivePart = (tiff: string, id: number, ending: string): string =>
  join(dirname(tiff), `.archive-${id}${ending}.part`);

/** Everything that the filing of a fax may have left on its way. */
export const archiveParts = (tiff: string, id: number): readonly string[] =>
  archiveEndings.map((ending) => archivePart(tiff, id, ending));
