import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { FaxErrorData } from '../../../app/model/errors.ts';
import type { Setting, SettingGroup } from '../../../app/model/settings.ts';
import { useConsole, useFacts } from '../../console.tsx';
import { StaleNote } from '../../frame/stale-note.tsx';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { SearchIcon } from '../../kit/icons/icons.tsx';
import { ErrorNote } from '../../kit/note.tsx';
import { isLive } from '../../stores/server-facts.ts';
import { About } from './about.tsx';
import { Appearance } from './appearance.tsx';
import { DiscountSettings } from './discount-settings.tsx';
import { MailTest } from './mail-test.tsx';
import { RetryTable } from './retry-table.tsx';
import { groupNames, nameWords } from './setting-names.ts';
import { SettingRow } from './setting-row.tsx';
import { SettingsContents, SettingsSearch } from './settings-contents.tsx';
import { isChanged, readSettings, refusedFields, type SettingsDraft, shownValue } from './settings-draft.ts';
import { settingsWords } from './words.ts';

const none: readonly Setting[] = [];
const noErrors: Readonly<Record<string, string>> = {};

/** Settings of the two retries that every outcome follows; the others of their group stand in the table. */
const isRetryRow = ({ name, group }: Setting): boolean =>
  group === 'retries' && name !== 'retries' && name !== 'retryDelay';

/** Kept for scripts alone: last of its group. */
const isInert = ({ name }: Setting): boolean => name === 'serverMapiProfile';

/** True where a setting's name, its own name or its words hold the text. */
export function fits({ name, words, group }: Setting, search: string): boolean {
  const text = search.trim().toLowerCase();
  const heading = groupNames[group as SettingGroup] ?? group;
  return [nameWords(name), name, words, heading].some((each) => each.toLowerCase().includes(text));
}

/** Every setting of the server in groups, saved as one; then how the window looks. */
export function SettingsView(): ReactNode {
  const { office, toasts } = useConsole();
  const all = useFacts((facts) => facts.snapshot?.settings ?? none);
  const live = useFacts(isLive);
  // Without facts there are no settings to show: why stands in their place.
  const unknown = useFacts((facts) => (facts.snapshot === null ? facts.error : null));
  const [draft, setDraft] = useState<SettingsDraft>({});
  const [errors, setErrors] = useState(noErrors);
  const [refused, setRefused] = useState<FaxErrorData | null>(null);
  const [search, setSearch] = useState('');
  const list = useRef<HTMLDivElement>(null);
  // Whoever saved is taken to the first field that was refused, wherever it stands.
  useEffect(() => {
    if (errors !== noErrors) list.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);
  const settings = all.filter(({ aliasOf }) => aliasOf === null);
  const changed = settings.filter((setting) => isChanged(setting, draft)).length;

  const revert = (): void => {
    setDraft({});
    setErrors(noErrors);
    setRefused(null);
  };
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const read = readSettings(settings, draft);
    setErrors(read.ok ? noErrors : read.errors);
    setRefused(null);
    if (!read.ok) return setSearch('');
    const outcome = await office.setSettings(read.values);
    if (!outcome.ok) {
      setErrors(refusedFields(outcome.error, Object.keys(read.values)));
      return setRefused(outcome.error);
    }
    revert();
    toasts.show({ tone: 'good', title: settingsWords.saved });
  };

  const shown = settings.filter((setting) => fits(setting, search));
  const groups = groupsOf(settings).filter((group) => shown.some((setting) => setting.group === group));
  const trouble = refused ?? unknown;
  const whole = search.trim() === '';
  return (
    <>
      <div className="head">
        <h1>{settingsWords.title}</h1>
        <span className="fill" />
        <SettingsSearch value={search} onChange={setSearch} />
      </div>
      <StaleNote />
      <form className="fill flex flex-col" onSubmit={(event) => void save(event)} noValidate>
        <div className="settings-body">
          <SettingsContents
            groups={[
              ...groups.map((group) => [group, groupNames[group]] as const),
              ...(whole
                ? ([
                    ['appearance', settingsWords.appearanceGroup],
                    ['about', settingsWords.aboutGroup],
                  ] as const)
                : []),
            ]}
          />
          <div className="settings" ref={list}>
            {trouble && (
              <div className="mt-3">
                <ErrorNote error={trouble} />
              </div>
            )}
            {!whole && groups.length === 0 && <EmptyState icon={SearchIcon} {...settingsWords.nothingFound} />}
            {groups.map((group) => (
              <Group
                key={group}
                group={group}
                settings={group === 'discount' ? settings : shown}
                draft={draft}
                errors={errors}
                unsaved={changed > 0}
                onChange={(changes) => setDraft((before) => ({ ...before, ...changes }))}
              />
            ))}
            {whole && <Appearance />}
            {whole && <About />}
          </div>
        </div>
        {changed > 0 && (
          <div className="settings-foot">
            <span className="s12 t2">{settingsWords.changed(changed)}</span>
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

/** The groups that have a setting, in the order of the screen. */
const groupsOf = (settings: readonly Setting[]): readonly SettingGroup[] =>
  (Object.keys(groupNames) as readonly SettingGroup[]).filter((group) =>
    settings.some((setting) => setting.group === group),
  );

interface GroupProps {
  readonly group: SettingGroup;
  readonly settings: readonly Setting[];
  readonly draft: SettingsDraft;
  readonly errors: Readonly<Record<string, string>>;
  readonly unsaved: boolean;
  readonly onChange: (changes: SettingsDraft) => void;
}

function Group({ group, settings, draft, errors, unsaved, onChange }: GroupProps): ReactNode {
  if (group === 'discount') return <DiscountSettings settings={settings} draft={draft} onChange={onChange} />;
  const own = settings
    .filter((setting) => setting.group === group)
    .toSorted((a, b) => Number(isInert(a)) - Number(isInert(b)));
  return (
    <section className="settings-group" id={`settings-${group}`} aria-label={groupNames[group]}>
      <h2>{groupNames[group]}</h2>
      {own
        .filter((setting) => !isRetryRow(setting))
        .map((setting) => (
          <SettingRow
            key={setting.name}
            setting={setting}
            value={shownValue(setting, draft)}
            changed={isChanged(setting, draft)}
            error={errors[setting.name]}
            onChange={(value) => onChange({ [setting.name]: value })}
          />
        ))}
      {group === 'retries' && (
        <RetryTable settings={own.filter(isRetryRow)} draft={draft} errors={errors} onChange={onChange} />
      )}
      {group === 'receipts' && <MailTest unsaved={unsaved} />}
    </section>
  );
}
