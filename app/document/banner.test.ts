import { describe, expect, it } from 'vitest';
import { blackRatio, cropRows } from '../image/bitmap.ts';
import { bannerCharacters, bannerLine, drawBanner } from './banner.ts';
import { inkBox } from './page-works.testing.ts';

const text = { at: '2026-03-07 14:05', from: '+1 425 555 0100', to: '+44 20 5550 0018', page: 2, pages: 5 };

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

  it('uses the room of wider paper', () => {
    expect(bannerCharacters('a3')).toBeGreaterThan(bannerCharacters('a4'));
    expect(drawBanner(text, 'a3', 'fine').width).toBe(2432);
  });
});
