import { openTiff, readTiffTag, type TiffFile, type TiffPageInfo } from './tiff-reader.ts';
import type { TiffReader } from './tiff-source.ts';
import { faxTag, ourSoftware, tiffTag } from './tiff-tags.ts';

/** What FaxTiff gives for a value that the file does not hold, unless told otherwise. */
export const unavailable = 'Unavailable';

/** What FaxTiff reads from a file (object model 1.10): texts as the model hands them out. */
export interface FaxTiffModel {
  readonly callerId: string;
  readonly csid: string;
  readonly tsid: string;
  readonly recipientName: string;
  readonly recipientNumber: string;
  readonly senderName: string;
  readonly routing: string;
  /** `MM/DD/YY@hh:mmAM` in the given zone, or '' where it is not known. */
  readonly receiveTime: string;
  /** The same instant in ISO 8601, or null. */
  readonly receiveTimeUtc: string | null;
  /** The same instant as a FILETIME: 100 ns ticks since 1601 in UTC, in decimal digits, or null. */
  readonly rawReceiveTime: string | null;
}

/** A TIFF's pages and fax facts, as `fax tiff --json` prints them. */
export interface FaxTiffReport {
  readonly pages: readonly Pick<TiffPageInfo, 'width' | 'rows' | 'xDpi' | 'yDpi' | 'compression' | 'badLines'>[];
  readonly model: FaxTiffModel;
}

export interface FaxTiffOptions {
  /** Stands for a value that the file does not hold. Default "Unavailable". */
  readonly placeholder?: string;
  /** IANA name of the zone of `receiveTime`. Default: the machine's. */
  readonly timeZone?: string;
}

/** Opens a file and reads what FaxTiff reads. Throws as `openTiff` does. */
export async function readFaxTiff(reader: TiffReader, options: FaxTiffOptions = {}): Promise<FaxTiffReport> {
  const file = await openTiff(reader);
  const pages = file.pages.map(({ width, rows, xDpi, yDpi, compression, badLines }) => ({
    width,
    rows,
    xDpi,
    yDpi,
    compression,
    badLines,
  }));
  return { pages, model: await readFaxTiffModel(file, options) };
}

/** The fax facts of an open file: our own tags first, then HylaFAX's and libtiff's. */
export async function readFaxTiffModel(file: TiffFile, options: FaxTiffOptions = {}): Promise<FaxTiffModel> {
  const { placeholder = unavailable } = options;
  const text = async (...tags: readonly number[]): Promise<string> => {
    for (const tag of tags) {
      const found = await textOfTag(file, tag);
      if (found !== '') return found;
    }
    return placeholder;
  };
  const byHylafax = (await textOfTag(file, tiffTag.software)).startsWith('HylaFAX');
  const received = await receiveTimeOf(file);
  return {
    callerId: await text(faxTag.callerId),
    csid: await text(faxTag.csid),
    // HylaFAX writes the sender's identification into ImageDescription.
    tsid: byHylafax ? await text(faxTag.tsid, tiffTag.imageDescription) : await text(faxTag.tsid),
    recipientName: await text(faxTag.recipientName),
    recipientNumber: await text(faxTag.recipientNumber),
    senderName: await text(faxTag.senderName),
    routing: await text(faxTag.routing, tiffTag.faxSubAddress),
    receiveTime: received === null ? '' : modelTime(received, options.timeZone),
    receiveTimeUtc: received?.toISOString() ?? null,
    rawReceiveTime: received === null ? null : fileTime(received).toString(),
  };
}

/**
 * The text of any tag of the first page (FaxTiff's TiffTagString): numbers are listed with spaces between, and the
 * placeholder stands for a tag that is not there.
 */
export async function tiffTagString(file: TiffFile, tag: number, placeholder = unavailable): Promise<string> {
  if (file.pages.length === 0) return placeholder;
  const value = await readTiffTag(file, 0, tag);
  if (value === null) return placeholder;
  return value.kind === 'text' ? value.text : value.numbers.join(' ');
}

async function textOfTag(file: TiffFile, tag: number): Promise<string> {
  if (file.pages.length === 0) return '';
  const value = await readTiffTag(file, 0, tag);
  return value?.kind === 'text' ? value.text : '';
}

async function receiveTimeOf(file: TiffFile): Promise<Date | null> {
  const own = new Date(await textOfTag(file, faxTag.receiveTime));
  if (!Number.isNaN(own.getTime())) return own;
  // In our files DateTime may be that of the conversion. In others' it has no zone and is taken for UTC.
  if ((await textOfTag(file, tiffTag.software)) === ourSoftware) return null;
  const match = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(await textOfTag(file, tiffTag.dateTime));
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** An instant as the object model writes it: date, at sign, time (`10/02/98@10:15AM`). */
function modelTime(instant: Date, timeZone: string | undefined): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: '2-digit',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hour12: true,
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('month')}/${part('day')}/${part('year')}@${part('hour')}:${part('minute')}${part('dayPeriod')}`;
}

/** An instant in 100 ns ticks since 1601 (Windows FILETIME). */
export function fileTime(instant: Date): bigint {
  return (BigInt(instant.getTime()) + 11_644_473_600_000n) * 10_000n;
}
