import { FaxError } from '../model/errors.ts';
import { damaged, type TiffReader, TiffSource } from './tiff-source.ts';
import { tiffCompression, tiffTag, tiffType, tiffTypeSize } from './tiff-tags.ts';

/** How the pages of a TIFF are coded; `other` is nothing that a fax page uses and is left to an image library. */
export type TiffCompression = 'none' | 'mh' | 'mr' | 'mmr' | 'other';

/** One page of a TIFF as its directory describes it. */
export interface TiffPageInfo {
  readonly width: number;
  readonly rows: number;
  /** Dots an inch, rounded; null where the file does not say. */
  readonly xDpi: number | null;
  readonly yDpi: number | null;
  readonly compression: TiffCompression;
  /** True for a 1-bit page in a compression that `decodeTiffPage` reads. */
  readonly bilevel: boolean;
  /** Rows that the receiver noted as bad (tag 326), 0 where it did not. */
  readonly badLines: number;
  /** The longest run of such rows (tag 328), 0 where it did not note it. */
  readonly longestBadRun: number;
  /** TIFF Orientation (tag 274), 1 to 8; 1 is upright. Decoding does not turn the page. */
  readonly orientation: number;
  /** Tag numbers that the page has. */
  readonly tags: readonly number[];
}

/** What a TIFF is read for. */
export interface OpenTiffOptions {
  /** Files with more pages are refused with TOO_MANY_PAGES. Default 4,999. */
  readonly maxPages?: number;
}

/** An open TIFF: its directories are read, its pages are not. */
export interface TiffFile {
  /** In file order. Empty for a fax whose call was cut before its first page was whole. */
  readonly pages: readonly TiffPageInfo[];
  /** True when every page is bilevel, so that no image library is needed. */
  readonly bilevel: boolean;
  /** For the functions of this room. */
  readonly internals: TiffInternals;
}

/** What the reading functions know of an open file. */
export interface TiffInternals {
  readonly source: TiffSource;
  readonly directories: readonly TiffDirectory[];
}

/** A field of a directory: where its values are. */
export interface TiffField {
  readonly type: number;
  readonly count: number;
  /** Offset of the values: inside the entry where they fit in four octets. */
  readonly valueAt: number;
}

/** One image file directory: its fields by tag. */
export type TiffDirectory = ReadonlyMap<number, TiffField>;

/** A value of a tag. */
export type TiffValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'numbers'; readonly numbers: readonly number[] };

/** The most picture elements on a side; a fax page is at most a tenth of it across. */
const maxWidth = 20_000;
const maxRows = 100_000;
const maxPels = 200_000_000;
/** More fields than any writer makes in one directory. */
const maxFields = 1000;
/** The longest text or list that {@link readTiffTag} returns. */
const maxValueOctets = 65_536;

/**
 * Opens a TIFF: either byte order, any number of directories, everything in it checked against the file's size.
 * Throws FILE_EMPTY, FILE_TYPE_UNKNOWN (no TIFF, or BigTIFF), FILE_DAMAGED, IMAGE_TOO_LARGE, TOO_MANY_PAGES.
 */
export async function openTiff(reader: TiffReader, options: OpenTiffOptions = {}): Promise<TiffFile> {
  if (reader.size === 0) throw new FaxError('FILE_EMPTY');
  if (reader.size < 8) throw new FaxError('FILE_TYPE_UNKNOWN');
  const header = await reader.read(0, 8);
  const order = String.fromCharCode(header[0] ?? 0, header[1] ?? 0);
  if (order !== 'II' && order !== 'MM') throw new FaxError('FILE_TYPE_UNKNOWN');
  const source = new TiffSource(reader, order === 'II');
  const view = await source.view(0, 8);
  if (view.getUint16(2, source.littleEndian) !== 42) throw new FaxError('FILE_TYPE_UNKNOWN');

  const directories: TiffDirectory[] = [];
  const pages: TiffPageInfo[] = [];
  const seen = new Set<number>();
  let offset = view.getUint32(4, source.littleEndian);
  while (offset !== 0) {
    if (seen.has(offset)) throw damaged('the directories form a loop');
    seen.add(offset);
    if (pages.length >= (options.maxPages ?? 4_999)) throw new FaxError('TOO_MANY_PAGES');
    const { directory, next } = await readDirectory(source, offset);
    directories.push(directory);
    pages.push(await describePage(source, directory));
    offset = next;
  }
  return { pages, bilevel: pages.every((page) => page.bilevel), internals: { source, directories } };
}

async function readDirectory(
  source: TiffSource,
  offset: number,
): Promise<{ readonly directory: TiffDirectory; readonly next: number }> {
  const { littleEndian } = source;
  const count = (await source.view(offset, 2)).getUint16(0, littleEndian);
  if (count === 0 || count > maxFields) throw damaged(`a directory of ${count} fields`);
  const view = await source.view(offset + 2, count * 12 + 4);
  const directory = new Map<number, TiffField>();
  for (let n = 0; n < count; n++) {
    const at = n * 12;
    const type = view.getUint16(at + 2, littleEndian);
    const size = tiffTypeSize(type);
    // TIFF 6.0: readers skip fields of a type that they do not know.
    if (size === undefined) continue;
    const values = view.getUint32(at + 4, littleEndian);
    const inPlace = values * size <= 4;
    const valueAt = inPlace ? offset + 2 + at + 8 : view.getUint32(at + 8, littleEndian);
    const tag = view.getUint16(at, littleEndian);
    if (!directory.has(tag)) directory.set(tag, { type, count: values, valueAt });
  }
  return { directory, next: view.getUint32(count * 12, littleEndian) };
}

