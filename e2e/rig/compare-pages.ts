import { type Bitmap, cropRows } from '../../app/image/bitmap.ts';

/** What a comparison may overlook. */
export interface CompareOptions {
  /** Rows at the top of the received page that the sender's program may have made its own (its header line). */
  readonly header?: number;
  /** The most rows by which the received page may lie lower. */
  readonly shift?: number;
  /** White rows at the top of the sent page that may be missing. */
  readonly whiteTop?: number;
}

/** How two documents differ, in words; null when every page is the same, pel by pel. */
export function differenceOf(
  sent: readonly Bitmap[],
  received: readonly Bitmap[],
  options: CompareOptions = {},
): string | null {
  if (sent.length !== received.length) return `${received.length} pages arrived of ${sent.length}`;
  for (const [index, page] of sent.entries()) {
    const other = received[index];
    const difference = other === undefined ? 'is missing' : pageDifference(page, other, options);
    if (difference !== null) return `page ${index + 1} ${difference}`;
  }
  return null;
}

function pageDifference(whole: Bitmap, received: Bitmap, options: CompareOptions): string | null {
  const { header = 0, shift = 0, whiteTop = 0 } = options;
  if (whole.width !== received.width) return `is ${received.width} dots wide and not ${whole.width}`;
  const missing = Math.min(Math.max(0, whole.rows - received.rows), whiteTop, whiteRows(whole));
  const sent = missing === 0 ? whole : cropRows(whole, missing, whole.rows);
  let best = Number.POSITIVE_INFINITY;
  for (let down = 0; down <= shift; down++) {
    if (received.rows < sent.rows + down - (shift > 0 ? header : 0)) continue;
    best = Math.min(best, differingRows(sent, received, header, down));
    if (best === 0) break;
  }
  const longer = received.rows - sent.rows;
  if (best === 0 && longer >= 0 && longer <= shift) return null;
  if (best === Number.POSITIVE_INFINITY || best === 0) return `has ${received.rows} rows and not ${sent.rows}`;
  return `differs in ${best} of ${sent.rows} rows`;
}

/** White rows at the top of a page. */
function whiteRows({ words, stride, rows }: Bitmap): number {
  const first = words.findIndex((word) => word !== 0);
  return first < 0 ? rows : Math.floor(first / stride);
}

/** Rows of the sent page behind the header that the received page has otherwise, when it lies `down` rows lower. */
function differingRows(sent: Bitmap, received: Bitmap, header: number, down: number): number {
  let differing = 0;
  for (let row = header; row < sent.rows; row++) {
    if (row + down >= received.rows) {
      differing += 1;
      continue;
    }
    const here = row * sent.stride;
    const there = (row + down) * received.stride;
    for (let k = 0; k < sent.stride; k++) {
      if (sent.words[here + k] === received.words[there + k]) continue;
      differing += 1;
      break;
    }
  }
  return differing;
}
