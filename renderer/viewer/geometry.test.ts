import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PageFacts } from '../../app/contract/requests.ts';
import {
  factorOf,
  imageWidth,
  isEnlarged,
  keepSpot,
  maxFactor,
  minFactor,
  pageAt,
  pagesInSight,
  paperSize,
  paperWords,
  placePages,
  type Rotation,
  stepFactor,
  turn,
  wheelFactor,
} from './geometry.ts';

const facts = (rows: number, yDpi: number): PageFacts => ({ width: 1728, rows, xDpi: 204, yDpi, badLines: 0 });
const a4 = facts(2292, 196);
const room = { width: 600, height: 700 };
const anyPage = fc.record({
  width: fc.integer({ min: 1, max: 4864 }),
  rows: fc.integer({ min: 0, max: 20_000 }),
  xDpi: fc.constantFrom(0, 100, 204, 408),
  yDpi: fc.constantFrom(0, 98, 196, 391),
  badLines: fc.constant(0),
});

describe('a page’s shape', () => {
  test('is the paper’s, whatever the resolution', () => {
    const fine = paperSize(a4, 0);
    expect(fine.width / fine.height).toBeCloseTo(215 / 297, 2);
    const standard = paperSize(facts(1146, 98), 0);
    expect(standard.height).toBeCloseTo(fine.height, 5);
    expect(paperSize(facts(4573, 391), 0).height).toBeCloseTo(fine.height, 0);
  });

  test('swaps its sides on a quarter turn and comes back after four', () => {
    const { width, height } = paperSize(a4, 0);
    expect(paperSize(a4, 90)).toEqual({ width: height, height: width });
    let rotation: Rotation = 0;
    const seen = [90, 180, 270, 0].map(() => {
      rotation = turn(rotation, true);
      return rotation;
    });
    expect(seen).toEqual([90, 180, 270, 0]);
    expect(turn(0, false)).toBe(270);
  });

  test('has a name', () => {
    expect([a4, facts(2156, 196), facts(2743, 196), facts(500, 196)].map(paperWords)).toEqual([
      'A4',
      'Letter',
      'Legal',
      '215 × 65 mm',
    ]);
  });
});

describe('zoom', () => {
  test('fits the width, or the whole page', () => {
    const paper = paperSize(a4, 0);
    expect(paper.width * factorOf({ kind: 'fit-width' }, paper, room)).toBeCloseTo(600);
    const whole = factorOf({ kind: 'fit-page' }, paper, room);
    expect(paper.height * whole).toBeCloseTo(700);
    expect(paper.width * whole).toBeLessThan(600);
  });

  test('shows the whole page by itself only where it can be read', () => {
    const paper = paperSize(a4, 0);
    expect(factorOf({ kind: 'auto' }, paper, room)).toBe(factorOf({ kind: 'fit-page' }, paper, room));
    expect(factorOf({ kind: 'auto' }, paper, { width: 900, height: 130 })).toBe(0.6);
    expect(factorOf({ kind: 'auto' }, paper, { width: 200, height: 130 })).toBeCloseTo(200 / paper.width);
  });

  test('steps through round figures and stops at both ends', () => {
    expect(stepFactor(0.48, 1)).toBe(0.5);
    expect(stepFactor(0.5, 1)).toBe(0.67);
    expect(stepFactor(1, -1)).toBe(0.9);
    expect(stepFactor(maxFactor, 1)).toBe(maxFactor);
    expect(stepFactor(minFactor, -1)).toBe(minFactor);
    expect(wheelFactor(1, -100)).toBeGreaterThan(1);
    expect(wheelFactor(1, 1e9)).toBe(minFactor);
  });
});

describe('the column of pages', () => {
  test('has no overlaps, and what is in sight is exactly what touches the view', () => {
    fc.assert(
      fc.property(
        fc.array(anyPage, { maxLength: 60 }),
        fc.nat(60_000),
        fc.integer({ min: 1, max: 3000 }),
        (pages, scrollTop, height) => {
          const { pages: placed, column } = placePages(pages, { kind: 'fit-width' }, 0, room);
          placed.forEach((page, i) => {
            const before = placed[i - 1];
            if (before) expect(page.top).toBeGreaterThan(before.top + before.height);
            expect(page.top + page.height).toBeLessThan(column.height);
          });
          const touching = placed.filter(
            (page) => page.top <= scrollTop + height && page.top + page.height > scrollTop,
          );
          expect(pagesInSight(placed, scrollTop, height)).toEqual(touching);
          const at = pageAt(placed, scrollTop, height);
          expect(at).toBeGreaterThanOrEqual(Math.min(1, pages.length));
          expect(at).toBeLessThanOrEqual(pages.length);
        },
      ),
    );
  });

  test('keeps the spot one is reading when it is enlarged', () => {
    const pages = Array.from({ length: 10 }, () => a4);
    const small = placePages(pages, { kind: 'factor', factor: 0.5 }, 0, room).pages;
    const large = placePages(pages, { kind: 'factor', factor: 2 }, 0, room).pages;
    const scrollTop = (small[4]?.top ?? 0) + 100;
    const moved = keepSpot(small, large, scrollTop, 0);
    const page = large[4];
    expect((moved - (page?.top ?? 0)) / (page?.height ?? 1)).toBeCloseTo(100 / (small[4]?.height ?? 1));
    expect(keepSpot([], [], 50, 0)).toBe(50);
  });

  test('takes no time to speak of with 5,000 pages', () => {
    const { pages } = placePages(
      Array.from({ length: 5000 }, () => a4),
      { kind: 'fit-width' },
      0,
      room,
    );
    const last = pages.at(-1);
    expect(pageAt(pages, last?.top ?? 0, 700)).toBe(5000);
    expect(pagesInSight(pages, (pages[2499]?.top ?? 0) + 1, 700)[0]?.page).toBe(2500);
  });
});

describe('images', () => {
  test('are asked for no larger than the page, and at its own dots when shown at them', () => {
    expect(imageWidth(a4, 76, 1)).toBe(128);
    expect(imageWidth(a4, 600, 2)).toBe(1280);
    expect(imageWidth(a4, 813, 2)).toBeUndefined();
    expect(imageWidth(facts(10, 196), 5000, 1)).toBeUndefined();
    expect(imageWidth({ ...a4, width: 500 }, 400, 1)).toBeUndefined();
  });

  test('are smoothed only below their own dots', () => {
    expect(isEnlarged(a4, 813, 1)).toBe(false);
    expect(isEnlarged(a4, 1728, 1)).toBe(true);
    expect(isEnlarged(a4, 864, 2)).toBe(true);
  });
});
