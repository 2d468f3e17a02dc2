import type { ReactNode } from 'react';
import { type RetryPart, retryOutcomes, retryRowName } from '../../../app/model/retry-table.ts';
import type { Setting } from '../../../app/model/settings.ts';
import { Field } from '../../kit/field.tsx';
import { Switch } from '../../kit/switch.tsx';
import { isChanged, type SettingsDraft, shownValue } from './settings-draft.ts';
import { settingsWords } from './words.ts';

export interface RetryTableProps {
  readonly settings: readonly Setting[];
  readonly draft: SettingsDraft;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (changes: SettingsDraft) => void;
}

/** Says that a value is the server's own. */
const AS_SERVER = '-1';

/** Retries by how the attempt ended: an empty field is as the server's two values. */
export function RetryTable({ settings, draft, errors, onChange }: RetryTableProps): ReactNode {
  const words = settingsWords.retryTable;
  const rows = retryOutcomes.filter(({ outcome }) =>
    settings.some(({ name }) => name === retryRowName(outcome, 'Retries')),
  );
  if (rows.length === 0) return null;
  const find = (name: string): Setting | undefined => settings.find((setting) => setting.name === name);
  const cellOf = (part: RetryPart, row: (typeof rows)[number], label: string): ReactNode => {
    const setting = find(retryRowName(row.outcome, part));
    if (setting === undefined) return null;
    return (
      <Cell
        setting={setting}
        value={shownValue(setting, draft)}
        changed={isChanged(setting, draft)}
        error={errors[setting.name]}
        label={words.cell(label, row.words)}
        onChange={(value) => onChange({ [setting.name]: value })}
      />
    );
  };
  return (
    <div className="retry-table">
      <h3 className="m">{words.title}</h3>
      <p className="t2 s12">{words.words}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.outcome}</th>
            <th scope="col">{words.retries}</th>
            <th scope="col">{words.delay}</th>
            <th scope="col">{words.otherLine}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.outcome}>
              <th scope="row">{row.words.charAt(0).toUpperCase() + row.words.slice(1)}</th>
              <td>{cellOf('Retries', row, words.retries)}</td>
              <td>{cellOf('Delay', row, words.delay)}</td>
              <td>{cellOf('OtherPort', row, words.otherLine)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  readonly setting: Setting;
  readonly value: string | boolean;
  readonly changed: boolean;
  readonly error: string | undefined;
  readonly label: string;
  readonly onChange: (value: string | boolean) => void;
}

function Cell({ setting, value, changed, error, label, onChange }: CellProps): ReactNode {
  if (typeof value === 'boolean')
    return <Switch label={label} labelHidden checked={value} disabled={setting.locked} onChange={onChange} />;
  return (
    <Field
      label={label}
      labelHidden
      className={changed ? 'tn changed' : 'tn'}
      inputMode="numeric"
      placeholder={settingsWords.retryTable.asServer}
      value={value === AS_SERVER ? '' : value}
      disabled={setting.locked}
      error={error}
      onChange={(event) => onChange(event.target.value.trim() === '' ? AS_SERVER : event.target.value)}
    />
  );
}
