import { describe, expect, test } from 'vitest';
import { listSettings } from '../../../app/model/settings.ts';
import { fakeSettings } from '../../testing/fake-facts.ts';
import { stripPlace, windowPieces } from './day-strip.tsx';
import { edgeDraft, edgeTime, isChanged, readSettings } from './settings-draft.ts';
import { readTime } from './time-field.tsx';
import { nameWords } from './words.ts';

const settings = listSettings(fakeSettings);

describe('the settings form', () => {
  test('hands in what differs, each in its own type', () => {
    const read = readSettings(settings, { retries: '5', branding: false, retryDelay: '10' });
    expect(read).toEqual({ ok: true, values: { retries: 5, branding: false } });
  });

  test('says the range at each field that is outside it', () => {
    const read = readSettings(settings, { retries: '100', retryDelay: 'x' });
    expect(read).toEqual({ ok: false, errors: { retries: '0 to 99 attempts.', retryDelay: '0 to 10,080 minutes.' } });
  });

  test('knows a field typed back as not changed', () => {
    const retries = settings.find((setting) => setting.name === 'retries')!;
    expect([
      isChanged(retries, { retries: '4' }),
      isChanged(retries, { retries: ' 3 ' }),
      isChanged(retries, {}),
    ]).toEqual([true, false, false]);
  });

  test('shows and reads the discount window as two times', () => {
    expect([edgeTime(settings, {}, 'Start'), edgeTime(settings, {}, 'End')]).toEqual(['20:00', '06:00']);
    expect(edgeDraft('Start', '21:30')).toEqual({ discountRateStartHour: '21', discountRateStartMinute: '30' });
    expect(edgeDraft('End', '24:00')).toBeUndefined();
    expect(['8', '0830', '8:30', '2400', 'x'].map(readTime)).toEqual(['08:00', '08:30', '08:30', undefined, undefined]);
  });

  test('names settings that it does not know by their own name', () => {
    expect([nameWords('retries'), nameWords('maxCallTime')]).toEqual(['Retries', 'Max call time']);
  });
});

describe('the day strip', () => {
  test('runs from noon to noon, so that the night is one piece', () => {
    expect([720, 0, 719].map(stripPlace)).toEqual([0, 0.5, 1439 / 1440]);
    expect(windowPieces({ startMinute: 1200, endMinute: 360 })).toEqual([{ left: 1 / 3, width: 600 / 1440 }]);
  });
  test('shows a window over noon as two pieces', () => {
    const pieces = windowPieces({ startMinute: 660, endMinute: 780 });
    expect(pieces.map((piece) => Math.round(piece.width * 1440))).toEqual([60, 60]);
  });
});
