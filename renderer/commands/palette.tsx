import { Dialog } from 'radix-ui';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Job } from '../../app/model/job.ts';
import { useConsole } from '../console.tsx';
import { SearchIcon } from '../kit/icons/icons.tsx';
import { Kbd } from '../kit/kbd.tsx';
import { StateBadge } from '../kit/state-badge.tsx';
import { whoOf } from '../words/job-name.ts';
import { jobStateWords } from '../words/job-state.ts';
import { formatNumber } from '../words/number.ts';
import { contextOf } from './command.ts';
import { runCommand } from './registry.ts';
import { type PaletteEntry, searchPalette } from './search.ts';

/** Find a fax or run a command: arrows move, Enter runs, Escape closes. */
export function Palette(): ReactNode {
  const console = useConsole();
  const [context] = useState(() => contextOf(console));
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const entries = useMemo(() => searchPalette(context, text), [context, text]);
  const chosen = entries[Math.min(at, entries.length - 1)];
  const close = (): void => console.view.setState({ overlay: null });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen line may have moved out of sight
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const run = (entry: PaletteEntry | undefined): void => {
    if (!entry) return;
    close();
    if (entry.kind === 'job') showJob(console, entry.job);
    else runCommand(console, entry.command);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((place) => Math.min(Math.max(place + step, 0), entries.length - 1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(chosen);
    }
  };

  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim palette-scrim">
          <Dialog.Content className="sheet palette" aria-describedby={undefined}>
            <Dialog.Title className="sr">Find a fax or run a command</Dialog.Title>
            <div className="palette-field">
              <SearchIcon className="t3" />
              <input
                role="combobox"
                aria-expanded="true"
                aria-controls="palette-list"
                aria-activedescendant={chosen ? `palette-${chosen.id}` : undefined}
                aria-label="Find a fax or run a command"
                placeholder="Search faxes, numbers or commands"
                value={text}
                onChange={(event) => {
                  setText(event.target.value);
                  setAt(0);
                }}
                onKeyDown={onKeyDown}
              />
              <Kbd keys="Escape" />
            </div>
            <div className="palette-list" id="palette-list" role="listbox" aria-label="Found" ref={list} tabIndex={-1}>
              {entries.length === 0 && <p className="t3 s12 p-4">Nothing is called that.</p>}
              {entries.map((entry, index) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox takes the keys
                // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the combobox
                <div
                  key={entry.id}
                  id={`palette-${entry.id}`}
                  role="option"
                  aria-selected={entry === chosen}
                  className="palette-item"
                  onClick={() => run(entry)}
                  onPointerMove={() => setAt(index)}
                >
                  {entry.kind === 'job' ? (
                    <JobLine job={entry.job} />
                  ) : (
                    <CommandLine entry={entry} title={entry.command.title(context)} />
                  )}
                </div>
              ))}
            </div>
          </Dialog.Content>
        </Dialog.Overlay>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function CommandLine({
  entry,
  title,
}: {
  readonly entry: Extract<PaletteEntry, { kind: 'command' }>;
  readonly title: string;
}): ReactNode {
  const { command, availability } = entry;
  const Icon = command.icon;
  const keys = command.keys?.[0];
  return (
    <>
      {Icon ? <Icon className="t2" /> : <span className="i" />}
      <span className={availability === 'yes' ? 'cut' : 'cut t3'}>{title}</span>
      <span className="t3 s12">{command.group}</span>
      <span className="fill" />
      {keys && <Kbd keys={keys} />}
    </>
  );
}

function JobLine({ job }: { readonly job: Job }): ReactNode {
  return (
    <>
      <span style={{ width: 110, flex: 'none' }}>
        <StateBadge state={jobStateWords(job)} />
      </span>
      <span className="cut">{whoOf(job)}</span>
      <span className="t3 s12 tn flex-none">{formatNumber(job.number)}</span>
      <span className="fill" />
      <span className="t2 s12 cut">{job.subject}</span>
    </>
  );
}

/** Shows a fax in the list of all, selected, with its details. */
function showJob(console: ReturnType<typeof useConsole>, job: Job): void {
  console.view.setState({
    view: 'jobs',
    jobFilter: 'all',
    jobSearch: '',
    detailsOpen: true,
    jobs: { selected: new Set([job.id]), focused: job.id, anchor: job.id },
  });
}
