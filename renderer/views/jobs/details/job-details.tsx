import type { KeyboardEvent, ReactNode } from 'react';
import type { Job } from '../../../../app/model/job.ts';
import { contextOf } from '../../../commands/command.ts';
import { menuEntries } from '../../../commands/menu-entries.ts';
import { commandOf, keysOf } from '../../../commands/registry.ts';
import { useConsole, useFacts, useView } from '../../../console.tsx';
import { Button, IconButton } from '../../../kit/button.tsx';
import { ChevronDownIcon, MoreIcon } from '../../../kit/icons/icons.tsx';
import { Menu } from '../../../kit/menu.tsx';
import { Tabs } from '../../../kit/tabs.tsx';
import { isLive } from '../../../stores/server-facts.ts';
import { JobPages } from './job-pages.tsx';
import { ProgressPanel } from './progress-panel.tsx';
import { detailsWords } from './words.ts';

/** The details of the focused fax, under the list: Escape gives the focus back to its row. */
export function JobDetails({ job }: { readonly job: Job }): ReactNode {
  const { view } = useConsole();
  const tab = useView((state) => state.detailsTab);
  const back = (): void => {
    const row = document.querySelector<HTMLElement>(`.list-row[data-id="${job.id}"]`);
    row?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    back();
  };
  const close = (): void => {
    back();
    view.setState({ detailsOpen: false });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape inside goes back to the row
    <div className="fill flex flex-col" data-region="details" onKeyDown={onKeyDown}>
      <Tabs
        label={detailsWords.label}
        value={tab}
        onChange={(detailsTab) => view.setState({ detailsTab })}
        tabs={[
          { value: 'progress', label: detailsWords.tabs.progress, panel: <ProgressPanel key={job.id} job={job} /> },
          { value: 'pages', label: detailsWords.tabs.pages, panel: <JobPages key={job.id} job={job} /> },
        ]}
        beside={<Verbs onClose={close} />}
      />
    </div>
  );
}

const verbs = ['job.tryNow', 'job.pause', 'job.sendNow', 'job.change', 'job.cancel'] as const;
const moreVerbs = ['job.copyNumber', 'fax.savePdf', 'fax.saveTiff', 'fax.saveProof', 'fax.print'] as const;

/** The acts that the fax allows now, from the registry. */
function Verbs({ onClose }: { readonly onClose: () => void }): ReactNode {
  const console = useConsole();
  useView((state) => state.jobs);
  useFacts((facts) => isLive(facts));
  const context = contextOf(console);
  const entries = menuEntries(console, context, verbs);
  return (
    <div className="row flex-none">
      {entries.map((entry) =>
        entry.kind === 'item' ? (
          <Button
            key={entry.id}
            kind={entry.danger ? 'danger' : 'plain'}
            {...(entry.icon ? { icon: entry.icon } : {})}
            keys={context.view.singleKeys || (keysOf(entry.id)?.length ?? 0) > 1 ? entry.keys : undefined}
            aria-disabled={entry.disabled}
            title={commandOf(entry.id)?.title(context)}
            onClick={entry.onSelect}
          >
            <span className="verb-words">{entry.label}</span>
          </Button>
        ) : null,
      )}
      <span className="vr" />
      <Menu entries={menuEntries(console, context, moreVerbs)}>
        <button type="button" className="btn quiet ico" aria-label={detailsWords.more}>
          <MoreIcon />
        </button>
      </Menu>
      <IconButton icon={ChevronDownIcon} label={detailsWords.close} onClick={onClose} />
    </div>
  );
}
