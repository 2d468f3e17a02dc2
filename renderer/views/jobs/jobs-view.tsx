import { type ReactNode, useDeferredValue, useMemo, useRef } from 'react';
import type { Job } from '../../../app/model/job.ts';
import { contextOf } from '../../commands/command.ts';
import { menuEntries } from '../../commands/menu-entries.ts';
import { commandOf, keysOf } from '../../commands/registry.ts';
import { useConsole, useFacts, useTicking, useView } from '../../console.tsx';
import { NoFacts } from '../../frame/no-facts.tsx';
import { StaleNote } from '../../frame/stale-note.tsx';
import { Button, IconButton } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { CloseIcon, MoreIcon, SearchIcon, SendIcon } from '../../kit/icons/icons.tsx';
import { Menu } from '../../kit/menu.tsx';
import { SplitPane } from '../../kit/split-pane.tsx';
import { isInFilter, matchesSearch, startOfToday } from '../../stores/job-filters.ts';
import { openSend } from '../../stores/view.ts';
import { formatCount } from '../../words/plural.ts';
import { JobDetails } from './details/job-details.tsx';
import { detailsWords } from './details/words.ts';
import { JobsTable } from './jobs-table.tsx';
import { jobsWords } from './words.ts';

const none: readonly Job[] = [];

/** The jobs: a head with the quick filter, the table, and the details of the focused fax under it. */
export function JobsView(): ReactNode {
  const { view } = useConsole();
  const filter = useView((state) => state.jobFilter);
  const search = useDeferredValue(useView((state) => state.jobSearch));
  const jobs = useFacts((facts) => facts.snapshot?.jobs ?? none);
  const loaded = useFacts((facts) => facts.snapshot !== null);
  const today = useTicking(startOfToday);
  const shown = useMemo(
    () => jobs.filter((job) => isInFilter(job, filter, today) && matchesSearch(job, search)),
    [jobs, filter, today, search],
  );
  const detailsOpen = useView((state) => state.detailsOpen);
  const height = useView((state) => state.detailsHeight);
  const focused = useView((state) => state.jobs.focused);
  const job = shown.find((each) => each.id === focused);
  return (
    <>
      <JobsHeadBar count={shown.length} />
      <StaleNote />
      {!loaded ? (
        <NoFacts />
      ) : shown.length === 0 ? (
        <NoJobs searching={search !== ''} />
      ) : (
        <SplitPane
          top={<JobsTable jobs={shown} />}
          bottom={detailsOpen && job ? <JobDetails job={job} /> : null}
          bottomLabel={detailsWords.label}
          height={height}
          onHeight={(next) => view.setState({ detailsHeight: next })}
        />
      )}
    </>
  );
}

function JobsHeadBar({ count }: { readonly count: number }): ReactNode {
  const console = useConsole();
  const known = useFacts((facts) => facts.snapshot !== null);
  const filter = useView((state) => state.jobFilter);
  const selected = useView((state) => state.jobs.selected.size);
  const isCut = useFacts(({ snapshot }) => (snapshot?.jobs.length ?? 0) >= jobsWords.newest);
  return (
    <div className="head">
      <h1>{jobsWords.titles[filter]}</h1>
      {known && <span className="count">{formatCount(count)}</span>}
      {isCut && <span className="s12 t3 cut">{jobsWords.newestOnly}</span>}
      <span className="vr" />
      <QuickFilter />
      {selected > 1 && <SelectionBar count={selected} />}
      <span className="fill" />
      <MoreMenu />
      <Button kind="primary" icon={SendIcon} title={keysOf('fax.new')} onClick={() => openSend(console.view)}>
        {jobsWords.newFax}
      </Button>
    </div>
  );
}

function QuickFilter(): ReactNode {
  const { view } = useConsole();
  const search = useView((state) => state.jobSearch);
  const input = useRef<HTMLInputElement>(null);
  const clear = (): void => view.setState({ jobSearch: '' });
  return (
    <div className="field search" style={{ width: 200, flex: '0 1 200px' }}>
      <SearchIcon className="t3" />
      <input
        ref={input}
        value={search}
        placeholder={jobsWords.filterPlaceholder}
        aria-label={jobsWords.search}
        onChange={(event) => view.setState({ jobSearch: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && search !== '') clear();
          if (event.key === 'ArrowDown') document.querySelector<HTMLElement>('.list-row[tabindex="0"]')?.focus();
        }}
      />
      {search !== '' && (
        <button type="button" className="chip-clear" aria-label={jobsWords.clearSearch} onClick={clear}>
          <CloseIcon size={12} />
        </button>
      )}
    </div>
  );
}

/** Commands on several faxes at once. */
function SelectionBar({ count }: { readonly count: number }): ReactNode {
  const console = useConsole();
  const context = contextOf(console);
  const entries = menuEntries(console, context, ['job.tryNow', 'job.pause', 'job.sendNow', 'job.cancel']);
  return (
    <>
      <span className="vr" />
      <span className="s12 t2 flex-none">{jobsWords.selected(count)}</span>
      {entries.map((entry) => {
        const command = entry.kind === 'item' ? commandOf(entry.id) : undefined;
        if (entry.kind !== 'item' || !command?.icon) return null;
        return (
          <IconButton
            key={entry.id}
            icon={command.icon}
            label={entry.label}
            keys={entry.keys}
            kind={entry.danger ? 'danger' : 'quiet'}
            disabled={entry.disabled ?? false}
            onClick={entry.onSelect}
          />
        );
      })}
    </>
  );
}

const moreMenu = [
  'job.selectAll',
  '-',
  'fax.paste',
  'sending.pause',
  '-',
  'density.compact',
  'density.normal',
  'density.roomy',
  '-',
  'help.keys',
];

function MoreMenu(): ReactNode {
  const console = useConsole();
  // The entries are made anew at each drawing of the view, so that they fit the selection.
  useView((state) => state.jobs);
  useView((state) => state.density);
  return (
    <Menu entries={menuEntries(console, contextOf(console), moreMenu)}>
      <button type="button" className="btn quiet ico" aria-label={jobsWords.more}>
        <MoreIcon />
      </button>
    </Menu>
  );
}

function NoJobs({ searching }: { readonly searching: boolean }): ReactNode {
  const { view } = useConsole();
  const filter = useView((state) => state.jobFilter);
  const words = searching ? jobsWords.noMatch : jobsWords.empty[filter];
  const icon = commandOf(filter === 'all' ? 'view.jobs' : `view.jobs.${filter}`)?.icon ?? SearchIcon;
  return (
    <EmptyState
      icon={searching ? SearchIcon : icon}
      title={words.title}
      words={words.words}
      act={
        searching ? (
          <Button onClick={() => view.setState({ jobSearch: '' })}>{jobsWords.clearSearch}</Button>
        ) : (
          <Button kind="primary" icon={SendIcon} onClick={() => openSend(view)}>
            {jobsWords.newFax}
          </Button>
        )
      }
    />
  );
}
