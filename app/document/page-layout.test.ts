import { describe, expect, it } from 'vitest';
import { narrowestWidth, placePage, type SourceSize } from './page-layout.ts';

const own = (width: number, height: number): SourceSize => ({ width, height, kind: 'own' });
const picture = (width: number, height: number): SourceSize => ({ width, height, kind: 'fit' });
const mm = (width: number, height: number) => own(width / 25.4, height / 25.4);

describe('paper', () => {
  it('is the narrowest that holds every page, landscape pages turned', () => {
    expect(narrowestWidth([mm(210, 297), own(8.5, 11), own(8.5, 14)])).toBe('a4');
    expect(narrowestWidth([mm(297, 210)])).toBe('a4');
    expect(narrowestWidth([mm(210, 297), mm(257, 364)])).toBe('b4');
    expect(narrowestWidth([mm(297, 420)])).toBe('a3');
    expect(narrowestWidth([own(100, 100)])).toBe('a3');
  });

  it('is never chosen by a picture that has no size of its own', () => {
    expect(narrowestWidth([picture(40, 30)])).toBe('a4');
  });
});

describe('placing a page', () => {
  it('keeps its own size and centres it', () => {
    const a4 = placePage(mm(210, 297), 'a4', 'fine');
    expect(a4).toEqual({ turned: false, left: 20, width: 1687, height: 2292, pageWidth: 1728, pageRows: 2292 });
    expect(placePage(mm(105, 148), 'a4', 'fine')).toMatchObject({ width: 843, left: 442, pageRows: 1142 });
  });

  it('shrinks Letter to the width and keeps its proportions', () => {
    const letter = placePage(own(8.5, 11), 'a4', 'fine');
    expect(letter).toMatchObject({ left: 0, width: 1728 });
    expect(letter.height / 196 / (letter.width / 204)).toBeCloseTo(11 / 8.5, 2);
  });

  it('turns landscape, but not a small page that fits as it lies', () => {
    expect(placePage(mm(297, 210), 'a4', 'standard')).toMatchObject({ turned: true, width: 1687, height: 1146 });
    expect(placePage(mm(210, 148), 'a4', 'standard').turned).toBe(false);
  });

  it('never turns a fax page, however short the other machine made it', () => {
    const shortPage: SourceSize = { ...own(2432 / 204, 4), resolution: 'fine' };
    expect(narrowestWidth([shortPage])).toBe('a3');
    expect(placePage(shortPage, 'a3', 'fine')).toMatchObject({ turned: false, width: 2432, height: 784 });
  });

  it('fits pictures on a sheet and never enlarges them', () => {
    expect(placePage(picture(2, 1), 'a4', 'fine')).toMatchObject({ width: 408, height: 196, pageRows: 2292 });
    const photo = placePage(picture(41, 31), 'a4', 'fine');
    expect(photo.turned).toBe(true);
    expect(photo.width).toBeLessThanOrEqual(1728);
    expect(photo.height).toBeLessThanOrEqual(2292);
  });

  it('bounds what a file can ask for', () => {
    for (const size of [own(0.001, 5000), own(5000, 5000), own(5000, 0.001), picture(0.01, 9000)]) {
      const { width, height, pageRows } = placePage(size, 'a3', 'superfine');
      expect(width).toBeGreaterThan(0);
      expect(height).toBeGreaterThan(0);
      expect(pageRows).toBeLessThanOrEqual(44 * 391);
    }
  });
});
