import { FaxError, type FaxErrorData } from '../../../app/model/errors.ts';
import { parseSetting, type Setting, type SettingValue } from '../../../app/model/settings.ts';
import { formatMinute } from '../../words/server-words.ts';
import { choiceWords } from './setting-names.ts';
import { rangeWords, settingsWords } from './words.ts';

/** Settings as they stand in the fields: texts of numbers, and switches; only those that were touched. */
export type SettingsDraft = Readonly<Record<string, string | boolean>>;

export type ReadSettings =
  | { readonly ok: true; readonly values: Readonly<Record<string, SettingValue>> }
  | { readonly ok: false; readonly errors: Readonly<Record<string, string>> };

/** The text or switch a setting shows: the draft's, else its value. */
export const shownValue = (setting: Setting, draft: SettingsDraft): string | boolean =>
  draft[setting.name] ?? (typeof setting.value === 'boolean' ? setting.value : String(setting.value));

/** True when the draft says something else than the setting. */
export const isChanged = (setting: Setting, draft: SettingsDraft): boolean =>
  draft[setting.name] !== undefined && String(draft[setting.name]).trim() !== String(setting.value);

/** What of the draft differs, each in its own type; or one sentence for each field outside its range. */
export function readSettings(settings: readonly Setting[], draft: SettingsDraft): ReadSettings {
  const values: Record<string, SettingValue> = {};
  const errors: Record<string, string> = {};
  for (const setting of settings) {
    const text = draft[setting.name];
    if (text === undefined || !isChanged(setting, draft)) continue;
    const read = readOne(setting, text);
    if (read === undefined) errors[setting.name] = `${rangeWords(setting)}.`;
    else values[setting.name] = read;
  }
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, values };
}

function readOne(setting: Setting, given: string | boolean): SettingValue | undefined {
  if (setting.type === 'integer') {
    const value = typeof given === 'string' && /^-?\d{1,9}$/.test(given.trim()) ? Number(given) : Number.NaN;
    return value >= (setting.min ?? 0) && value <= (setting.max ?? Number.MAX_SAFE_INTEGER) ? value : undefined;
  }
  try {
    return parseSetting(setting.name, given);
  } catch (thrown) {
    if (thrown instanceof FaxError) return thrown.code === 'SETTING_UNKNOWN' ? given : undefined;
    throw thrown;
  }
}

type Edge = 'Start' | 'End';

/** One edge of the discount window as a time field has it: `20:00`. */
export function edgeTime(settings: readonly Setting[], draft: SettingsDraft, edge: Edge): string {
  const part = (name: string): number => {
    const setting = settings.find((each) => each.name === name);
    return setting ? Number(shownValue(setting, draft)) : 0;
  };
  return formatMinute(part(`discountRate${edge}Hour`) * 60 + part(`discountRate${edge}Minute`));
}

/** A time field's text as the two settings of its edge; undefined when it is no time. */
export function edgeDraft(edge: Edge, time: string): SettingsDraft | undefined {
  const match = /^(\d{1,2}):(\d{2})$/.exec(time);
  if (!match || Number(match[1]) > 23 || Number(match[2]) > 59) return undefined;
  return {
    [`discountRate${edge}Hour`]: String(Number(match[1])),
    [`discountRate${edge}Minute`]: String(Number(match[2])),
  };
}

/** A setting's usual value in words: `on`, `10`; null where there is nothing to say. */
export function usualWords({ name, default: value, choices, secret }: Setting): string | null {
  if (secret || value === '') return null;
  if (typeof value === 'boolean') return settingsWords.default(value ? settingsWords.on : settingsWords.off);
  return settingsWords.default(choices === null ? String(value) : `“${choiceWords(name, String(value))}”`);
}

/**
 * Beside which fields a refusal of the server belongs: the setting that it names, or the changed archive folders.
 * Empty where it concerns the whole.
 */
export function refusedFields(
  { code, message, next }: FaxErrorData,
  changed: readonly string[],
): Readonly<Record<string, string>> {
  const words = `${message} ${next}`;
  const named = changed.filter((name) => new RegExp(`\\b${name}\\b`).test(message));
  const folders = changed.filter((name) => /^archive.*Directory$/.test(name));
  const fields = named.length > 0 ? named : code.startsWith('ARCHIVE_FOLDER') ? folders : [];
  return Object.fromEntries(fields.map((name) => [name, words]));
}
