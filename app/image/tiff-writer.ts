import { FaxError } from '../model/errors.ts';
import type { Coding } from '../model/page-format.ts';
import type { Bitmap } from './bitmap.ts';
import { encodePage } from './page-coder.ts';
import { type FaxFacts, faxTag, noFacts, ourSoftware, tiffCompression, tiffTag, tiffType } from './tiff-tags.ts';

/** The part of node's `FileHandle` that writing needs. */
export interface WritableHandle {
  write(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesWritten: number }>;
  sync(): Promise<void>;
}

/** A page to write: a bitmap, which is coded here, or one strip that is coded already (first bit most significant). */
export type TiffPage = {
  /** Dots an inch. Default 204 by 196. */
  readonly xDpi?: number;
  readonly yDpi?: number;
  /** Damage on reception (tags 326, 328). Left out of the file when there is none to tell of. */
  readonly badRows?: number;
  readonly longestBadRun?: number;
} & (
  | { readonly bitmap: Bitmap; readonly coding?: Coding }
  | { readonly strip: Uint8Array; readonly coding: Coding; readonly width: number; readonly rows: number }
);

/** How {@link createTiffAppender} writes. */
export interface AppenderOptions {
  /** Each page is on the disk when its `append` resolves. Default true; false syncs in `finish` alone. */
  readonly durable?: boolean;
  /** Pages in all for PageNumber; 0, the default, is not known before `finish`, which writes it then. */
  readonly pageCount?: number;
  /** Facts known from the start; written with the first page. */
  readonly facts?: Partial<FaxFacts>;
  /** For the tag DateTime. Default: none. */
  readonly now?: () => Date;
}

/** Writes a TIFF page by page. */
export interface TiffAppender {
  /** Pages written so far. */
  readonly pages: number;
  /** Adds a page behind the last. Throws DISK_FULL, WRITE_FAILED; the pages before stay. */
  append(page: TiffPage): Promise<void>;
  /**
   * Puts facts learned meanwhile into the first page's tags, and the number of pages into those of every page where it
   * was not known, and syncs. The handle stays open.
   */
  finish(facts?: Partial<FaxFacts>): Promise<void>;
}

interface Field {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** Octets of the values, little-endian. */
  readonly octets: Uint8Array;
}

/**
 * Starts a TIFF (little-endian, one strip a page) on an empty file. It is whole at every instant: a page's strip and
 * directory are written at the end and synced before the four octets that point to them are.
 */
export async function createTiffAppender(handle: WritableHandle, options: AppenderOptions = {}): Promise<TiffAppender> {
  const appender = new Appender(handle, options);
  await appender.start();
  return appender;
}

class Appender implements TiffAppender {
  readonly #handle: WritableHandle;
  readonly #options: AppenderOptions;
  #facts: FaxFacts;
  #end = 0;
  /** Where the offset of the next directory goes. */
  #linkAt = 4;
  #pages = 0;
  /** The first page's own fields, and the offset of the page behind it. */
  #firstFields: readonly Field[] = [];
  #secondAt = 0;
  /** Where each page's directory says how many pages there are, while that is not known. */
  readonly #totalsAt: number[] = [];

  constructor(handle: WritableHandle, options: AppenderOptions) {
    this.#handle = handle;
    this.#options = options;
    this.#facts = { ...noFacts, ...options.facts };
  }

  get pages(): number {
    return this.#pages;
  }

  async start(): Promise<void> {
    await this.#write(Uint8Array.of(0x49, 0x49, 42, 0, 0, 0, 0, 0), 0);
    this.#end = 8;
    await this.#settle();
  }

