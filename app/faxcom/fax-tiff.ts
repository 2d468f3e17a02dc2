import { isAbsolute, resolve } from 'node:path';
import { readFaxTiff } from '../office/documents.ts';
import { FaxComError, invalid, toComError } from './com-error.ts';

export interface FaxTiffSettings {
  /** Stands for a value that the file does not hold. Default "Unavailable"; `receiveTime` is "" then, whatever this is. */
  readonly missingValue?: string;
  /** IANA name of the zone of `receiveTime`. Default: the machine's. */
  readonly timeZone?: string;
  /** BCP 47 name of the locale of `receiveTime`. Default `en-US`, as in the object model’s own example. */
  readonly locale?: string;
}

/** An instant as FaxTiff hands it out. */
export interface RawReceiveTime {
  /** As a FILETIME: steps of 100 ns since 1601, UTC. */
  readonly ticks: bigint;
  readonly date: Date;
}

type Facts = Awaited<ReturnType<typeof readFaxTiff>>;

/** The greatest number that a TIFF tag can have. */
const MOST = 0xffff;

/**
 * The fax data in a TIFF: received, sent or somebody else's (object model 1.10). It needs no connection. Call
 * `setImage` before anything else; the file is read then.
 */
export class FaxTiff {
  readonly #settings: FaxTiffSettings;
  #read: { readonly path: string; readonly facts: Facts } | null = null;

  constructor(settings: FaxTiffSettings = {}) {
    this.#settings = settings;
  }

  /** Full path of the open file. */
  async image(): Promise<string> {
    return this.#open().path;
  }

  /**
   * Opens a file; a relative path is taken from this process's folder. Throws ERROR_FILE_NOT_FOUND, ERROR_INVALID_DATA
   * for an empty file, ERROR_INVALID_PARAMETER for what is no TIFF or a damaged one; the file before stays open then.
   */
  async setImage(path: string): Promise<void> {
    if (typeof path !== 'string' || path === '')
      throw invalid('The name of the file is empty.', 'Give the full path of a TIFF.');
    const file = isAbsolute(path) ? path : resolve(path);
    this.#read = { path: file, facts: await this.#facts(file) };
  }

  /** When it was received, or sent: date, at sign, time (`10/02/98@10:15AM`); "" where the file does not tell. */
  async receiveTime(): Promise<string> {
    const { receiveTime, receiveTimeUtc } = this.#open().facts.model;
    const { locale, timeZone } = this.#settings;
    if (locale === undefined || receiveTimeUtc === null) return receiveTime;
    const instant = new Date(receiveTimeUtc);
    const two = '2-digit';
    const date = new Intl.DateTimeFormat(locale, { timeZone, year: two, month: two, day: two });
    const time = new Intl.DateTimeFormat(locale, { timeZone, hour: two, minute: two });
    return `${date.format(instant)}@${time.format(instant)}`;
  }

  /** The same instant as ticks and as a Date; null where the file does not tell. */
  async rawReceiveTime(): Promise<RawReceiveTime | null> {
    const { rawReceiveTime, receiveTimeUtc } = this.#open().facts.model;
    if (rawReceiveTime === null || receiveTimeUtc === null) return null;
    return { ticks: BigInt(rawReceiveTime), date: new Date(receiveTimeUtc) };
  }

  async recipientName(): Promise<string> {
    return this.#open().facts.model.recipientName;
  }

  /** The number dialled; of a received fax, its CSID. */
  async recipientNumber(): Promise<string> {
    return this.#open().facts.model.recipientNumber;
  }

  async senderName(): Promise<string> {
    return this.#open().facts.model.senderName;
  }

  /** What the line told of the number called, or the sub-address. */
  async routing(): Promise<string> {
    return this.#open().facts.model.routing;
  }

  async callerId(): Promise<string> {
    return this.#open().facts.model.callerId;
  }

  /** The receiving machine's identification. */
  async csid(): Promise<string> {
    return this.#open().facts.model.csid;
  }

  /** The sending machine's identification. */
  async tsid(): Promise<string> {
    return this.#open().facts.model.tsid;
  }

  /**
   * The text of any tag of the first page, known or not; a list of numbers with spaces between them. Throws
   * ERROR_INVALID_PARAMETER for what is no tag's number.
   */
  async tiffTagString(tagId: number): Promise<string> {
    const { path } = this.#open();
    if (!Number.isInteger(tagId) || tagId < 1 || tagId > MOST)
      throw invalid('This is not the number of a TIFF tag.', `Use a whole number from 1 to ${MOST}.`);
    const { tags } = await this.#facts(path, [tagId]);
    return tags[tagId] ?? this.#missing;
  }

  get #missing(): string {
    return this.#settings.missingValue ?? 'Unavailable';
  }

  #open() {
    if (this.#read === null)
      throw new FaxComError('ARGUMENT_INVALID', { message: 'No file is open.', next: 'Call setImage first.' });
    return this.#read;
  }

  async #facts(file: string, tags: readonly number[] = []): Promise<Facts> {
    const { timeZone } = this.#settings;
    try {
      return await readFaxTiff(file, {
        placeholder: this.#missing,
        tags,
        ...(timeZone === undefined ? {} : { timeZone }),
      });
    } catch (error) {
      throw toComError(error);
    }
  }
}
