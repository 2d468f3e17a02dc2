import { FaxError } from '../../model/errors.ts';
import {
  defaultSettings,
  HIDDEN,
  parseSetting,
  parseSettings,
  type SettingName,
  type Settings,
  type SettingValue,
  settingDefinition,
  settingDefinitions,
} from '../../model/settings.ts';
import type { ServerCore } from './server-core.ts';

/** Looks at settings as they would be; throws a `FaxError` where they do not go together. */
export type SettingsCheck = (next: Settings, changed: ReadonlySet<string>) => Promise<void>;

/** Changes settings: all values of a request or none, at once in force and kept. */
export class SettingsKeeper {
  readonly #core: ServerCore;
  readonly #checks: readonly SettingsCheck[];
  #lastSet: Promise<unknown> = Promise.resolve();

  constructor(core: ServerCore, checks: readonly SettingsCheck[]) {
    this.#core = core;
    this.#checks = checks;
  }

  /** Throws `SETTING_UNKNOWN`, `SETTING_INVALID`, `SETTING_TOO_LONG`, and what the checks throw. */
  set(values: Readonly<Record<string, SettingValue>>): Promise<void> {
    const turn = this.#lastSet.then(() => this.#set(values));
    this.#lastSet = turn.catch(() => undefined);
    return turn;
  }

  async #set(values: Readonly<Record<string, SettingValue>>): Promise<void> {
    const core = this.#core;
    const parsed = Object.entries(parseSettings(values)).filter(([name, value]) => !isUnchangedSecret(name, value));
    const next: Settings = { ...core.settings, ...Object.fromEntries(parsed) };
    const changed = new Set(parsed.map(([name]) => name));
    for (const check of this.#checks) await check(next, changed);
    const secret = parsed.filter(([name]) => isSecret(name));
    const stored = parsed
      .filter(([name]) => !isSecret(name))
      .map(([name, value]) => [name, value === settingDefinition(name).default ? null : value]);
    await this.#keepSecrets(secret);
    try {
      await core.store.putSettings(Object.fromEntries(stored));
    } catch (error) {
      // They are kept apart: none of the values is taken, so what was there before comes back.
      await this.#keepSecrets(secret.map(([name]) => [name, core.settings[name as SettingName]]));
      throw error;
    }
    core.settings = next;
    core.publisher.mark('settings');
    core.wake();
  }

  async #keepSecrets(secrets: readonly (readonly [name: string, value: SettingValue])[]): Promise<void> {
    for (const [name, value] of secrets) {
      await this.#core.secrets.set(name, value === '' ? null : String(value));
      this.#showSecrets();
    }
  }

  /** What a person should know of how passwords are kept. */
  #showSecrets(): void {
    const { secrets } = this.#core;
    const warning = secrets.warning?.() ?? null;
    this.#core.warn('secret-locked', warning && { words: warning.message, next: warning.next });
  }

  /** Takes the secrets that are kept elsewhere into the settings, as far as they can be read here. */
  async loadSecrets(): Promise<void> {
    const core = this.#core;
    for (const { name } of settingDefinitions.filter((definition) => isSecret(definition.name))) {
      try {
        const value = await core.secrets.get(name);
        core.settings = { ...core.settings, [name]: value ?? '' };
        this.#showSecrets();
      } catch (error) {
        if (!(error instanceof FaxError)) throw error;
        core.warn('secret-locked', { words: error.message, next: error.next });
      }
    }
  }
}

/** The settings from what is stored; a stored value that is no longer allowed falls back to its default. */
export function settingsOf(stored: Readonly<Record<string, SettingValue>>): Settings {
  const known = settingDefinitions.flatMap(({ name }) => {
    const value = stored[name];
    if (value === undefined || isSecret(name)) return [];
    try {
      return [[name, parseSetting(name, value)]];
    } catch (error) {
      if (error instanceof FaxError) return [];
      throw error;
    }
  });
  return { ...defaultSettings, ...(Object.fromEntries(known) as Partial<Record<SettingName, never>>) };
}

function isSecret(name: string): boolean {
  const definition = settingDefinition(name);
  return definition.type === 'string' && definition.secret;
}

/** A screen that shows dots gives dots back. */
const isUnchangedSecret = (name: string, value: SettingValue): boolean => value === HIDDEN && isSecret(name);