  async append(page: TiffPage): Promise<void> {
    const { coding = 'mmr' } = page;
    const strip = 'strip' in page ? page.strip : encodePage(page.bitmap, coding, { endOfPage: coding === 'mmr' });
    const stripAt = this.#end;
    const fields = pageFields(page, coding, stripAt, strip.length, this.#pages, this.#options.pageCount ?? 0);
    const own = this.#pages === 0 ? [...fields, ...this.#factFields()] : fields;
    const directory = serializeDirectory(own, stripAt + strip.length, 0);
    await this.#write(strip, stripAt);
    await this.#write(directory.octets, stripAt + strip.length);
    await this.#settle();
    await this.#link(this.#linkAt, directory.at);
    await this.#settle();
    if (this.#pages === 0) this.#firstFields = fields;
    if (this.#pages === 1) this.#secondAt = directory.at;
    if (!this.#options.pageCount) this.#totalsAt.push(totalAt(own, directory));
    this.#pages++;
    this.#end = directory.end;
    this.#linkAt = directory.linkAt;
  }

  async finish(facts: Partial<FaxFacts> = {}): Promise<void> {
    this.#facts = { ...this.#facts, ...facts };
    await this.#writeTotals();
    if (this.#pages > 0 && Object.keys(facts).length > 0) {
      // The first directory again, behind everything; the header then points there.
      const numbered = this.#firstFields.filter((field) => field.tag !== tiffTag.pageNumber);
      const total = (this.#options.pageCount || this.#pages) & 0xffff;
      const fields = [...numbered, shorts(tiffTag.pageNumber, 0, total), ...this.#factFields()];
      const directory = serializeDirectory(fields, this.#end, this.#secondAt);
      await this.#write(directory.octets, this.#end);
      await this.#settle();
      await this.#link(4, directory.at);
      if (this.#pages === 1) this.#linkAt = directory.linkAt;
      if (this.#totalsAt.length > 0) this.#totalsAt[0] = totalAt(fields, directory);
      this.#end = directory.end;
    }
    await this.#guard(() => this.#handle.sync());
  }

  /** Two octets in each directory, changed where they stand: a reader finds the old number or the new one. */
  async #writeTotals(): Promise<void> {
    const total = Uint8Array.of(this.#pages & 0xff, (this.#pages >>> 8) & 0xff);
    for (const at of this.#totalsAt) await this.#write(total, at);
  }

  #factFields(): readonly Field[] {
    const now = this.#options.now;
    return factFields(this.#facts, now === undefined ? null : now());
  }

  /** Writes the offset of a directory where its reader looks for it. */
  async #link(at: number, directoryAt: number): Promise<void> {
    const pointer = new Uint8Array(4);
    new DataView(pointer.buffer).setUint32(0, directoryAt, true);
    await this.#write(pointer, at);
  }

  async #settle(): Promise<void> {
    if (this.#options.durable ?? true) await this.#guard(() => this.#handle.sync());
  }

  async #write(octets: Uint8Array, position: number): Promise<void> {
    if (position + octets.length > 0xffff_fff0) throw new FaxError('FILE_TOO_LARGE');
    let done = 0;
    while (done < octets.length) {
      const from = done;
      const { bytesWritten } = await this.#guard(() =>
        this.#handle.write(octets, from, octets.length - from, position + from),
      );
      if (bytesWritten < 1) throw new FaxError('WRITE_FAILED');
      done += bytesWritten;
    }
  }

  async #guard<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (cause) {
      const full = cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
      throw new FaxError(full ? 'DISK_FULL' : 'WRITE_FAILED', { cause });
    }
  }
}

function pageFields(
  page: TiffPage,
  coding: Coding,
  stripAt: number,
  stripLength: number,
  index: number,
  total: number,
): readonly Field[] {
  const { width, rows } = 'strip' in page ? page : page.bitmap;
  const { xDpi = 204, yDpi = 196, badRows = 0, longestBadRun = 0 } = page;
  const fields = [
    longs(tiffTag.newSubfileType, 2),
    longs(tiffTag.imageWidth, width),
    longs(tiffTag.imageLength, rows),
    shorts(tiffTag.bitsPerSample, 1),
    shorts(tiffTag.compression, coding === 'mmr' ? tiffCompression.t6 : tiffCompression.t4),
    shorts(tiffTag.photometric, 0),
    shorts(tiffTag.fillOrder, 1),
    longs(tiffTag.stripOffsets, stripAt),
    shorts(tiffTag.samplesPerPixel, 1),
    longs(tiffTag.rowsPerStrip, rows),
    longs(tiffTag.stripByteCounts, stripLength),
    rational(tiffTag.xResolution, xDpi),
    rational(tiffTag.yResolution, yDpi),
    coding === 'mmr' ? longs(tiffTag.t6Options, 0) : longs(tiffTag.t4Options, coding === 'mr' ? 1 : 0),
    shorts(tiffTag.resolutionUnit, 2),
    shorts(tiffTag.pageNumber, index & 0xffff, total & 0xffff),
  ];
  if (badRows > 0) {
    // CleanFaxData 1: there were bad lines, and the receiver replaced them.
    fields.push(longs(tiffTag.badFaxLines, badRows), shorts(tiffTag.cleanFaxData, 1));
    fields.push(longs(tiffTag.consecutiveBadFaxLines, longestBadRun));
  }
  return fields;
}

function factFields(facts: FaxFacts, now: Date | null): readonly Field[] {
  const written: readonly (readonly [number, string | null])[] = [
    [tiffTag.software, ourSoftware],
    [tiffTag.documentName, facts.documentName],
    [tiffTag.dateTime, dateTimeOf(facts.receiveTime ?? now)],
    [tiffTag.faxSubAddress, facts.routing],
    [faxTag.callerId, facts.callerId],
    [faxTag.csid, facts.csid],
    [faxTag.tsid, facts.tsid],
    [faxTag.recipientName, facts.recipientName],
    [faxTag.recipientNumber, facts.recipientNumber],
    [faxTag.senderName, facts.senderName],
    [faxTag.routing, facts.routing],
    [faxTag.receiveTime, facts.receiveTime?.toISOString() ?? null],
  ];
  return written.flatMap(([tag, text]) => (text === null || text === '' ? [] : [ascii(tag, text)]));
}

/** TIFF's DateTime, in UTC: `YYYY:MM:DD HH:MM:SS`. */
function dateTimeOf(date: Date | null): string | null {
  if (date === null) return null;
  return date.toISOString().slice(0, 19).replaceAll('-', ':').replace('T', ' ');
}

function shorts(tag: number, ...values: readonly number[]): Field {
  const octets = new Uint8Array(values.length * 2);
  const view = new DataView(octets.buffer);
  values.forEach((value, n) => {
    view.setUint16(n * 2, value, true);
  });
  return { tag, type: tiffType.short, count: values.length, octets };
}

function longs(tag: number, value: number): Field {
  const octets = new Uint8Array(4);
  new DataView(octets.buffer).setUint32(0, value, true);
  return { tag, type: tiffType.long, count: 1, octets };
}

function rational(tag: number, value: number): Field {
  const octets = new Uint8Array(8);
  const view = new DataView(octets.buffer);
  const whole = Number.isInteger(value);
  view.setUint32(0, whole ? value : Math.round(value * 1000), true);
  view.setUint32(4, whole ? 1 : 1000, true);
  return { tag, type: tiffType.rational, count: 1, octets };
}

function ascii(tag: number, text: string): Field {
  const octets = new TextEncoder().encode(`${text.replaceAll('\0', ' ')}\0`);
  return { tag, type: tiffType.ascii, count: octets.length, octets };
}

interface PlacedDirectory {
  /** What to write from the given offset on: fill, the directory, and the values that do not fit in it. */
  readonly octets: Uint8Array;
  readonly at: number;
  /** Offset of the four octets that point to the next directory. */
  readonly linkAt: number;
  readonly end: number;
}

/** Where the second of PageNumber's two values stands; both fit into the directory's entry. */
function totalAt(fields: readonly Field[], directory: PlacedDirectory): number {
  const before = fields.filter((field) => field.tag < tiffTag.pageNumber).length;
  return directory.at + 2 + before * 12 + 8 + 2;
}

/**
 * Lays out a directory to be written from `from` on. It begins 2 behind a multiple of 4, so that the pointer at its end
 * is aligned and changes with one write of one disk block.
 */
function serializeDirectory(fields: readonly Field[], from: number, next: number): PlacedDirectory {
  const sorted = fields.toSorted((a, b) => a.tag - b.tag);
  const at = from + ((6 - (from & 3)) & 3);
  const linkAt = at + 2 + sorted.length * 12;
  const long = sorted.filter((field) => field.octets.length > 4);
  // Values begin on even offsets.
  const end = long.reduce((place, field) => place + ((field.octets.length + 1) & ~1), linkAt + 4);
  const octets = new Uint8Array(end - from);
  const view = new DataView(octets.buffer);
  view.setUint16(at - from, sorted.length, true);
  let valuesAt = linkAt + 4;
  sorted.forEach((field, n) => {
    const entry = at - from + 2 + n * 12;
    view.setUint16(entry, field.tag, true);
    view.setUint16(entry + 2, field.type, true);
    view.setUint32(entry + 4, field.count, true);
    if (field.octets.length <= 4) octets.set(field.octets, entry + 8);
    else {
      view.setUint32(entry + 8, valuesAt, true);
      octets.set(field.octets, valuesAt - from);
      valuesAt += (field.octets.length + 1) & ~1;
    }
  });
  view.setUint32(linkAt - from, next, true);
  return { octets, at, linkAt, end };
}
