import { type ReactNode, useMemo } from 'react';
import { contextOf } from '../commands/command.ts';
import { commandOf, keysOf, runCommand } from '../commands/registry.ts';
import { useConsole, useFacts, useTicking, useView } from '../console.tsx';
import { Tooltip } from '../kit/tooltip.tsx';
import { countJobs, startOfToday } from '../stores/job-filters.ts';
import type { JobFilter, ViewName } from '../stores/view.ts';
import { formatCount } from '../words/plural.ts';
import { frameWords } from './words.ts';

interface Entry {
  readonly command: string;
  readonly view: ViewName;
  readonly filter?: JobFilter;
  readonly count?: string;
  readonly tone?: 'hot' | 'new';
}

/** The views with their live counts; Ctrl 1 to 9 in this order. */
export function Rail(): ReactNode {
  const jobs = useFacts((facts) => facts.snapshot?.jobs);
  const ports = useFacts((facts) => facts.snapshot?.ports);
  const messages = useFacts((facts) => facts.snapshot?.messages);
  const today = useTicking(startOfToday);
  const counts = useMemo(() => countJobs(jobs ?? [], today), [jobs, today]);
  const unread = useMemo(() => messages?.filter((message) => !message.read).length ?? 0, [messages]);
  const show = (count: number): string => (count === 0 ? '' : formatCount(count));
  const usable = ports?.filter((port) => port.state !== 'offline' && port.state !== 'out-of-service').length ?? 0;
  const all = ports?.length ?? 0;

  return (
    <nav className="rail" aria-label={frameWords.views} data-region="rail">
      <Group
        title={frameWords.groups.jobs}
        entries={[
          { command: 'view.jobs', view: 'jobs', filter: 'all', count: show(counts.all) },
          { command: 'view.jobs.active', view: 'jobs', filter: 'active', count: show(counts.active) },
          { command: 'view.jobs.waiting', view: 'jobs', filter: 'waiting', count: show(counts.waiting) },
          { command: 'view.jobs.scheduled', view: 'jobs', filter: 'scheduled', count: show(counts.scheduled) },
          { command: 'view.jobs.failed', view: 'jobs', filter: 'failed', count: show(counts.failed), tone: 'hot' },
          { command: 'view.jobs.delivered', view: 'jobs', filter: 'delivered', count: show(counts.delivered) },
        ]}
      />
      <Group
        title={frameWords.groups.received}
        entries={[{ command: 'view.inbox', view: 'inbox', count: show(unread), tone: 'new' }]}
      />
      <Group
        title={frameWords.groups.office}
        entries={[
          { command: 'view.ports', view: 'ports', count: usable < all ? `${usable} of ${all}` : show(all) },
          { command: 'view.covers', view: 'covers' },
        ]}
      />
      <div className="end">
        <Group entries={[{ command: 'view.settings', view: 'settings' }]} />
      </div>
    </nav>
  );
}

function Group({ title, entries }: { readonly title?: string; readonly entries: readonly Entry[] }): ReactNode {
  return (
    <>
      {title && <h2>{title}</h2>}
      <ul>
        {entries.map((entry) => (
          <li key={entry.command}>
            <RailEntry entry={entry} />
          </li>
        ))}
      </ul>
    </>
  );
}

function RailEntry({ entry }: { readonly entry: Entry }): ReactNode {
  const console = useConsole();
  const isCurrent = useView(
    (view) => view.view === entry.view && (entry.filter === undefined || view.jobFilter === entry.filter),
  );
  const command = commandOf(entry.command);
  if (!command) return null;
  const title = command.title(contextOf(console));
  const Icon = command.icon;
  return (
    <Tooltip words={title} keys={keysOf(entry.command)} side="right">
      <button type="button" aria-current={isCurrent ? 'page' : undefined} onClick={() => runCommand(console, command)}>
        {Icon && <Icon />}
        <span className="cut label">{title}</span>
        {entry.count && <span className={`n ${entry.tone ?? ''}`}>{entry.count}</span>}
      </button>
    </Tooltip>
  );
}
