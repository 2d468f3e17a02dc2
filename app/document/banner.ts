import { type Bitmap, createBitmap } from '../image/bitmap.ts';
import { bannerRows, widthInDots } from '../model/page-dots.ts';
import type { PageWidth, Resolution } from '../model/page-format.ts';
import { bannerGlyphs } from './banner-glyphs.ts';
import type { BannerText } from './page-works.ts';

/** One character is 16 dots wide: 12.75 to the inch. */
const cellWidth = 16;
/** White on either side: machines lose some dots at the edges. */
const margin = 48;

/**
 * The line above a page, in at most `characters`: date and time, sender, recipient and page. Where it is too long the
 * recipient goes first, then the sender is cut; date and page always stay (object model 3.4).
 */
export function bannerLine(text: BannerText, characters: number): string {
  const at = printable(text.at);
  const from = printable(text.from);
  const page = `Page ${text.page} of ${text.pages}`;
  const parts = (...middle: readonly string[]) => [at, ...middle.filter((part) => part !== ''), page].join('   ');
  const sender = from === '' ? '' : `From: ${from}`;
  const long = parts(sender, text.to === '' ? '' : `To: ${printable(text.to)}`);
  if (long.length <= characters) return long;
  const short = parts(sender);
  if (short.length <= characters) return short;
  const room = characters - (parts('x').length - 1);
  return parts(room > 6 ? sender.slice(0, room) : '').slice(0, characters);
}

/** Characters that fit between the margins of a banner. */
export const bannerCharacters = (width: PageWidth): number => Math.floor((widthInDots[width] - 2 * margin) / cellWidth);

/** Draws the banner: a strip of 16, 32 or 64 rows, as wide as the page. */
export function drawBanner(text: BannerText, width: PageWidth, resolution: Resolution): Bitmap {
  const strip = createBitmap(widthInDots[width], bannerRows[resolution]);
  const glyphs = Buffer.from(bannerGlyphs[resolution], 'base64');
  const line = bannerLine(text, bannerCharacters(width));
  for (let index = 0; index < line.length; index++) {
    const left = margin + index * cellWidth;
    const glyph = (line.charCodeAt(index) - 0x20) * strip.rows * 2;
    for (let row = 0; row < strip.rows; row++) {
      const bits = glyphs.readUInt16BE(glyph + row * 2);
      // Cells begin on multiples of 16 dots: each is one half of a word.
      const at = row * strip.stride + (left >>> 5);
      strip.words[at] = strip.words[at]! | (left & 16 ? bits : bits << 16);
    }
  }
  return strip;
}

/** Accents are dropped; what the font lacks becomes a question mark; runs of white become one space. */
function printable(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7e]/gu, '?')
    .trim();
}
