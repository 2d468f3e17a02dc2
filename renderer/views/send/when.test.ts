import { describe, expect, test } from 'vitest';
import { defaultSettings, listSettings } from '../../../app/model/settings.ts';
import {
  discountWindowOf,
  discountWords,
  durationWords,
  fieldValues,
  readWhen,
  startWords,
  timeWords,
  whenSentence,
} from './when.ts';

const zone = 'America/Chicago';
/** Tuesday 3 March 2026, 13:58 in Chicago. */
const now = Date.parse('2026-03-03T19:58:00Z');
const context = { now, screenZone: zone, officeZone: zone };
const night = { startMinute: 20 * 60, endMinute: 6 * 60 };
const at = (iso: string) => Date.parse(iso);

describe('the discount rate in words', () => {
  test('comes from the settings, and equal times mean none', () => {
    const settings = listSettings({ ...defaultSettings, discountRateStartHour: 20, discountRateEndHour: 6 });
    expect(discountWindowOf(settings)).toEqual(night);
    expect(discountWindowOf(listSettings(defaultSettings))).toBeNull();
  });

  test('says when the window opens and how long that is', () => {
    expect(discountWords(night, context)).toBe('20:00');
    expect(whenSentence({ kind: 'discount' }, night, context)).toBe('Waits 6 h 2 min for the window 20:00–06:00.');
    expect(readWhen({ kind: 'discount' }, night, context)).toMatchObject({
      ok: true,
      startsAt: at('2026-03-04T02:00:00Z'),
    });
  });

  test('says that it goes at once when the window is open or none is set', () => {
    const late = { ...context, now: at('2026-03-04T05:00:00Z') };
    expect(discountWords(night, late)).toBe('Open now');
    expect(whenSentence({ kind: 'discount' }, night, late)).toContain('is open');
    expect(readWhen({ kind: 'discount' }, night, late)).toMatchObject({ startsAt: null });
    expect(discountWords(null, context)).toBe('No window is set');
    expect(whenSentence({ kind: 'discount' }, null, context)).toContain('as soon as a line is free');
  });

  test('names the office’s place where its clock is not the screen’s', () => {
    const away = { ...context, screenZone: 'Europe/Berlin' };
    expect(whenSentence({ kind: 'discount' }, night, away)).toBe(
      'Waits 6 h 2 min for the window 20:00–06:00 Chicago time.',
    );
    expect(discountWords(night, away)).toBe('Tomorrow 03:00');
  });

  test('counts the hour that the clocks skip', () => {
    // 8 March 2026: Chicago skips 02:00 to 03:00. From 23:58 to a window at 06:00 it is an hour less.
    const eve = { ...context, now: at('2026-03-08T05:58:00Z') };
    expect(whenSentence({ kind: 'discount' }, { startMinute: 360, endMinute: 480 }, eve)).toContain('Waits 5 h 2 min');
  });
});

describe('a chosen time', () => {
  test('refuses the past and what is not filled in', () => {
    const past = fieldValues(now - 60_000);
    expect(readWhen({ kind: 'time', ...past }, null, context)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('has passed'),
    });
    expect(readWhen({ kind: 'time', date: '', time: '' }, null, context)).toEqual({
      ok: false,
      problem: 'Choose the day and the time.',
    });
    expect(readWhen({ kind: 'time', date: '2026-03-03', time: '' }, null, context)).toEqual({
      ok: false,
      problem: 'Choose the time.',
    });
    expect(readWhen({ kind: 'time', date: '2026-02-31x', time: '10:00' }, null, context)).toMatchObject({ ok: false });
  });

  test('is handed in as the instant that the fields mean here', () => {
    const later = fieldValues(now + 3_600_000);
    expect(readWhen({ kind: 'time', ...later }, null, context)).toEqual({
      ok: true,
      when: { kind: 'time', at: '2026-03-03T20:58:00.000Z' },
      startsAt: now + 3_600_000,
    });
  });
});

test('times are as near as they need to be', () => {
  expect(timeWords(at('2026-03-03T22:30:00Z'), now, zone)).toBe('16:30');
  expect(timeWords(at('2026-03-04T15:00:00Z'), now, zone)).toBe('tomorrow 09:00');
  expect(timeWords(at('2026-03-06T15:00:00Z'), now, zone)).toBe('Fri 09:00');
  expect(timeWords(at('2026-04-03T14:00:00Z'), now, zone)).toBe('3 Apr 09:00');
  expect(timeWords(at('2027-04-03T14:00:00Z'), now, zone)).toBe('3 Apr 2027 09:00');
  expect(
    ['2026-03-03T22:30:00Z', '2026-03-04T15:00:00Z', '2026-04-03T14:00:00Z'].map((iso) =>
      startWords(at(iso), now, zone),
    ),
  ).toEqual(['at 16:30', 'tomorrow at 09:00', 'on 3 Apr at 09:00']);
  expect(startWords(null, now, zone)).toBe('now');
  expect([1, 59 * 60_000, 3_600_000, 3_660_000, 72 * 3_600_000].map(durationWords)).toEqual([
    '1 min',
    '59 min',
    '1 h',
    '1 h 1 min',
    '3 days',
  ]);
});
