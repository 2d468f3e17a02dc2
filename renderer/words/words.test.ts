import { describe, expect, test } from 'vitest';
import { formatNumber } from './number.ts';
import { plural } from './plural.ts';
import { discountWords, formatMinute } from './server-words.ts';
import { formatAge, formatSpan, formatTime, formatWhen } from './time.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

describe('time', () => {
  test('ages are one short figure, never less than nothing', () => {
    const ages = [-5, 0, 59 * second, minute, 59 * minute, hour, 23 * hour, 24 * hour, 500 * hour];
    expect(ages.map(formatAge)).toEqual(['0 s', '0 s', '59 s', '1 min', '59 min', '1 h', '23 h', '1 d', '20 d']);
  });

  test('spans have two figures at most', () => {
    const spans = [22 * second, 149 * second, hour, 6 * hour + 2 * minute, 76 * hour];
    expect(spans.map(formatSpan)).toEqual(['22 s', '2 min 29 s', '1 h', '6 h 2 min', '3 d 4 h']);
  });

  test('a time of another day names the day', () => {
    const now = Date.parse('2026-03-03T19:58:00Z');
    expect(formatTime(now, 'America/Chicago')).toBe('13:58');
    expect(formatWhen('2026-03-03T20:05:00Z', now, 'America/Chicago')).toBe('14:05');
    expect(formatWhen('2026-03-04T12:00:00Z', now, 'America/Chicago')).toBe('Wed 4 Mar, 06:00');
    expect(formatTime('2026-03-03T06:00:00Z', 'America/Chicago')).toBe('00:00');
  });
});

describe('the discount rate', () => {
  const night = { startMinute: 20 * 60, endMinute: 6 * 60 };
  const at = (iso: string): string | null => discountWords(night, Date.parse(iso), 'America/Chicago');
  test('says when it opens, and how long it stays open', () => {
    expect(at('2026-03-03T19:58:00Z')).toBe('Discount rate 20:00–06:00, opens in 6 h 2 min');
    expect(at('2026-03-04T05:00:00Z')).toBe('Discount rate 20:00–06:00, open for 7 h more');
    expect(discountWords(null, 0, 'UTC')).toBeNull();
  });
  test('minutes of the day wrap round midnight', () => {
    expect([0, 1439, 1440, -5].map(formatMinute)).toEqual(['00:00', '23:59', '00:00', '23:55']);
  });
});

test('numbers are grouped where that is sure, and never changed', () => {
  expect(['5550101', '3125550142', '+442055550118', '999', ''].map(formatNumber)).toEqual([
    '555 0101',
    '312 555 0142',
    '+442055550118',
    '999',
    '',
  ]);
});

test('counts choose their words', () => {
  const words = { zero: 'nothing', one: '# page', other: '# pages' };
  expect([0, 1, 2, 1284].map((count) => plural(count, words))).toEqual(['nothing', '1 page', '2 pages', '1,284 pages']);
});
