/**
 * A 1-bit page: rows of packed 32-bit words. Bit 31 of a word is its leftmost picture element; 1 is black. Bits past
 * the width in a row's last word are 0.
 */
export interface Bitmap {
  /** Picture elements in a row. */
  readonly width: number;
  readonly rows: number;
  /** Words in a row: `ceil(width / 32)`. */
  readonly stride: number;
  /** `rows * stride` words, top row first. */
  readonly words: Uint32Array;
}

/** A white bitmap. */
export function createBitmap(width: number, rows: number): Bitmap {
  const stride = (width + 31) >>> 5;
  return { width, rows, stride, words: new Uint32Array(rows * stride) };
}

/** How rows of octets hold a bitmap. */
export interface OctetLayout {
  /** Which bit of an octet is leftmost: the most or the least significant. Default `msb`. */
  readonly bitOrder?: 'msb' | 'lsb';
  /** The value of a black bit. Default 1 (TIFF WhiteIsZero, PBM). */
  readonly black?: 0 | 1;
  /** Octets from one row to the next. Default `ceil(width / 8)`. */
  readonly octetsPerRow?: number;
}

/**
 * Makes a bitmap of rows of octets. Bits past the width are ignored.
 * Throws RangeError when the octets do not hold so many rows.
 */
export function bitmapFromOctets(octets: Uint8Array, width: number, rows: number, layout: OctetLayout = {}): Bitmap {
  const needed = (width + 7) >>> 3;
  const perRow = layout.octetsPerRow ?? needed;
  if (perRow < needed || (rows > 0 && octets.length < (rows - 1) * perRow + needed)) {
    throw new RangeError(`${octets.length} octets do not hold ${rows} rows of ${width}`);
  }
  const bitmap = createBitmap(width, rows);
  const { words, stride } = bitmap;
  const reversed = layout.bitOrder === 'lsb';
  const inverted = layout.black === 0 ? -1 : 0;
  const endMask = (width & 31) === 0 ? -1 : ~(-1 >>> (width & 31));
  for (let row = 0; row < rows; row++) {
    const from = row * perRow;
    for (let k = 0; k < stride; k++) {
      const at = from + k * 4;
      let word = 0;
      const last = Math.min(4, needed - k * 4);
      for (let octet = 0; octet < last; octet++) {
        const value = octets[at + octet] as number;
        word |= (reversed ? (reversedOctets[value] as number) : value) << (24 - octet * 8);
      }
      word ^= inverted;
      words[row * stride + k] = k === stride - 1 ? word & endMask : word;
    }
  }
  return bitmap;
}

/** Writes a bitmap as rows of octets; bits past the width are white. */
export function bitmapToOctets(bitmap: Bitmap, layout: OctetLayout = {}): Uint8Array {
  const { width, rows, stride, words } = bitmap;
  const needed = (width + 7) >>> 3;
  const perRow = layout.octetsPerRow ?? needed;
  const octets = new Uint8Array(rows * perRow);
  const reversed = layout.bitOrder === 'lsb';
  const inverted = layout.black === 0 ? 0xff : 0;
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < needed; k++) {
      const word = words[row * stride + (k >>> 2)] as number;
      const octet = ((word >>> (24 - (k & 3) * 8)) & 0xff) ^ inverted;
      octets[row * perRow + k] = reversed ? (reversedOctets[octet] as number) : octet;
    }
  }
  return octets;
}

/** Octets by their value with the order of bits turned round. */
const reversedOctets = Uint8Array.from({ length: 256 }, (_, octet) => {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit++) if (octet & (1 << bit)) reversed |= 0x80 >>> bit;
  return reversed;
});

/** The octets with the order of bits in each turned round (TIFF FillOrder 2, T.31). */
export function reverseBits(octets: Uint8Array): Uint8Array {
  return Uint8Array.from(octets, (octet) => reversedOctets[octet] as number);
}

/** A bitmap with black and white exchanged. */
export function invertBitmap(bitmap: Bitmap): Bitmap {
  const { width, rows, stride } = bitmap;
  const words = bitmap.words.map((word) => ~word);
  if ((width & 31) !== 0) {
    const endMask = ~(-1 >>> (width & 31));
    for (let at = stride - 1; at < words.length; at += stride) words[at] = (words[at] as number) & endMask;
  }
  return { width, rows, stride, words };
}

/** The rows from `from` up to, not including, `to`; they share the bitmap's memory. */
export function cropRows(bitmap: Bitmap, from: number, to: number): Bitmap {
  const first = Math.max(0, Math.min(from, bitmap.rows));
  const last = Math.max(first, Math.min(to, bitmap.rows));
  const { width, stride } = bitmap;
  return { width, stride, rows: last - first, words: bitmap.words.subarray(first * stride, last * stride) };
}

/** One bitmap above the other, as a banner above its page. Throws RangeError when the widths differ. */
export function stackBitmaps(top: Bitmap, bottom: Bitmap): Bitmap {
  if (top.width !== bottom.width) throw new RangeError(`widths ${top.width} and ${bottom.width} differ`);
  const { width, stride } = top;
  const words = new Uint32Array(top.words.length + bottom.words.length);
  words.set(top.words);
  words.set(bottom.words, top.words.length);
  return { width, stride, rows: top.rows + bottom.rows, words };
}

/** The part of the picture elements that is black, 0 to 1; 0 for an empty bitmap. */
export function blackRatio(bitmap: Bitmap): number {
  if (bitmap.words.length === 0) return 0;
  let black = 0;
  for (const word of bitmap.words) {
    let bits = word - ((word >>> 1) & 0x55555555);
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    black += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return black / (bitmap.width * bitmap.rows);
}
