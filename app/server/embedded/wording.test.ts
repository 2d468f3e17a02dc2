import { describe, expect, it } from 'vitest';
import { failedWords, localDateTime, whenWords } from './wording.ts';

const at = (text: string) => Date.parse(text);

describe('whenWords', () => {
  it.each([
    ['today', '2026-03-10T15:30:00Z', '2026-03-10T11:00:00Z', '16:30'],
    ['tomorrow', '2026-03-11T05:00:00Z', '2026-03-10T11:00:00Z', 'tomorrow 06:00'],
    ['today by the office’s clock, tomorrow by UTC', '2026-03-11T00:30:00Z', '2026-03-10T23:30:00Z', '01:30'],
    ['tomorrow over the end of the year', '2027-01-01T07:05:00Z', '2026-12-31T11:00:00Z', 'tomorrow 08:05'],
    ['tomorrow over the change of clocks', '2026-03-29T10:00:00Z', '2026-03-28T11:00:00Z', 'tomorrow 12:00'],
    ['later', '2026-03-15T11:00:00Z', '2026-03-10T11:00:00Z', '2026-03-15 12:00'],
  ])('%s', (_, instant, now, words) => {
    expect(whenWords(at(instant), at(now), 'Europe/Berlin')).toBe(words);
  });
});

it('localDateTime is the banner’s date and time, to the minute', () => {
  expect(localDateTime(at('2026-07-04T22:05:59Z'), 'Europe/Berlin')).toBe('2026-07-05 00:05');
});

describe('the row of a fax that failed for good', () => {
  it.each([
    ['no-answer', 4, 'No answer after 4 attempts; check the number'],
    ['busy', 1, 'Busy; send it again later'],
    ['cancelled', 1, 'Cancelled'],
  ] as const)('%s after %i: %s', (outcome, attempts, words) => {
    expect(failedWords(outcome, attempts)).toBe(words);
  });
});
