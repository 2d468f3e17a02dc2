import type { StoredPagesRef } from '../../app/contract/requests.ts';
import { finalStates, type Job } from '../../app/model/job.ts';
import { outcomeOf } from '../actions/outcome.ts';
import { DownloadIcon, PrintIcon } from '../kit/icons/icons.tsx';
import { jobFileName } from '../words/job-name.ts';
import { type Availability, type Command, type CommandContext, whenLive } from './command.ts';

/** The one fax whose stored pages are meant: the selected job, or the selected received fax. */
interface Stored {
  readonly source: Extract<StoredPagesRef, { id: number }>;
  readonly name: string;
}

function storedOf({ view, facts, jobs }: CommandContext): Stored | null {
  if (view.view === 'jobs') {
    const [job] = jobs;
    if (jobs.length !== 1 || !job || job.pages === 0) return null;
    return { source: { kind: 'job', id: job.id }, name: jobFileName(job) };
  }
  if (view.view !== 'inbox' || view.inbox.selected.size !== 1) return null;
  const message = facts.snapshot?.messages.find((each) => view.inbox.selected.has(each.id));
  if (!message || message.pages === 0) return null;
  const from = message.tsid ?? message.callerId ?? '';
  return {
    source: { kind: 'message', id: message.id },
    name: jobFileName({ id: message.id, number: from, recipient: from === '' ? null : from }),
  };
}

/** The one selected fax that was sent and has ended: it has a proof, whatever the end was. */
function provenOf({ jobs }: CommandContext): Job | null {
  const [job] = jobs;
  return jobs.length === 1 && job?.direction === 'out' && finalStates.has(job.state) ? job : null;
}

const whenStored = (context: CommandContext): Availability => (storedOf(context) ? whenLive(context) : 'hidden');

const save =
  (format: 'pdf' | 'tif') =>
  (context: CommandContext): void => {
    const stored = storedOf(context);
    if (stored) void context.console.jobs.save(stored.source, format, stored.name);
  };

async function print({ console }: CommandContext, source: StoredPagesRef): Promise<void> {
  const outcome = await outcomeOf(() => console.api.shell('print', { source }));
  if (!outcome.ok) console.toasts.showError(outcome.error);
}

/** What can be done with the stored pages of the fax that is selected, sent or received. */
export const pageCommands: readonly Command[] = [
  {
    id: 'fax.savePdf',
    group: 'Selection',
    title: () => 'Save as PDF',
    icon: DownloadIcon,
    keys: ['Ctrl+S'],
    scope: 'window',
    when: whenStored,
    run: save('pdf'),
  },
  {
    id: 'fax.saveTiff',
    group: 'Selection',
    title: () => 'Save as TIFF',
    icon: DownloadIcon,
    scope: 'window',
    when: whenStored,
    run: save('tif'),
  },
  {
    id: 'fax.saveProof',
    group: 'Selection',
    title: () => 'Save the proof',
    icon: DownloadIcon,
    keys: ['Ctrl+Shift+S'],
    scope: 'window',
    when: (context) => (provenOf(context) ? whenLive(context) : 'hidden'),
    run: (context) => {
      const job = provenOf(context);
      if (job) void context.console.jobs.saveProof(job, `Proof of ${jobFileName(job)}`);
    },
  },
  {
    id: 'fax.print',
    group: 'Selection',
    title: () => 'Print',
    icon: PrintIcon,
    keys: ['Ctrl+P'],
    scope: 'window',
    when: whenStored,
    run: (context) => {
      const stored = storedOf(context);
      if (stored) void print(context, stored.source);
    },
  },
];
