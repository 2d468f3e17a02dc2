import { describe, expect, test } from 'vitest';
import { listSettings } from '../../../app/model/settings.ts';
import { fakeSettings } from '../../testing/fake-facts.ts';
import { stripPlace, windowPieces } from './day-strip.tsx';
import { nameWords } from './setting-names.ts';
import { edgeDraft, edgeTime, isChanged, readSettings, refusedFields } from './settings-draft.ts';
import { fits } from './settings-view.tsx';
import { readTime } from './time-field.tsx';

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

  test('takes a value below zero where it is allowed', () => {
    expect(readSettings(settings, { retryBusyDelay: '5' })).toEqual({ ok: true, values: { retryBusyDelay: 5 } });
    expect(readSettings(settings, { dirtyDays: '-1' })).toEqual({ ok: true, values: { dirtyDays: -1 } });
    expect(readSettings(settings, { retries: '-1' }).ok).toBe(false);
  });

  test('puts a refusal beside the field that it names, or the folders that it concerns', () => {
    const error = {
      code: 'SETTING_INVALID',
      modelName: null,
      message: 'Not allowed for retries.',
      next: 'Use 3.',
    } as const;
    expect(refusedFields(error, ['retries', 'retryDelay'])).toEqual({ retries: 'Not allowed for retries. Use 3.' });
    const folder = { ...error, code: 'ARCHIVE_FOLDER_UNUSABLE', message: 'It cannot be written.' } as const;
    expect(Object.keys(refusedFields(folder, ['retries', 'archiveDirectory']))).toEqual(['archiveDirectory']);
    expect(refusedFields({ ...error, code: 'DISK_FULL', message: 'The disk is full.' }, ['retries'])).toEqual({});
  });

  test('finds a setting by its name, by the command’s name and by its words', () => {
    const found = (search: string) => settings.filter((each) => fits(each, search)).map(({ name }) => name);
    expect(found('mail server')).toContain('smtpServer');
    expect(found('smtpport')).toEqual(['smtpPort']);
    expect(found('gates on the moon')).toEqual([]);
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
