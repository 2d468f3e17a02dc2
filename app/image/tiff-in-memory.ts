/** A file in memory for this room's tests, and TIFFs put together by hand. */

/** A file handle over memory that remembers its writes, so that a kill at any of them can be played. */
export class MemoryFile {
  #octets = new Uint8Array(0);
  /** Every write in order; `sync` is one as well. */
  readonly log: ({ readonly position: number; readonly octets: Uint8Array } | 'sync')[] = [];
  /** At most so many octets are taken at once, as a full pipe or disk may do. */
  chunk = Number.POSITIVE_INFINITY;

  get octets(): Uint8Array {
    return this.#octets;
  }

  async write(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesWritten: number }> {
    const taken = Math.min(length, this.chunk);
    const octets = buffer.slice(offset, offset + taken);
    this.log.push({ position, octets });
    this.#octets = applyWrite(this.#octets, position, octets);
    return { bytesWritten: taken };
  }

  async sync(): Promise<void> {
    this.log.push('sync');
  }
}

/** The file with octets written at a position. */
export function applyWrite(
  file: Uint8Array<ArrayBuffer>,
  position: number,
  octets: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(Math.max(file.length, position + octets.length));
  grown.set(file);
  grown.set(octets, position);
  return grown;
}

/** A field of a hand-made TIFF: SHORT (3), LONG (4) or RATIONAL (5) values, or ASCII (2). */
export interface HandField {
  readonly tag: number;
  readonly type: 2 | 3 | 4 | 5;
  readonly values: readonly number[] | string;
}

/** Puts a TIFF together: each page's strips, then its directory. Strip tags are added here. */
export function handMadeTiff(
  littleEndian: boolean,
  pages: readonly { readonly fields: readonly HandField[]; readonly strips: readonly Uint8Array[] }[],
): Uint8Array {
  const octets: number[] = littleEndian ? [0x49, 0x49] : [0x4d, 0x4d];
  const put = (value: number, size: number, at = octets.length): void => {
    for (let n = 0; n < size; n++) octets[at + n] = (value >>> (8 * (littleEndian ? n : size - 1 - n))) & 0xff;
  };
  put(42, 2);
  let linkAt = octets.length;
  put(0, 4);
  for (const { fields, strips } of pages) {
    const offsets = strips.map((strip) => octets.push(...strip) - strip.length);
    const all: HandField[] = [
      ...fields,
      { tag: 273, type: 4, values: offsets },
      { tag: 279, type: 4, values: strips.map((strip) => strip.length) },
    ];
    const placed = all
      .toSorted((a, b) => a.tag - b.tag)
      .map(({ tag, type, values }) => {
        const list = typeof values === 'string' ? [...Buffer.from(`${values}\0`)] : values;
        const size = { 2: 1, 3: 2, 4: 4, 5: 8 }[type];
        const at = octets.length;
        if (list.length * size > 4) {
          for (const value of list) {
            put(value, Math.min(size, 4));
            if (type === 5) put(1, 4);
          }
        }
        return { tag, type, list, size, at };
      });
    if (octets.length % 2 === 1) octets.push(0);
    put(octets.length, 4, linkAt);
    put(placed.length, 2);
    for (const { tag, type, list, size, at } of placed) {
      put(tag, 2);
      put(type, 2);
      put(list.length, 4);
      if (list.length * size > 4) put(at, 4);
      else {
        const end = octets.length + 4;
        for (const value of list) put(value, size);
        while (octets.length < end) octets.push(0);
      }
    }
    linkAt = octets.length;
    put(0, 4);
  }
  return Uint8Array.from(octets);
}
