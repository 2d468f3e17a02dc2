import { type ReactNode, useId } from 'react';
import { HIDDEN, type Setting } from '../../../app/model/settings.ts';
import { Field } from '../../kit/field.tsx';
import { Select } from '../../kit/select.tsx';
import { Switch } from '../../kit/switch.tsx';
import { choiceWords, nameWords } from './setting-names.ts';
import { usualWords } from './settings-draft.ts';
import { rangeWords, settingsWords } from './words.ts';

export interface SettingRowProps {
  readonly setting: Setting;
  readonly value: string | boolean;
  readonly changed: boolean;
  readonly error: string | undefined;
  readonly onChange: (value: string | boolean) => void;
}

/** A setting: what it is, and the control that its type asks for, with range and usual value. */
export function SettingRow({ setting, value, changed, error, onChange }: SettingRowProps): ReactNode {
  const wordsId = useId();
  return (
    <div className={changed ? 'setting changed' : 'setting'}>
      <div>
        <p className="m setting-name">{nameWords(setting.name)}</p>
        <p className="t2 s12" id={wordsId}>
          {setting.locked ? settingsWords.locked : setting.words}
        </p>
      </div>
      <div className="control">
        <Control setting={setting} value={value} error={error} wordsId={wordsId} onChange={onChange} />
      </div>
    </div>
  );
}

interface ControlProps extends Omit<SettingRowProps, 'changed'> {
  readonly wordsId: string;
}

function Control({ setting, value, error, wordsId, onChange }: ControlProps): ReactNode {
  const { name, type, choices, secret, locked } = setting;
  const label = nameWords(name);
  const hint = [rangeWords(setting), usualWords(setting)].filter(Boolean).join(', ');
  if (typeof value === 'boolean')
    return (
      <>
        <Switch label={label} labelHidden checked={value} disabled={locked} describedBy={wordsId} onChange={onChange} />
        <p className={error ? 'hint bad' : 'hint'}>{error ?? hint}</p>
      </>
    );
  if (choices !== null)
    return (
      <Select
        label={label}
        labelHidden
        hint={hint}
        error={error}
        value={value}
        disabled={locked}
        options={choices.map((choice) => ({ value: choice, label: choiceWords(name, choice) }))}
        onChange={onChange}
      />
    );
  return (
    <Field
      label={label}
      labelHidden
      className="tn"
      type={secret ? 'password' : 'text'}
      style={{ width: type === 'integer' ? 96 : undefined }}
      inputMode={type === 'integer' && (setting.min ?? 0) >= 0 ? 'numeric' : 'text'}
      value={value}
      disabled={locked}
      hint={hint}
      error={error}
      // The dots stand for a text that is not here: whoever types begins a new one.
      onFocus={(event) => secret && value === HIDDEN && event.target.select()}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
