import { FaxError } from '../model/errors.ts';
import { type Bitmap, bitmapFromOctets, createBitmap, invertBitmap, reverseBits } from './bitmap.ts';
import { decodePage } from './page-coder.ts';
import { firstNumber, readNumbers, type TiffDirectory, type TiffFile, type TiffPageInfo } from './tiff-reader.ts';
import { damaged, type TiffSource } from './tiff-source.ts';
import { tiffCompression, tiffTag } from './tiff-tags.ts';

/** A page of a TIFF, decoded: 1 is black whatever the file's photometric interpretation. */
export interface DecodedTiffPage {
  readonly bitmap: Bitmap;
  /** Rows that the decoder found damaged. */
  readonly badRows: number;
}

/** One strip as it lies in the file, with FillOrder 2 turned to the most significant bit first. */
export interface TiffStrip {
  readonly data: Uint8Array;
  /** Rows that the strip holds. */
  readonly rows: number;
}

/** The most coded octets of one page; the worst page of this size is far below. */
const maxPageOctets = 256 * 1024 * 1024;

/**
 * Decodes a page (0-based). Damaged rows are counted and copied from above.
 * Throws PAGE_NOT_FOUND, NOT_SUPPORTED for a page that is not bilevel, FILE_DAMAGED.
 */
export async function decodeTiffPage(file: TiffFile, index: number): Promise<DecodedTiffPage> {
  const { info, directory } = bilevelPage(file, index);
  const { source } = file.internals;
  const strips = await readTiffStrips(file, index);
  const octetRows =
    (await firstNumber(source, directory, tiffTag.compression, tiffCompression.none)) === tiffCompression.mhOctets;
  const decoded = strips.map((strip) => decodeStrip(strip, info, octetRows));
  const [first] = decoded;
  const joined = decoded.length === 1 && first !== undefined ? first : joinStrips(decoded, info);
  const blackIsZero = (await firstNumber(source, directory, tiffTag.photometric, 0)) === 1;
  return blackIsZero ? { ...joined, bitmap: invertBitmap(joined.bitmap) } : joined;
}

/**
 * The strips of a bilevel page as they are in the file, most significant bit first.
 * Throws PAGE_NOT_FOUND, NOT_SUPPORTED, FILE_DAMAGED.
 */
export async function readTiffStrips(file: TiffFile, index: number): Promise<readonly TiffStrip[]> {
  const { info, directory } = bilevelPage(file, index);
  const { source } = file.internals;
  const { places, rowsPerStrip } = await findStrips(source, directory, info);
  const reversed = (await firstNumber(source, directory, tiffTag.fillOrder, 1)) === 2;
  const strips: TiffStrip[] = [];
  for (const [n, { offset, length }] of places.entries()) {
    const data = await source.octets(offset, length);
    const rows = Math.min(rowsPerStrip, info.rows - n * rowsPerStrip);
    strips.push({ data: reversed ? reverseBits(data) : data, rows });
  }
  return strips;
}

function bilevelPage(
  file: TiffFile,
  index: number,
): { readonly info: TiffPageInfo; readonly directory: TiffDirectory } {
  const info = file.pages[index];
  const directory = file.internals.directories[index];
  if (info === undefined || directory === undefined) throw new FaxError('PAGE_NOT_FOUND');
  if (!info.bilevel) {
    throw new FaxError('NOT_SUPPORTED', { message: 'This page of the TIFF is not a black-and-white fax page.' });
  }
  return { info, directory };
}

interface StripPlace {
  readonly offset: number;
  readonly length: number;
}

async function findStrips(
  source: TiffSource,
  directory: TiffDirectory,
  info: TiffPageInfo,
): Promise<{ readonly places: readonly StripPlace[]; readonly rowsPerStrip: number }> {
  const told = await firstNumber(source, directory, tiffTag.rowsPerStrip, info.rows);
  const rowsPerStrip = told < 1 || told > info.rows ? info.rows : told;
  const count = Math.ceil(info.rows / rowsPerStrip);
  const offsetField = directory.get(tiffTag.stripOffsets);
  if (offsetField === undefined) throw damaged('no StripOffsets');
  const offsets = await readNumbers(source, offsetField, count);
  if (offsets.length < count) throw damaged(`${offsets.length} of ${count} strips`);
  const lengthField = directory.get(tiffTag.stripByteCounts);
  // Some writers leave the count out of a page of one strip: it ends with the file then.
  const [only] = offsets;
  const lengths =
    lengthField === undefined && count === 1 && only !== undefined
      ? [Math.max(0, source.size - only)]
      : await readNumbers(source, lengthField ?? offsetField, count);
  if (lengthField === undefined && count > 1) throw damaged('no StripByteCounts');
  if (lengths.length < count) throw damaged(`lengths of ${lengths.length} of ${count} strips`);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  // Strips that share octets could make much work of a small file.
  if (total > source.size || total > maxPageOctets) throw damaged('the strips are longer than the file');
  return {
    places: offsets.map((offset, n) => ({ offset, length: lengths[n] ?? 0 })),
    rowsPerStrip,
  };
}

function decodeStrip(strip: TiffStrip, info: TiffPageInfo, octetRows: boolean): DecodedTiffPage {
  const { compression, width } = info;
  if (compression === 'none') {
    if (strip.data.length < strip.rows * ((width + 7) >>> 3)) throw damaged('a strip is too short');
    return { bitmap: bitmapFromOctets(strip.data, width, strip.rows), badRows: 0 };
  }
  if (compression === 'other') throw new FaxError('NOT_SUPPORTED');
  return decodePage(strip.data, compression, width, {
    rows: strip.rows,
    framing: octetRows ? 'octets' : 'eol',
  });
}

function joinStrips(strips: readonly DecodedTiffPage[], info: TiffPageInfo): DecodedTiffPage {
  const bitmap = createBitmap(info.width, info.rows);
  let at = 0;
  let badRows = 0;
  for (const strip of strips) {
    bitmap.words.set(strip.bitmap.words, at);
    at += strip.bitmap.words.length;
    badRows += strip.badRows;
  }
  return { bitmap, badRows };
}
