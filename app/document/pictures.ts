import type { Metadata, Sharp } from 'sharp';
import { FaxError } from '../model/errors.ts';
import { loadSharp } from './load-sharp.ts';
import type { Placement, SourceSize } from './page-layout.ts';

/** Bounds of one picture; libvips refuses more before it decodes anything. */
export const maxSide = 20_000;
export const maxPixels = 200_000_000;
/** Pictures that do not say a density worth believing are looked at with so many dots an inch. */
const screenDensity = 96;
/** From here on a density comes from a scanner; below it programs write what they like. */
const scanDensity = 120;

/** Opens one frame of a picture. Animations give their first. */
export async function openPicture(path: string, page = 0): Promise<Sharp> {
  const sharp = await loadSharp();
  return sharp(path, { page, pages: 1, limitInputPixels: maxPixels, failOn: 'error' });
}

/** A picture's size as it is looked at: turned by its EXIF orientation. Throws `FILE_DAMAGED` or `IMAGE_TOO_LARGE`. */
export async function measurePicture(path: string, name: string, page = 0): Promise<SourceSize> {
  const metadata = await readMetadata(path, name, page);
  const { width, height } = metadata.autoOrient;
  checkPixels(width, height, name);
  const density = metadata.density ?? 0;
  if (density >= scanDensity && density <= 2400)
    return { width: width / density, height: height / density, kind: 'own' };
  return { width: width / screenDensity, height: height / screenDensity, kind: 'fit' };
}

/** Throws `IMAGE_TOO_LARGE` for a picture beyond the bounds. */
export function checkPixels(width: number, height: number, name: string): void {
  if (width <= maxSide && height <= maxSide && width * height <= maxPixels) return;
  throw new FaxError('IMAGE_TOO_LARGE', { message: `“${name}” has too many pixels: ${width} × ${height}.` });
}

async function readMetadata(path: string, name: string, page: number): Promise<Metadata> {
  const picture = await openPicture(path, page);
  return picture.metadata().catch((cause: unknown) => Promise.reject(pictureError(cause, name)));
}

/** A picture in grey on a white page, scaled to its placement; transparent parts are white. */
export async function drawPicture(picture: Sharp, placement: Placement, name: string): Promise<Uint8Array> {
  const { turned, width, height } = placement;
  const upright = picture.autoOrient().flatten({ background: '#ffffff' }).toColourspace('b-w');
  const scaled = turned
    ? upright.resize(height, width, { fit: 'fill' }).raw()
    : upright.resize(width, height, { fit: 'fill' }).raw();
  try {
    const { data, info } = await scaled.toBuffer({ resolveWithObject: true });
    const grey = firstChannel(data, info.channels);
    return onWhitePage(turned ? turnClockwise(grey, height, width) : grey, placement);
  } catch (cause) {
    throw pictureError(cause, name);
  }
}

/** The first channel alone, where libvips kept more. */
function firstChannel(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 1) return data;
  const grey = new Uint8Array(data.length / channels);
  for (let at = 0; at < grey.length; at++) grey[at] = data[at * channels]!;
  return grey;
}

/** A grey drawing turned a quarter. By hand: sharp turns once, for EXIF, and not again in the same pipeline. */
export function turnClockwise(grey: Uint8Array, width: number, height: number): Uint8Array {
  const turned = new Uint8Array(grey.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) turned[x * height + (height - 1 - y)] = grey[y * width + x]!;
  return turned;
}

/** A grey drawing of the placement's size on its white page. */
export function onWhitePage(grey: Uint8Array, placement: Placement): Uint8Array {
  const { left, width, height, pageWidth, pageRows } = placement;
  const page = new Uint8Array(pageWidth * pageRows).fill(255);
  for (let row = 0; row < height; row++)
    page.set(grey.subarray(row * width, (row + 1) * width), row * pageWidth + left);
  return page;
}

/** What libvips says, as a sentence that names the file. */
export function pictureError(cause: unknown, name: string): FaxError {
  if (cause instanceof FaxError) return cause;
  if (cause instanceof Error && /pixel limit/i.test(cause.message))
    return new FaxError('IMAGE_TOO_LARGE', { message: `“${name}” has too many pixels.`, cause });
  return new FaxError('FILE_DAMAGED', { message: `“${name}” is damaged or cut short.`, cause });
}
