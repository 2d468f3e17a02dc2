import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { FaxErrorData } from '../../../app/model/errors.ts';
import type { Setting } from '../../../app/model/settings.ts';
import { useConsole, useFacts } from '../../console.tsx';
import { StaleNote } from '../../frame/stale-note.tsx';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import { ErrorNote } from '../../kit/note.tsx';
import { Switch } from '../../kit/switch.tsx';
import { isLive } from '../../stores/server-facts.ts';
import { About } from './about.tsx';
import { Appearance } from './appearance.tsx';
import { DiscountSettings } from './discount-settings.tsx';
import { isChanged, readSettings, type SettingsDraft, shownValue, valueWords } from './settings-draft.ts';
import { groupOf, nameWords, rangeWords, type SettingGroup, settingsWords } from './words.ts';

const none: readonly Setting[] = [];
const listed: readonly SettingGroup[] = ['sending', 'receiving', 'banner', 'queue', 'other'];

/** Every setting of the server in groups, saved as one; then how the window looks. */
export function SettingsView(): ReactNode {
  const { office, toasts } = useConsole();
  const settings = useFacts((facts) => facts.snapshot?.settings ?? none);
  const live = useFacts(isLive);
  // Without facts there are no settings to show: why stands in their place.
  const unknown = useFacts((facts) => (facts.snapshot === null ? facts.error : null));
  const [draft, setDraft] = useState<SettingsDraft>({});
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [refused, setRefused] = useState<FaxErrorData | null>(null);
  const trouble = refused ?? unknown;
  const change = (changes: SettingsDraft): void => setDraft((before) => ({ ...before, ...changes }));
  const changed = settings.filter((setting) => isChanged(setting, draft)).length;

  const revert = (): void => {
    setDraft({});
    setErrors({});
    setRefused(null);
  };
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const read = readSettings(settings, draft);
    setErrors(read.ok ? {} : read.errors);
    setRefused(null);
    if (!read.ok) return;
    const outcome = await office.setSettings(read.values);
    if (!outcome.ok) return setRefused(outcome.error);
    revert();
    toasts.show({ tone: 'good', title: settingsWords.saved });
  };

  return (
    <>
      <div className="head">
        <h1>{settingsWords.title}</h1>
      </div>
      <StaleNote />
      <form className="fill flex flex-col" onSubmit={(event) => void save(event)} noValidate>
        <div className="settings">
          {trouble && (
            <div className="mt-3">
              <ErrorNote error={trouble} />
            </div>
          )}
          {listed.map((group) => (
            <Group
              key={group}
              group={group}
              settings={settings.filter((setting) => groupOf(setting.name) === group)}
              draft={draft}
              errors={errors}
              onChange={change}
            />
          ))}
          {settings.some((setting) => groupOf(setting.name) === 'discount') && (
            <DiscountSettings settings={settings} draft={draft} onChange={change} />
          )}
          <Appearance />
          <About />
        </div>
        {changed > 0 && (
          <div className="settings-foot">
            <span className="s12 t2">{settingsWords.changed}</span>
            <span className="fill" />
            <Button onClick={revert}>{settingsWords.revert}</Button>
            <Button kind="primary" type="submit" disabled={!live}>
              {settingsWords.save}
            </Button>
          </div>
        )}
      </form>
    </>
  );
}

interface GroupProps {
  readonly group: SettingGroup;
  readonly settings: readonly Setting[];
  readonly draft: SettingsDraft;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (changes: SettingsDraft) => void;
}

function Group({ group, settings, draft, errors, onChange }: GroupProps): ReactNode {
  if (settings.length === 0) return null;
  return (
    <section className="settings-group" aria-label={settingsWords.groups[group]}>
      <h2>{settingsWords.groups[group]}</h2>
      {settings.map((setting) => (
        <SettingRow
          key={setting.name}
          setting={setting}
          value={shownValue(setting, draft)}
          changed={isChanged(setting, draft)}
          error={errors[setting.name]}
          onChange={(value) => onChange({ [setting.name]: value })}
        />
      ))}
    </section>
  );
}

interface SettingRowProps {
  readonly setting: Setting;
  readonly value: string | boolean;
  readonly changed: boolean;
  readonly error: string | undefined;
  readonly onChange: (value: string | boolean) => void;
}

function SettingRow({ setting, value, changed, error, onChange }: SettingRowProps): ReactNode {
  const wordsId = useId();
  const usual = settingsWords.default(valueWords(setting.default));
  const hint = [rangeWords(setting), usual].filter(Boolean).join(', ');
  return (
    <div className={changed ? 'setting changed' : 'setting'}>
      <div>
        <p className="m setting-name">{nameWords(setting.name)}</p>
        <p className="t2 s12" id={wordsId}>
          {setting.locked ? settingsWords.locked : setting.words}
        </p>
      </div>
      <div className="control">
        {typeof value === 'boolean' ? (
          <>
            <Switch
              label={nameWords(setting.name)}
              labelHidden
              checked={value}
              disabled={setting.locked}
              describedBy={wordsId}
              onChange={onChange}
            />
            <p className="hint">{usual}</p>
          </>
        ) : (
          <Field
            label={nameWords(setting.name)}
            labelHidden
            className="tn"
            style={{ width: setting.type === 'integer' ? 96 : undefined }}
            inputMode={setting.type === 'integer' ? 'numeric' : 'text'}
            value={value}
            disabled={setting.locked}
            hint={hint}
            error={error}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </div>
    </div>
  );
}
