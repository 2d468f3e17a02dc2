import type { PageFacts } from '../../app/contract/requests.ts';

/** Quarter turns clockwise, in degrees. A view's turn only: the fax stays as it is. */
export type Rotation = 0 | 90 | 180 | 270;

/** How large pages are shown: fitted to the room there is, or by a factor, 1 being the paper's own size. */
export type Zoom =
  /** The whole page where it can be read so, else large enough to be read. */
  | { readonly kind: 'auto' }
  | { readonly kind: 'fit-width' }
  | { readonly kind: 'fit-page' }
  | { readonly kind: 'factor'; readonly factor: number };

/** A size in CSS px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A page's place in the column of pages, in CSS px from the column's top; `width` and `height` as turned. */
export interface PlacedPage extends Size {
  /** 1-based. */
  readonly page: number;
  readonly top: number;
}

/** CSS px in an inch. */
const PX_PER_INCH = 96;
export const minFactor = 0.1;
export const maxFactor = 4;
/** Fitting goes below what zooming does: thumbnails are pages fitted into very little room. */
const leastFit = 0.01;
/** Below the first factor the writing on a page cannot be read; the second is used then. */
const leastReadable = 0.3;
const readable = 0.6;
/** Room above, between and below pages. */
export const pageGap = 16;

/** The steps that the plus and minus keys take. */
const steps = [0.1, 0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.25, 1.5, 2, 3, 4];

const isTurned = (rotation: Rotation) => rotation === 90 || rotation === 270;

/** The rotation a quarter further. */
export function turn(rotation: Rotation, clockwise: boolean): Rotation {
  const turns: readonly Rotation[] = [0, 90, 180, 270];
  return turns[(turns.indexOf(rotation) + (clockwise ? 1 : 3)) % 4] ?? 0;
}

/**
 * A page's true size at factor 1, as turned. Fax dots are not square: 204 by 98 an inch at standard, so the size comes
 * from the densities and never from the dots. A density that makes no sense counts as fine.
 */
export function paperSize(page: PageFacts, rotation: Rotation): Size {
  const width = (page.width / (page.xDpi > 0 ? page.xDpi : 204)) * PX_PER_INCH;
  // A page of no rows (a call cut in its first line) still has a place to stand in.
  const height = (Math.max(page.rows, 16) / (page.yDpi > 0 ? page.yDpi : 196)) * PX_PER_INCH;
  return isTurned(rotation) ? { width: height, height: width } : { width, height };
}

const clamp = (factor: number) => Math.min(maxFactor, Math.max(minFactor, factor));

/** The factor at which a zoom shows one page in a room (the viewport less the gaps at its edges). */
export function factorOf(zoom: Zoom, paper: Size, room: Size): number {
  switch (zoom.kind) {
    case 'factor':
      return clamp(zoom.factor);
    case 'auto': {
      const whole = factorOf({ kind: 'fit-page' }, paper, room);
      return whole >= leastReadable ? whole : Math.min(factorOf({ kind: 'fit-width' }, paper, room), readable);
    }
    case 'fit-width':
      return Math.min(maxFactor, Math.max(leastFit, room.width / paper.width));
    case 'fit-page':
      return Math.min(maxFactor, Math.max(leastFit, Math.min(room.width / paper.width, room.height / paper.height)));
  }
}

/** The next larger or smaller step from a factor. */
export function stepFactor(factor: number, direction: 1 | -1): number {
  // A fitted factor may lie a hair beside a step: that step would be no step.
  const found =
    direction > 0 ? steps.find((step) => step > factor * 1.01) : steps.findLast((step) => step < factor * 0.99);
  return found ?? (direction > 0 ? maxFactor : minFactor);
}

/** The factor after a turn of the wheel with Ctrl held; `deltaY` in px. */
export const wheelFactor = (factor: number, deltaY: number): number => clamp(factor * Math.exp(-deltaY * 0.0025));

/**
 * Places pages under one another. With a fitting zoom each page is fitted by itself, as a fax may mix A4 and Legal
 * lengths; the widest decides the column.
 */
