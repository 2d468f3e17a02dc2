import type { Bitmap } from '../image/bitmap.ts';
import { loadSharp } from './load-sharp.ts';
import { greyOf } from './resample.ts';

/** No fax page's dots are so much higher than wide (standard: 2.1); a file that says so must not fill the memory. */
const mostStretch = 8;

/**
 * A bitmap as PNG in true aspect: `stretch` is the height of a dot by its width. At most `width` pixels wide, never
 * wider than its dots; dots are averaged to greys, so that small pictures stay readable.
 */
export async function pagePng(bitmap: Bitmap, stretch: number, width: number | null): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const across = Math.max(1, Math.min(width ?? bitmap.width, bitmap.width));
  const down = Math.max(1, Math.round((bitmap.rows * Math.min(stretch, mostStretch) * across) / bitmap.width));
  const grey = greyOf(bitmap, across, down);
  const png = await sharp(grey, { raw: { width: across, height: down, channels: 1 } })
    .toColourspace('b-w')
    .png({ compressionLevel: 6 })
    .toBuffer();
  return new Uint8Array(png);
}