async function describePage(source: TiffSource, directory: TiffDirectory): Promise<TiffPageInfo> {
  const number = (tag: number, missing: number): Promise<number> => firstNumber(source, directory, tag, missing);
  const width = await number(tiffTag.imageWidth, 0);
  const rows = await number(tiffTag.imageLength, 0);
  if (width < 1 || rows < 1) throw damaged(`a page of ${width} by ${rows}`);
  const oneBit =
    (await number(tiffTag.bitsPerSample, 1)) === 1 &&
    (await number(tiffTag.samplesPerPixel, 1)) === 1 &&
    (await number(tiffTag.photometric, 0)) <= 1 &&
    !directory.has(tiffTag.tileWidth);
  const compression = oneBit
    ? compressionOf(await number(tiffTag.compression, 1), await number(tiffTag.t4Options, 0))
    : 'other';
  const bilevel = compression !== 'other';
  if (bilevel && (width > maxWidth || rows > maxRows || width * rows > maxPels)) throw new FaxError('IMAGE_TOO_LARGE');
  const unit = await number(tiffTag.resolutionUnit, 2);
  const orientation = await number(tiffTag.orientation, 1);
  return {
    width,
    rows,
    xDpi: dotsAnInch(await number(tiffTag.xResolution, 0), unit),
    yDpi: dotsAnInch(await number(tiffTag.yResolution, 0), unit),
    compression,
    bilevel,
    badLines: await number(tiffTag.badFaxLines, 0),
    longestBadRun: await number(tiffTag.consecutiveBadFaxLines, 0),
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    tags: [...directory.keys()],
  };
}

function compressionOf(code: number, t4Options: number): TiffCompression {
  switch (code) {
    case tiffCompression.none:
      return 'none';
    case tiffCompression.mhOctets:
      return 'mh';
    case tiffCompression.t4:
      return (t4Options & 1) === 0 ? 'mh' : 'mr';
    case tiffCompression.t6:
      return 'mmr';
    default:
      return 'other';
  }
}

/** Unit 2 is the inch, 3 the centimetre; 1 gives no more than the ratio of the two. */
function dotsAnInch(density: number, unit: number): number | null {
  const dots = Math.round(unit === 3 ? density * 2.54 : density);
  return unit === 1 || !Number.isFinite(dots) || dots < 1 || dots > 100_000 ? null : dots;
}

/** The first value of a numeric field, or `missing` where the directory has none. */
export async function firstNumber(
  source: TiffSource,
  directory: TiffDirectory,
  tag: number,
  missing: number,
): Promise<number> {
  const field = directory.get(tag);
  if (field === undefined || field.count === 0 || field.type === tiffType.ascii) return missing;
  const [value] = await readNumbers(source, field, 1);
  return value ?? missing;
}

/** The first `count` values of a numeric field. Throws FILE_DAMAGED when they lie outside the file. */
export async function readNumbers(source: TiffSource, field: TiffField, count: number): Promise<readonly number[]> {
  const size = tiffTypeSize(field.type) ?? 1;
  const wanted = Math.min(count, field.count);
  const view = await source.view(field.valueAt, wanted * size);
  return Array.from({ length: wanted }, (_, n) => numberAt(view, n * size, field.type, source.littleEndian));
}

function numberAt(view: DataView, at: number, type: number, littleEndian: boolean): number {
  switch (type) {
    case 3:
      return view.getUint16(at, littleEndian);
    case 4:
    case 13:
      return view.getUint32(at, littleEndian);
    case 5:
      return view.getUint32(at, littleEndian) / view.getUint32(at + 4, littleEndian);
    case 6:
      return view.getInt8(at);
    case 8:
      return view.getInt16(at, littleEndian);
    case 9:
      return view.getInt32(at, littleEndian);
    case 10:
      return view.getInt32(at, littleEndian) / view.getInt32(at + 4, littleEndian);
    case 11:
      return view.getFloat32(at, littleEndian);
    case 12:
      return view.getFloat64(at, littleEndian);
    default:
      return view.getUint8(at);
  }
}

/**
 * The value of any tag of a page (0-based), or null where it has none. Texts end at their first NUL; long values are
 * cut at 64 KiB. Throws PAGE_NOT_FOUND, FILE_DAMAGED.
 */
export async function readTiffTag(file: TiffFile, index: number, tag: number): Promise<TiffValue | null> {
  const { source, directories } = file.internals;
  const directory = directories[index];
  if (directory === undefined) throw new FaxError('PAGE_NOT_FOUND');
  const field = directory.get(tag);
  if (field === undefined) return null;
  if (field.type !== tiffType.ascii) {
    const most = Math.floor(maxValueOctets / (tiffTypeSize(field.type) ?? 1));
    return { kind: 'numbers', numbers: await readNumbers(source, field, most) };
  }
  const octets = await source.octets(field.valueAt, Math.min(field.count, maxValueOctets));
  const end = octets.indexOf(0);
  return { kind: 'text', text: textOf(end < 0 ? octets : octets.subarray(0, end)) };
}

/** TIFF texts are ASCII; ours and many others' hold UTF-8, older ones Latin-1. */
function textOf(octets: Uint8Array): string {
  const text = new TextDecoder('utf-8').decode(octets);
  return (text.includes('\uFFFD') ? new TextDecoder('latin1').decode(octets) : text).trim();
}
