import type { ReactNode } from 'react';
import { CloseIcon, SearchIcon } from '../../kit/icons/icons.tsx';
import { settingsWords } from './words.ts';

export interface SettingsContentsProps {
  /** What is there to jump to: the end of the section's id, and its heading. */
  readonly groups: readonly (readonly [id: string, name: string])[];
}

/** Jumps to a group of settings; the focus goes along. */
export function SettingsContents({ groups }: SettingsContentsProps): ReactNode {
  const go = (id: string): void => {
    const section = document.getElementById(`settings-${id}`);
    const list = section?.parentElement;
    // Not `scrollIntoView`: it would move the frame around the list as well.
    if (section && list) list.scrollTop += section.getBoundingClientRect().top - list.getBoundingClientRect().top;
    section?.querySelector<HTMLElement>('button, input')?.focus({ preventScroll: true });
  };
  return (
    <nav className="settings-contents" aria-label={settingsWords.contents}>
      {groups.map(([id, name]) => (
        <button key={id} type="button" onClick={() => go(id)}>
          {name}
        </button>
      ))}
    </nav>
  );
}

/** Narrows the settings down to those that fit. */
export function SettingsSearch(props: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  const { value, onChange } = props;
  return (
    <div className="field search settings-search">
      <SearchIcon className="t3" />
      <input
        aria-label={settingsWords.search}
        placeholder={settingsWords.search}
        value={value}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          event.preventDefault();
          onChange('');
        }}
      />
      {value !== '' && (
        <button
          type="button"
          className="search-clear"
          aria-label={settingsWords.clearSearch}
          onClick={() => onChange('')}
        >
          <CloseIcon size={12} />
        </button>
      )}
    </div>
  );
}
