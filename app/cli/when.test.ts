import { expect, test } from 'vitest';
import { localTime } from './times.ts';
import { parseUpcoming, parseWhen } from './when.ts';

test('now, discount, and times with and without a zone', () => {
  expect(parseWhen('now')).toEqual({ kind: 'now' });
  expect(parseWhen('discount')).toEqual({ kind: 'discount' });
  expect(parseWhen('2026-03-07T20:00+02:00')).toEqual({ kind: 'time', at: '2026-03-07T18:00:00.000Z' });
  expect(parseWhen('2026-03-07T20:00Z')).toEqual({ kind: 'time', at: '2026-03-07T20:00:00.000Z' });
  const local = parseWhen('2026-03-07 20:00');
  expect(local.kind === 'time' && localTime(local.at)).toBe('2026-03-07 20:00');
});

test.each(['', 'tomorrow', '2026-03-07', '20:00', '2026-13-01T00:00', '7 March 2026'])('“%s” is refused', (text) => {
  expect(() => parseWhen(text)).toThrow(expect.objectContaining({ code: 'ARGUMENT_INVALID' }));
});

test('no time is shown as nothing', () => {
  expect(localTime(null)).toBe('');
  expect(localTime('never')).toBe('');
});

test('a time that has passed is refused, one to come and the minute now are not', () => {
  const now = Date.parse('2026-03-07T20:00:30Z');
  expect(() => parseUpcoming('2020-01-01T00:00Z', now)).toThrow(/has passed/);
  expect(parseUpcoming('2026-03-07T20:00Z', now)).toMatchObject({ kind: 'time' });
  expect(parseUpcoming('2026-03-07T20:01Z', now)).toMatchObject({ kind: 'time' });
  expect(parseUpcoming('discount', now)).toEqual({ kind: 'discount' });
});
