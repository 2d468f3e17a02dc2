import { describe, expect, it } from 'vitest';
import type { PageWidth } from '../model/page-format.ts';
import { placePage, type SourceSize } from './page-layout.ts';
import { placementNote } from './placement-note.ts';

const own = (width: number, height: number): SourceSize => ({ width, height, kind: 'own' });
const [a4, a3, letter, odd] = [own(8.27, 11.69), own(11.69, 16.54), own(8.5, 11), own(20, 21)];
const turn = ({ width, height }: SourceSize) => own(height, width);
const noteFor = (sizes: readonly SourceSize[], paper: PageWidth) =>
  placementNote(
    sizes,
    sizes.map((size) => placePage(size, paper, 'fine')),
  );

describe('what is told of how pages were placed', () => {
  it.each([
    ['nothing of pages that fit', [a4, letter], 'a4', null],
    ['a picture that was turned', [{ width: 30, height: 20, kind: 'fit' }], 'a4', 'Turned upright'],
    ['landscape pages', [turn(a4), turn(a4)], 'a4', 'Turned upright'],
    ['a landscape page among others', [a4, turn(a4), a4], 'a4', '1 page turned upright'],
    ['a sheet with a name', [a3], 'a4', 'A3, made to fit A4'],
    ['a turned sheet', [turn(a3)], 'b4', 'Turned upright; A3, made to fit B4'],
    ['some sheets', [a4, a3, a3], 'a4', '2 pages of A3, made to fit A4'],
    ['a sheet without a name', [odd], 'a3', 'Made to fit A3'],
    ['sheets of several sizes', [odd, a3, a4], 'a4', '2 pages, made to fit A4'],
    ['nothing of a sheet on its own paper', [a3], 'a3', null],
  ] as const)('%s', (_, sizes, paper, note) => {
    expect(noteFor(sizes, paper)).toBe(note);
  });
});