export function placePages(
  pages: readonly PageFacts[],
  zoom: Zoom,
  rotation: Rotation,
  room: Size,
  gap = pageGap,
): { readonly pages: readonly PlacedPage[]; readonly column: Size } {
  let top = gap;
  let widest = 0;
  const placed = pages.map((facts, index) => {
    const paper = paperSize(facts, rotation);
    const factor = factorOf(zoom, paper, room);
    const page = { page: index + 1, top, width: paper.width * factor, height: paper.height * factor };
    top += page.height + gap;
    widest = Math.max(widest, page.width);
    return page;
  });
  return { pages: placed, column: { width: widest, height: top } };
}

/** The pages that touch the part of the column on screen, with `margin` px above and below it. */
export function pagesInSight(
  placed: readonly PlacedPage[],
  scrollTop: number,
  viewHeight: number,
  margin = 0,
): readonly PlacedPage[] {
  const first = firstEndingAfter(placed, scrollTop - margin);
  const sight: PlacedPage[] = [];
  for (let i = first; i < placed.length; i += 1) {
    const page = placed[i];
    if (!page || page.top > scrollTop + viewHeight + margin) break;
    sight.push(page);
  }
  return sight;
}

/** The page (1-based) one is reading: the one under a line a third down the view, or the nearest to it; 0 of none. */
export function pageAt(placed: readonly PlacedPage[], scrollTop: number, viewHeight: number): number {
  if (placed.length === 0) return 0;
  const index = firstEndingAfter(placed, scrollTop + viewHeight / 3);
  return Math.min(index, placed.length - 1) + 1;
}

/** Binary search, as there may be thousands of pages and this runs on each scroll. */
function firstEndingAfter(placed: readonly PlacedPage[], y: number): number {
  let low = 0;
  let high = placed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const page = placed[middle];
    if (page && page.top + page.height <= y) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Where to scroll so that the same spot of the same page stays in place when sizes change. `anchor` is its distance
 * from the top of the view.
 */
export function keepSpot(
  before: readonly PlacedPage[],
  after: readonly PlacedPage[],
  scrollTop: number,
  anchor: number,
): number {
  const index = Math.min(firstEndingAfter(before, scrollTop + anchor), before.length - 1);
  const [old, now] = [before[index], after[index]];
  if (!old || !now) return scrollTop;
  const share = (scrollTop + anchor - old.top) / old.height;
  return Math.max(0, now.top + share * now.height - anchor);
}

/** Widths at which images are asked for: few, so that zooming a little does not load everything anew. */
const imageWidths = [128, 256, 512, 768, 1024, 1280];

/**
 * The width in dots at which to ask for a page's image, for a page shown `cssWidth` wide (unturned); undefined asks
 * for the page's own dots. Never wider than those: enlarging makes no detail.
 */
export function imageWidth(page: PageFacts, cssWidth: number, pixelRatio: number): number | undefined {
  const needed = cssWidth * pixelRatio;
  return imageWidths.find((width) => width >= needed && width < page.width);
}

/** Whether a page is shown at or above its own dots, where smoothing would only blur them. */
export const isEnlarged = (page: PageFacts, cssWidth: number, pixelRatio: number): boolean =>
  cssWidth * pixelRatio >= page.width;

/** `A4`, `Letter`, `A4 wide 210 × 320 mm`: the paper's name by its true size, else its measures. */
export function paperWords(page: PageFacts): string {
  const { width, height } = paperSize(page, 0);
  const mm = (px: number) => Math.round((px / PX_PER_INCH) * 25.4);
  const [across, down] = [mm(width), mm(height)];
  if (Math.abs(across - 215) > 4) return `${across} × ${down} mm`;
  // A4, Letter and Legal all travel on 1728 dots (215 mm); their lengths tell them apart.
  if (Math.abs(down - 297) <= 4) return 'A4';
  if (Math.abs(down - 279) <= 3) return 'Letter';
  if (Math.abs(down - 356) <= 4) return 'Legal';
  return `${across} × ${down} mm`;
}
