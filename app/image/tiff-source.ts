import { FaxError } from '../model/errors.ts';

/** Where a TIFF is read from: a file by positioned reads, or memory. */
export interface TiffReader {
  /** Octets in all. */
  readonly size: number;
  /** Reads up to `length` octets from `offset`; fewer only at the end. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** The part of node's `FileHandle` that reading needs. */
export interface ReadableHandle {
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
  stat(): Promise<{ readonly size: number }>;
}

/** A reader over octets in memory. */
export function memoryReader(octets: Uint8Array): TiffReader {
  return { size: octets.length, read: async (offset, length) => octets.subarray(offset, offset + length) };
}

/** A reader over an open file; its size is taken now. Throws what the handle throws. */
export async function fileReader(handle: ReadableHandle): Promise<TiffReader> {
  const { size } = await handle.stat();
  return {
    size,
    async read(offset, length) {
      const buffer = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      let done = 0;
      while (done < buffer.length) {
        const { bytesRead } = await handle.read(buffer, done, buffer.length - done, offset + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return buffer.subarray(0, done);
    },
  };
}

/** A FILE_DAMAGED that says what was wrong to those who look at the cause. */
export function damaged(what: string): FaxError {
  return new FaxError('FILE_DAMAGED', { cause: new Error(what) });
}

/** Octets read at once around a directory, so that its values behind and before it come along. */
const windowBefore = 2048;
const windowLength = 8192;

/** Reads small pieces through one window, in the file's byte order; anything outside the file is FILE_DAMAGED. */
export class TiffSource {
  readonly #reader: TiffReader;
  readonly littleEndian: boolean;
  #window: Uint8Array = new Uint8Array(0);
  #windowAt = 0;

  constructor(reader: TiffReader, littleEndian: boolean) {
    this.#reader = reader;
    this.littleEndian = littleEndian;
  }

  get size(): number {
    return this.#reader.size;
  }

  /** A view of exactly so many octets. */
  async view(offset: number, length: number): Promise<DataView> {
    const octets = await this.octets(offset, length);
    return new DataView(octets.buffer, octets.byteOffset, octets.length);
  }

  /** Exactly so many octets. */
  async octets(offset: number, length: number): Promise<Uint8Array> {
    if (offset < 0 || length < 0 || offset + length > this.size) {
      throw damaged(`octets ${offset} to ${offset + length} lie outside the file`);
    }
    if (length > windowLength / 2) return this.#exactly(await this.#reader.read(offset, length), length);
    const inside = offset - this.#windowAt;
    if (inside < 0 || inside + length > this.#window.length) {
      this.#windowAt = Math.max(0, offset - windowBefore);
      this.#window = await this.#reader.read(this.#windowAt, windowLength);
    }
    const from = offset - this.#windowAt;
    return this.#exactly(this.#window.subarray(from, from + length), length);
  }

  #exactly(octets: Uint8Array, length: number): Uint8Array {
    if (octets.length < length) throw damaged('the file is shorter than it was when opened');
    return octets;
  }
}
