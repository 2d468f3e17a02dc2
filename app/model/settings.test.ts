import { describe, expect, it } from 'vitest';
import { defaultSettings, listSettings, parseSetting, parseSettings, settingDefinitions } from './settings.ts';

describe('settings', () => {
  it('have the defaults of the object model, and those of the field for pages', () => {
    expect(defaultSettings).toMatchObject({
      retries: 3,
      retryDelay: 10,
      dirtyDays: 0,
      branding: true,
      useDeviceTsid: true,
      serverCoverpage: false,
      pauseServerQueue: false,
      outgoingQueueBlocked: false,
      incomingQueueBlocked: false,
      archiveOutboundFaxes: true,
      archiveDirectory: 'archive/sent',
      archiveAgeLimit: 0,
      sizeQuotaWarning: false,
      highQuotaWaterMark: 0,
      lowQuotaWaterMark: 0,
      serverMapiProfile: '',
      discountRateStartHour: 0,
      discountRateStartMinute: 0,
      discountRateEndHour: 0,
      discountRateEndMinute: 0,
      pageRetrainPercent: 5,
      pageRefusePercent: 15,
    });
  });

  it('have defaults inside their ranges', () => {
    for (const { name, default: value } of settingDefinitions) expect(parseSetting(name, value)).toBe(value);
  });

  it.each([
    ['retries', '0', 0],
    ['Retries', 99, 99],
    ['branding', 'false', false],
    ['pauseServerQueue', 'on', true],
    ['branding', 'FALSE', false],
    ['branding', ' Yes ', true],
  ])('%s takes %j', (name, given, value) => {
    expect(parseSetting(name, given)).toBe(value);
  });

  it.each([
    ['retries', '100'],
    ['retries', '-1'],
    ['retries', '3.5'],
    ['retries', ''],
    ['retries', Number.NaN],
    ['discountRateStartHour', 24],
    ['discountRateEndMinute', 60],
    ['branding', 'maybe'],
    ['branding', 2],
  ])('%s refuses %j as the model does', (name, given) => {
    expect(() => parseSetting(name, given)).toThrow(
      expect.objectContaining({ code: 'SETTING_INVALID', modelName: 'ERROR_INVALID_PARAMETER' }),
    );
  });

  it('of two names that contradict each other are refused by the names that were given', () => {
    expect(() => parseSettings({ outgoingQueuePaused: 'on', pauseServerQueue: 'off' })).toThrow(
      'outgoingQueuePaused and pauseServerQueue are one setting, given twice with different values.',
    );
    expect(() => parseSettings({ Retries: '1', retries: '2' })).toThrow(
      'retries is given twice with different values.',
    );
    expect(parseSettings({ allowPersonalCoverPages: 'NO', serverCoverpage: 'yes' })).toEqual({ serverCoverpage: true });
  });

  it('that do not exist are named in the refusal', () => {
    expect(() => parseSetting('colour', 'blue')).toThrow(/colour/);
  });

  it('are listed with value, default and range', () => {
    const list = listSettings({ ...defaultSettings, retries: 0 });
    expect(list.find((setting) => setting.name === 'retries')).toMatchObject({
      value: 0,
      default: 3,
      min: 0,
      max: 99,
      unit: 'attempts',
    });
    expect(list.filter(({ aliasOf }) => aliasOf === null)).toHaveLength(settingDefinitions.length);
  });
});
