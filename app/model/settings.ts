import { z } from 'zod';
import { FaxError } from './errors.ts';
import { type SettingDefinition, settingAliases, settingDefinitions } from './setting-table.ts';

export { type SettingDefinition, type SettingGroup, settingDefinitions } from './setting-table.ts';

export type SettingValue = string | number | boolean;

type TypeOf<D> = D extends { readonly type: 'boolean' }
  ? boolean
  : D extends { readonly type: 'integer' }
    ? number
    : string;

/** All settings as one record, each of its own type. */
export type Settings = {
  readonly [D in (typeof settingDefinitions)[number] as D['name']]: TypeOf<D>;
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
  group: z.string(),
  /** The only values that it takes, or null. */
  choices: z.array(z.string()).readonly().nullable(),
  /** The value is hidden: dots where one is set. */
  secret: z.boolean(),
  /** The setting that this is another name of, or null. */
  aliasOf: z.string().nullable(),
});
export type Setting = Readonly<z.infer<typeof settingSchema>>;

/** The definition of a setting by its name. Throws `SETTING_UNKNOWN`. */
export function settingDefinition(name: string): SettingDefinition {
  const found: SettingDefinition | undefined = settingDefinitions.find(
    (definition) => definition.name.toLowerCase() === name.toLowerCase(),
  );
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
      if (typeof given !== 'string') throw refused(definition, 'It is a text.');
      if (given.length > definition.maxLength)
        throw new FaxError('SETTING_TOO_LONG', {
          message: `This value is too long for ${definition.name}.`,
          next: `It is a text of at most ${definition.maxLength} characters.`,
        });
      if (definition.choices !== null && !definition.choices.includes(given))
        throw refused(definition, `It is one of: ${definition.choices.join(', ')}.`);
      return given;
    }
  }
}

const booleanWords: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  '1': true,
  false: false,
  no: false,
  off: false,
  '0': false,
};

/** True or false as people write it: `true`, `yes`, `on`, `1` and their opposites, in upper or lower case. */
export function booleanOf(given: SettingValue): boolean | undefined {
  const word = String(given).trim().toLowerCase();
  return Object.hasOwn(booleanWords, word) ? booleanWords[word] : undefined;
}

function refused(definition: SettingDefinition, range: string): FaxError {
  return new FaxError('SETTING_INVALID', { message: `This value is not allowed for ${definition.name}.`, next: range });
}

/** Dots in the place of a secret that is set. */
export const HIDDEN = '••••••••';

/** The list of settings as the command and the screen show it, other names of a setting at the end. */
export function listSettings(values: Settings): readonly Setting[] {
  const own = settingDefinitions.map((definition: SettingDefinition): Setting => {
    const value = values[definition.name as SettingName] ?? definition.default;
    const secret = definition.type === 'string' && definition.secret;
    return {
      name: definition.name,
      value: secret && value !== '' ? HIDDEN : value,
      default: definition.default,
      type: definition.type,
      min: definition.type === 'integer' ? definition.min : null,
      max: definition.type === 'integer' ? definition.max : null,
      unit: definition.unit,
      locked: false,
      words: definition.words,
      group: definition.group,
      choices: definition.type === 'string' ? definition.choices : null,
      secret,
      aliasOf: null,
    };
  });
  return [...own, ...settingAliases.flatMap((alias) => aliasOf(alias, own))];
}

type Alias = (typeof settingAliases)[number];

function aliasOf({ name, of, kind, words }: Alias, own: readonly Setting[]): Setting[] {
  const base = own.find((setting) => setting.name === of);
  if (!base) return [];
  const shown = (value: SettingValue): SettingValue => fromBase(kind, value);
  const min = kind === 'age' ? 0 : base.min;
  return [{ ...base, name, words, value: shown(base.value), default: shown(base.default), min, aliasOf: of }];
}

const fromBase = (kind: Alias['kind'], value: SettingValue): SettingValue =>
  kind === 'inverse' ? value !== true : kind === 'age' ? Math.max(0, Number(value)) : value;

/**
 * Values given by any of their names, checked and by the settings' own names. Throws `SETTING_UNKNOWN`,
 * `SETTING_INVALID`, `SETTING_TOO_LONG`; and `SETTING_INVALID` where two names of one setting contradict each other.
 */
export function parseSettings(given: Readonly<Record<string, SettingValue>>): Partial<Settings> {
  const parsed = new Map<string, { readonly meant: SettingValue; readonly name: string }>();
  for (const [name, value] of Object.entries(given)) {
    const [own, meant] = parseOne(name, value);
    const before = parsed.get(own);
    if (before !== undefined && before.meant !== meant) throw contradiction(own, before.name, name);
    parsed.set(own, { meant, name });
  }
  return Object.fromEntries([...parsed].map(([own, { meant }]) => [own, meant])) as Partial<Settings>;
}

function contradiction(own: string, one: string, other: string): FaxError {
  const names = one.toLowerCase() === other.toLowerCase() ? `${own} is` : `${one} and ${other} are one setting,`;
  return new FaxError('SETTING_INVALID', {
    message: `${names} given twice with different values.`,
    next: 'Give it once.',
  });
}

function parseOne(name: string, value: SettingValue): readonly [string, SettingValue] {
  const alias = settingAliases.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (alias === undefined) return [settingDefinition(name).name, parseSetting(name, value)];
  const meant = parseSetting(alias.of, value);
  if (alias.kind === 'age' && Number(meant) < 0)
    throw new FaxError('SETTING_INVALID', {
      message: `This value is not allowed for ${alias.name}.`,
      next: 'It is a whole number from 0 to 36500.',
    });
  return [alias.of, alias.kind === 'inverse' ? meant !== true : meant];
}
