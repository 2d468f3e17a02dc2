import { dotsPerInch, pageWidthOfDots } from '../model/page-dots.ts';
import type { PageWidth } from '../model/page-format.ts';
import type { Placement, SourceSize } from './page-layout.ts';

/** Sheets that people know by name, in inches. */
const sheets: readonly (readonly [string, number, number])[] = [
  ['A4', 8.27, 11.69],
  ['A3', 11.69, 16.54],
  ['A2', 16.54, 23.39],
  ['A1', 23.39, 33.11],
  ['A0', 33.11, 46.81],
  ['B4', 9.84, 13.9],
  ['JIS B4', 10.12, 14.33],
  ['Letter', 8.5, 11],
  ['Legal', 8.5, 14],
  ['Tabloid', 11, 17],
];
const tolerance = 0.06;

const paperNames: Readonly<Record<PageWidth, string>> = { a4: 'A4', b4: 'B4', a3: 'A3' };

/** A page that lost less than this is not told of: Letter on A4 paper loses 0.4 %. */
const toldBelow = 0.98;

/**
 * What was done to a file's pages so that they fit, in few words (`Turned upright`, `A3, made to fit A4`); null where
 * nothing was. Where only some pages are meant, it says how many.
 */
export function placementNote(sizes: readonly SourceSize[], placements: readonly Placement[]): string | null {
  const turned = placements.filter((placement) => placement.turned).length;
  const shrunk = sizes.flatMap((size, index) => {
    const placement = placements[index];
    return placement && size.kind === 'own' && isShrunk(size, placement) ? [{ size, placement }] : [];
  });
  const words: string[] = [];
  if (turned > 0) words.push(turned === sizes.length ? 'turned upright' : `${pagesOf(turned)} turned upright`);
  const [first] = shrunk;
  if (first) {
    const names = new Set(shrunk.map(({ size }) => sheetName(size)));
    const [name] = names.size === 1 ? names : [];
    const fit = `made to fit ${paperNames[pageWidthOfDots(first.placement.pageWidth) ?? 'a4']}`;
    const who = shrunk.length === sizes.length ? name : [pagesOf(shrunk.length), ...(name ? [name] : [])].join(' of ');
    words.push(who ? `${who}, ${fit}` : fit);
  }
  const note = words.join('; ');
  return note === '' ? null : note.charAt(0).toUpperCase() + note.slice(1);
}

const pagesOf = (count: number) => (count === 1 ? '1 page' : `${count} pages`);

function isShrunk(size: SourceSize, placement: Placement): boolean {
  const across = placement.turned ? size.height : size.width;
  return placement.width / dotsPerInch < across * toldBelow;
}

function sheetName({ width, height }: SourceSize): string | null {
  const [short, long] = width < height ? [width, height] : [height, width];
  const known = sheets.find(([, w, h]) => Math.abs(w - short) < tolerance && Math.abs(h - long) < tolerance);
  return known ? known[0] : null;
}
