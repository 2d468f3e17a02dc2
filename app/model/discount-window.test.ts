import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localTimeOf, nextDiscountInstant } from './discount-window.ts';

const at = (text: string) => Date.parse(text);
const minutes = (text: string) => {
  const [hour = 0, minute = 0] = text.split(':').map(Number);
  return hour * 60 + minute;
};
const window = (start: string, end: string) => ({ startMinute: minutes(start), endMinute: minutes(end) });

const zoneUtc = 'UTC';
const berlin = 'Europe/Berlin';
const newYork = 'America/New_York';

describe('nextDiscountInstant', () => {
  it.each([
    ['no window: at once', '2026-03-07T12:00:00Z', '00:00', '00:00', zoneUtc, '2026-03-07T12:00:00Z'],
    ['no window at another hour: at once', '2026-03-07T12:00:30Z', '20:00', '20:00', zoneUtc, '2026-03-07T12:00:30Z'],
    ['inside: at once, to the second', '2026-03-07T21:10:17Z', '20:00', '23:00', zoneUtc, '2026-03-07T21:10:17Z'],
    ['at the start minute: at once', '2026-03-07T20:00:00Z', '20:00', '23:00', zoneUtc, '2026-03-07T20:00:00Z'],
    ['before: today', '2026-03-07T12:00:30Z', '20:00', '23:00', zoneUtc, '2026-03-07T20:00:00Z'],
    ['after: tomorrow', '2026-03-07T23:30:00Z', '20:00', '23:00', zoneUtc, '2026-03-08T20:00:00Z'],
    ['the end minute is outside', '2026-03-07T23:00:00Z', '20:00', '23:00', zoneUtc, '2026-03-08T20:00:00Z'],
    ['last second of the window', '2026-03-07T22:59:59Z', '20:00', '23:00', zoneUtc, '2026-03-07T22:59:59Z'],
    ['across midnight, evening', '2026-03-07T23:00:00Z', '20:00', '06:00', zoneUtc, '2026-03-07T23:00:00Z'],
    ['across midnight, morning', '2026-03-08T05:59:00Z', '20:00', '06:00', zoneUtc, '2026-03-08T05:59:00Z'],
    ['across midnight, end minute', '2026-03-08T06:00:00Z', '20:00', '06:00', zoneUtc, '2026-03-08T20:00:00Z'],
    ['across midnight, at midnight', '2026-03-08T00:00:00Z', '20:00', '06:00', zoneUtc, '2026-03-08T00:00:00Z'],
    ['window from midnight, before it', '2026-03-07T23:59:00Z', '00:00', '06:00', zoneUtc, '2026-03-08T00:00:00Z'],
    ['end of year', '2026-12-31T23:30:00Z', '20:00', '23:00', zoneUtc, '2027-01-01T20:00:00Z'],
    ['office time, not UTC', '2026-01-15T12:00:00Z', '20:00', '23:00', berlin, '2026-01-15T19:00:00Z'],
    ['summer time', '2026-07-15T12:00:00Z', '20:00', '23:00', berlin, '2026-07-15T18:00:00Z'],
    ['local day differs from the UTC day', '2026-07-15T02:00:00Z', '21:00', '21:30', newYork, '2026-07-16T01:00:00Z'],
    // Berlin 2026: clocks forward on 29 March at 02:00 (01:00Z), back on 25 October at 03:00 (01:00Z).
    ['night before the clocks go forward', '2026-03-28T22:00:00Z', '05:00', '06:00', berlin, '2026-03-29T03:00:00Z'],
    ['a start that is skipped', '2026-03-28T23:30:00Z', '02:30', '06:00', berlin, '2026-03-29T01:00:00Z'],
    ['night before the clocks go back', '2026-10-24T22:30:00Z', '05:00', '06:00', berlin, '2026-10-25T04:00:00Z'],
    ['a start that comes twice: the first', '2026-10-24T22:30:00Z', '02:30', '06:00', berlin, '2026-10-25T00:30:00Z'],
    ['second pass of an hour inside', '2026-10-25T01:15:00Z', '02:00', '02:30', berlin, '2026-10-25T01:15:00Z'],
    ['after the window on the day before', '2026-03-28T21:00:00Z', '20:00', '21:00', berlin, '2026-03-29T18:00:00Z'],
    ['New York forward, 8 March 2026', '2026-03-08T05:30:00Z', '02:30', '04:00', newYork, '2026-03-08T07:00:00Z'],
    ['a half-hour zone', '2026-05-05T12:00:00Z', '20:00', '21:00', 'Asia/Kolkata', '2026-05-05T14:30:00Z'],
    [
      'a half-hour change of clocks',
      '2026-04-04T13:00:00Z',
      '01:45',
      '03:00',
      'Australia/Lord_Howe',
      '2026-04-04T14:45:00Z',
    ],
  ])('%s', (_, now, start, end, zone, expected) => {
    expect(new Date(nextDiscountInstant(at(now), window(start, end), zone)).toISOString()).toBe(
      new Date(at(expected)).toISOString(),
    );
  });

  it('never goes back, waits at most 25 hours, and lies in the window or just behind a skipped start', () => {
    const zone = fc.constantFrom(zoneUtc, berlin, newYork, 'Australia/Lord_Howe', 'Pacific/Kiritimati');
    const minute = fc.integer({ min: 0, max: 1439 });
    const instant = fc.integer({ min: at('2025-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') });
    fc.assert(
      fc.property(instant, minute, minute, zone, (now, startMinute, endMinute, name) => {
        const next = nextDiscountInstant(now, { startMinute, endMinute }, name);
        expect(next).toBeGreaterThanOrEqual(now);
        expect(next - now).toBeLessThanOrEqual(25 * 3_600_000);
        if (next === now) return;
        const local = localTimeOf(next, name);
        expect(local.minute === startMinute || (local.minute > startMinute && local.minute <= startMinute + 60)).toBe(
          true,
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('localTimeOf', () => {
  it('is what the calendar says, in every zone and around every change of its offset', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia', 'UTC'];
    const formats = zones.map(
      (timeZone) =>
        new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' }),
    );
    const two = (value: number) => String(value).padStart(2, '0');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: zones.length - 1 }),
        fc.integer({ min: Date.UTC(1960, 0, 1), max: Date.UTC(2100, 0, 1) }),
        (index, instant) => {
          const { year, month, day, minute } = localTimeOf(instant, zones[index] ?? 'UTC');
          const shown = `${year}-${two(month)}-${two(day)} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
          expect(shown).toBe(formats[index]?.format(instant));
        },
      ),
      { numRuns: 2000 },
    );
    // Half an hour forward on Lord Howe Island: 2026-10-04 02:00 becomes 02:30.
    const change = Date.parse('2026-10-03T15:30:00Z');
    expect(localTimeOf(change - 60_000, 'Australia/Lord_Howe').minute).toBe(119);
    expect(localTimeOf(change, 'Australia/Lord_Howe').minute).toBe(150);
  });
});
