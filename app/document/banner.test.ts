import { describe, expect, it } from 'vitest';
import { type Bitmap, blackRatio, createBitmap, cropRows } from '../image/bitmap.ts';
import { widthInDots } from '../model/page-dots.ts';
import { bannerCharacters, bannerLine, drawBanner } from './banner.ts';
import { inkBox } from './page-works.testing.ts';

const text = { at: '2026-03-07 14:05', from: '+1 425 555 0100', to: '+44 20 5550 0018', page: 2, pages: 5 };

/** The first character's cell as a bitmap of its own. */
function firstCell(strip: Bitmap): Bitmap {
  const cell = createBitmap(32, strip.rows);
  for (let row = 0; row < strip.rows; row++) cell.words[row] = (strip.words[row * strip.stride + 1] ?? 0) & 0xffff;
  return cell;
}

describe('the banner', () => {
  it('says when, from whom, to whom and which page', () => {
    expect(bannerLine(text, 100)).toBe('2026-03-07 14:05   From: +1 425 555 0100   To: +44 20 5550 0018   Page 2 of 5');
  });

  it('drops the recipient, then cuts the sender, never the date and the page', () => {
    expect(bannerLine(text, 60)).toBe('2026-03-07 14:05   From: +1 425 555 0100   Page 2 of 5');
    expect(bannerLine(text, 45)).toBe('2026-03-07 14:05   From: +1 425   Page 2 of 5');
    expect(bannerLine({ ...text, from: 'x'.repeat(500) }, 80)).toHaveLength(80);
    expect(bannerLine({ ...text, from: '' }, 80)).toBe('2026-03-07 14:05   To: +44 20 5550 0018   Page 2 of 5');
  });

  it('writes plain letters for accents and a question mark for what it has not', () => {
    expect(bannerLine({ ...text, from: 'Büro\n東', to: '' }, 100)).toContain('From: Buro ?');
  });

  it.each([
    ['standard', 16],
    ['fine', 32],
    ['superfine', 64],
  ] as const)('is a strip of its rows at %s', (resolution, rows) => {
    const strip = drawBanner(text, 'a4', resolution);
    expect([strip.width, strip.rows]).toEqual([1728, rows]);
    const box = inkBox(strip);
    expect(box?.top).toBeGreaterThan(0);
    expect(box?.bottom).toBeLessThan(rows - 1);
    expect(box?.right).toBeLessThan(48 + 16 * bannerLine(text, bannerCharacters('a4')).length);
    expect(blackRatio(strip)).toBeGreaterThan(0.05);
    expect(blackRatio(cropRows(strip, 0, 1))).toBe(0);
  });

  it.each(['a4', 'b4', 'a3'] as const)('is cut nowhere on %s, however long it is', (width) => {
    const characters = bannerCharacters(width);
    const long = { ...text, from: 'W'.repeat(500), page: 1999, pages: 2000 };
    expect(bannerLine(long, characters)).toHaveLength(characters);
    expect(bannerLine(long, characters)).toMatch(/^2026-03-07 14:05 {3}From: W+ {3}Page 1999 of 2000$/);
    for (const resolution of ['standard', 'fine', 'superfine'] as const) {
      const strip = drawBanner(long, width, resolution);
      const box = inkBox(strip);
      // The last digit stands whole in its cell, and white is left on both sides.
      const lastCell = 48 + 16 * (characters - 1);
      expect(box?.right).toBeGreaterThan(lastCell + 8);
      expect(box?.right).toBeLessThan(lastCell + 16);
      expect(lastCell + 16).toBeLessThanOrEqual(widthInDots[width] - 48);
      expect(box?.left).toBeGreaterThanOrEqual(48);
    }
  });

  it('has every letter whole, in the same place and shape at each resolution', () => {
    const every = Array.from({ length: 0x7e - 0x20 }, (_, index) => String.fromCharCode(0x21 + index));
    for (const letter of every) {
      const boxes = (['standard', 'fine', 'superfine'] as const).map((resolution) => {
        const strip = drawBanner({ at: letter, from: '', to: '', page: 1, pages: 1 }, 'a4', resolution);
        const cell = inkBox(firstCell(strip));
        if (cell === null) throw new Error(`“${letter}” is white at ${resolution}`);
        expect(cell.top).toBeGreaterThan(0);
        expect(cell.bottom).toBeLessThan(strip.rows - 1);
        return cell;
      });
      const [standard, fine, superfine] = boxes;
      if (!standard || !fine || !superfine) throw new Error('three resolutions');
      // Drawn for each: an edge is a row or so off where a coarser one had to round it.
      for (const [finer, times] of [
        [fine, 2],
        [superfine, 4],
      ] as const) {
        expect(Math.abs(finer.top - standard.top * times)).toBeLessThanOrEqual(times);
        expect(Math.abs(finer.bottom + 1 - (standard.bottom + 1) * times)).toBeLessThanOrEqual(times);
        expect(Math.abs(finer.left - standard.left)).toBeLessThanOrEqual(1);
        expect(Math.abs(finer.right - standard.right)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('leaves the recipient out before anything is cut', () => {
    for (let characters = 40; characters < 110; characters++) {
      const line = bannerLine(text, characters);
      expect(line.length).toBeLessThanOrEqual(characters);
      expect(line.startsWith('2026-03-07 14:05')).toBe(true);
      expect(line.endsWith('Page 2 of 5')).toBe(true);
      if (line.includes('To:')) expect(line).toContain('To: +44 20 5550 0018   Page');
    }
  });

  it('uses the room of wider paper', () => {
    expect(bannerCharacters('a3')).toBeGreaterThan(bannerCharacters('a4'));
    expect(drawBanner(text, 'a3', 'fine').width).toBe(2432);
  });
});
