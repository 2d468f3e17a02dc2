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
  /** IANA name of the zone of `receiveTime`, and of times in files that name none. Default: the machine's. */
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
  const hylafax = await hylafaxSender(file);
  const received = await receiveTimeOf(file, options.timeZone);
  const orHylafax = async (tag: number, told: string | undefined) =>
    (await textOfTag(file, tag)) || told || placeholder;
  return {
    callerId: await orHylafax(faxTag.callerId, hylafax?.callerId),
    csid: await text(faxTag.csid),
    tsid: await orHylafax(faxTag.tsid, hylafax?.tsid),
    recipientName: await text(faxTag.recipientName),
    // Number dialled; a received fax has none, and the model gives its CSID there.
    recipientNumber: await text(faxTag.recipientNumber, faxTag.csid),
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

/**
 * HylaFAX writes the sender's identification into ImageDescription, and what the line told of the caller into the lines
 * below it (seen in files of 6.0.7).
 */
async function hylafaxSender(file: TiffFile): Promise<{ readonly tsid: string; readonly callerId: string } | null> {
  if (!(await textOfTag(file, tiffTag.software)).startsWith('HylaFAX')) return null;
  const [tsid = '', ...caller] = (await textOfTag(file, tiffTag.imageDescription))
    .split('\n')
    .map((line) => line.trim());
  return { tsid, callerId: caller.filter((line) => line !== '').join(' ') };
}

async function receiveTimeOf(file: TiffFile, timeZone: string | undefined): Promise<Date | null> {
  const own = new Date(await textOfTag(file, faxTag.receiveTime));
  if (!Number.isNaN(own.getTime())) return own;
  // In our files DateTime may be that of the conversion. In others' it is the local time of who wrote it, HylaFAX's too.
  if ((await textOfTag(file, tiffTag.software)) === ourSoftware) return null;
  const match = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(await textOfTag(file, tiffTag.dateTime));
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match;
  const wall = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(wall) ? null : instantOfWall(wall, timeZone);
}

/** The instant at which a zone's clock shows a time, given as if it were UTC; a time that the clocks skip is an hour on. */
function instantOfWall(wall: number, timeZone: string | undefined): Date {
  const once = wall - offsetAt(wall, timeZone);
  return new Date(wall - offsetAt(once, timeZone));
}

/** How far a zone's clock is ahead of UTC at an instant, ms. */
function offsetAt(instant: number, timeZone: string | undefined): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((one) => one.type === type)?.value);
  const shown = [part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')] as const;
  return Date.UTC(...shown) - Math.floor(instant / 1000) * 1000;
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
