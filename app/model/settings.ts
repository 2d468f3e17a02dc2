import { z } from 'zod';
import { FaxError } from './errors.ts';

export type SettingValue = string | number | boolean;

interface SettingBase {
  readonly name: string;
  /** The property of the Windows object model that it is, where it is one (object model 1.1). */
  readonly modelProperty: string | null;
  /** One sentence for the settings screen. */
  readonly words: string;
  readonly unit: string | null;
}

/** What a setting is: its type, default and range. */
export type SettingDefinition = SettingBase &
  (
    | { readonly type: 'integer'; readonly default: number; readonly min: number; readonly max: number }
    | { readonly type: 'boolean'; readonly default: boolean }
    | { readonly type: 'string'; readonly default: string; readonly maxLength: number }
  );

const integer = <const N extends string>(
  name: N,
  modelProperty: string | null,
  value: number,
  min: number,
  max: number,
  unit: string,
  words: string,
) => ({ name, modelProperty, words, unit, type: 'integer', default: value, min, max }) as const;
const boolean = <const N extends string>(name: N, modelProperty: string | null, value: boolean, words: string) =>
  ({ name, modelProperty, words, unit: null, type: 'boolean', default: value }) as const;

/** The server's settings, with the object model's names in lower camel case, defaults and ranges (object model 1.1, 6.3). */
export const settingDefinitions = [
  integer(
    'retries',
    'Retries',
    3,
    0,
    99,
    'attempts',
    'How many more times a fax is tried after its first attempt failed.',
  ),
  integer(
    'retryDelay',
    'RetryDelay',
    10,
    0,
    10_080,
    'minutes',
    'The pause between two attempts; 0 tries again at once.',
  ),
  boolean('branding', 'Branding', true, 'A line with date, sender, number and page is added above each page sent.'),
  boolean('pauseServerQueue', 'PauseServerQueue', false, 'New faxes are accepted and wait; calls in progress finish.'),
  integer(
    'discountRateStartHour',
    'DiscountRateStartHour',
    0,
    0,
    23,
    'hour',
    'Hour at which the discount rate begins, office time.',
  ),
  integer(
    'discountRateStartMinute',
    'DiscountRateStartMinute',
    0,
    0,
    59,
    'minute',
    'Minute at which the discount rate begins.',
  ),
  integer(
    'discountRateEndHour',
    'DiscountRateEndHour',
    0,
    0,
    23,
    'hour',
    'Hour at which the discount rate ends, office time.',
  ),
  integer(
    'discountRateEndMinute',
    'DiscountRateEndMinute',
    0,
    0,
    59,
    'minute',
    'Minute at which the discount rate ends; equal times mean no discount window.',
  ),
  integer(
    'pageRetrainPercent',
    null,
    5,
    1,
    100,
    'percent',
    'Share of damaged lines from which a received page is kept and a lower speed is asked for.',
  ),
  integer(
    'pageRefusePercent',
    null,
    15,
    1,
    100,
    'percent',
    'Share of damaged lines from which a received page is refused, so that it is sent again.',
  ),
] as const satisfies readonly SettingDefinition[];

/** All settings as one record, each of its own type. */
export type Settings = {
  readonly [D in (typeof settingDefinitions)[number] as D['name']]: D['type'] extends 'boolean'
    ? boolean
    : D['type'] extends 'integer'
      ? number
      : string;
};
export type SettingName = keyof Settings;

/** The settings of a server that nobody has changed. */
export const defaultSettings: Settings = Object.fromEntries(
  settingDefinitions.map((definition) => [definition.name, definition.default]),
) as Settings;

/** One setting as lists show it. */
export const settingSchema = z.object({
  name: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]),
  default: z.union([z.string(), z.number(), z.boolean()]),
  type: z.enum(['integer', 'boolean', 'string']),
  min: z.number().nullable(),
  max: z.number().nullable(),
  unit: z.string().nullable(),
  locked: z.boolean(),
  words: z.string(),
});
export type Setting = Readonly<z.infer<typeof settingSchema>>;

/** The definition of a setting by its name. Throws `SETTING_UNKNOWN`. */
export function settingDefinition(name: string): SettingDefinition {
  const found = settingDefinitions.find((definition) => definition.name.toLowerCase() === name.toLowerCase());
  if (!found) throw new FaxError('SETTING_UNKNOWN', { message: `There is no setting “${name.slice(0, 40)}”.` });
  return found;
}

/**
 * A value for a setting, given as text (from the command) or as its own type.
 * Throws `SETTING_UNKNOWN`, or `SETTING_INVALID` naming the range.
 */
export function parseSetting(name: string, given: SettingValue): SettingValue {
  const definition = settingDefinition(name);
  switch (definition.type) {
    case 'boolean': {
      const value = booleanOf(given);
      if (value === undefined) throw refused(definition, 'It is true or false.');
      return value;
    }
    case 'integer': {
      const value = typeof given === 'string' && /^-?\d{1,9}$/.test(given.trim()) ? Number(given) : given;
      if (typeof value !== 'number' || !Number.isInteger(value) || value < definition.min || value > definition.max)
        throw refused(definition, `It is a whole number from ${definition.min} to ${definition.max}.`);
      return value;
    }
    case 'string': {
      if (typeof given !== 'string' || given.length > definition.maxLength)
        throw refused(definition, `It is a text of at most ${definition.maxLength} characters.`);
      return given;
    }
  }
}

function booleanOf(given: SettingValue): boolean | undefined {
  if (typeof given === 'boolean') return given;
  if (given === 'true' || given === 'yes' || given === 'on' || given === '1' || given === 1) return true;
  if (given === 'false' || given === 'no' || given === 'off' || given === '0' || given === 0) return false;
  return undefined;
}

function refused(definition: SettingDefinition, range: string): FaxError {
  return new FaxError('SETTING_INVALID', { message: `This value is not allowed for ${definition.name}.`, next: range });
}

/** The list of settings as the command and the screen show it. */
export function listSettings(values: Settings): readonly Setting[] {
  return settingDefinitions.map((definition: SettingDefinition) => ({
    name: definition.name,
    value: values[definition.name as SettingName] ?? definition.default,
    default: definition.default,
    type: definition.type,
    min: definition.type === 'integer' ? definition.min : null,
    max: definition.type === 'integer' ? definition.max : null,
    unit: definition.unit,
    locked: false,
    words: definition.words,
  }));
}
