import type { Job } from '../../app/model/job.ts';
import type { BulkCommand } from '../actions/bulk-summary.ts';
import { copyText } from '../actions/copy-text.ts';
import { allowing } from '../actions/job-actions.ts';
import {
  ChangeIcon,
  CloseIcon,
  CopyIcon,
  DocumentIcon,
  ListLinesIcon,
  PauseIcon,
  PlayIcon,
  RetryIcon,
  SendIcon,
} from '../kit/icons/icons.tsx';
import { selectAll } from '../stores/selection.ts';
import { plural } from '../words/plural.ts';
import { type Availability, type Command, type CommandContext, whenLive } from './command.ts';

/** Offered where at least one selected fax allows it. */
function whenAllowed(command: BulkCommand) {
  return (context: CommandContext): Availability =>
    allowing(context.jobs, command).length === 0 ? 'hidden' : whenLive(context);
}

const whenOne = ({ jobs }: CommandContext): Availability => (jobs.length === 1 ? 'yes' : 'hidden');
const run =
  (command: BulkCommand) =>
  ({ console, jobs }: CommandContext): void =>
    void console.jobs.run(command, jobs);

/** The act on one fax, or on as many as allow it. */
const counted = (command: BulkCommand, one: string, other: string) => (context: CommandContext) =>
  context.jobs.length <= 1 ? one : plural(allowing(context.jobs, command).length, { one: other, other });

const first = (context: CommandContext, act: (job: Job) => void): void => {
  const [job] = context.jobs;
  if (job) act(job);
};

async function copyNumber({ console }: CommandContext, job: Job): Promise<void> {
  if (await copyText(console, job.number)) console.toasts.show({ title: 'Number copied' });
}

/** What can be done to the selected faxes. */
export const jobCommands: readonly Command[] = [
  {
    id: 'job.tryNow',
    group: 'Selection',
    title: counted('restart', 'Try now', 'Try # now'),
    icon: RetryIcon,
    keys: ['R'],
    scope: 'list',
    when: whenAllowed('restart'),
    run: run('restart'),
  },
  {
    id: 'job.pause',
    group: 'Selection',
    title: (context) =>
      allowing(context.jobs, 'pause').length > 0
        ? counted('pause', 'Pause', 'Pause #')(context)
        : counted('resume', 'Resume', 'Resume #')(context),
    icon: PauseIcon,
    keys: ['P'],
    scope: 'list',
    when: (context) => {
      const some = allowing(context.jobs, 'pause').length + allowing(context.jobs, 'resume').length;
      return some === 0 ? 'hidden' : whenLive(context);
    },
    run: (context) => run(allowing(context.jobs, 'pause').length > 0 ? 'pause' : 'resume')(context),
  },
  {
    id: 'job.resume',
    group: 'Selection',
    title: counted('resume', 'Resume', 'Resume #'),
    icon: PlayIcon,
    scope: 'list',
    inPalette: false,
    when: whenAllowed('resume'),
    run: run('resume'),
  },
  {
    id: 'job.sendNow',
    group: 'Selection',
    title: counted('sendNow', 'Send now, full rate', 'Send # now, full rate'),
    icon: SendIcon,
    keys: ['N'],
    scope: 'list',
    when: whenAllowed('sendNow'),
    run: run('sendNow'),
  },
  {
    id: 'job.change',
    group: 'Selection',
    title: () => 'Change',
    icon: ChangeIcon,
    keys: ['E'],
    scope: 'list',
    when: (context) => {
      const [job] = context.jobs;
      return context.jobs.length === 1 && job?.allowed.includes('alter') ? whenLive(context) : 'hidden';
    },
    run: (context) =>
      first(context, (job) => context.console.view.setState({ overlay: { kind: 'changeJob', id: job.id } })),
  },
  {
    id: 'job.cancel',
    group: 'Selection',
    title: counted('cancel', 'Cancel fax', 'Cancel #'),
    icon: CloseIcon,
    keys: ['Delete'],
    scope: 'list',
    danger: true,
    when: whenAllowed('cancel'),
    run: ({ console, jobs }) => {
      const ids = allowing(jobs, 'cancel').map((job) => job.id);
      console.view.setState({ overlay: { kind: 'cancelJobs', ids } });
    },
  },
  {
    id: 'job.copyNumber',
    group: 'Selection',
    title: () => 'Copy number',
    icon: CopyIcon,
    scope: 'window',
    when: whenOne,
    run: (context) => first(context, (job) => void copyNumber(context, job)),
  },
  {
    id: 'job.pages',
    group: 'Selection',
    title: () => 'Show the pages',
    icon: DocumentIcon,
    keys: ['Space'],
    scope: 'list',
    when: whenOne,
    run: ({ console }) => console.view.setState({ detailsOpen: true, detailsTab: 'pages' }),
  },
  {
    id: 'job.details',
    group: 'Selection',
    title: () => 'Show the details',
    icon: ListLinesIcon,
    keys: ['Enter'],
    scope: 'list',
    when: whenOne,
    run: ({ console }) => {
      console.view.setState({ detailsOpen: true, detailsTab: 'progress' });
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-region="details"] [role="tab"]')?.focus());
    },
  },
  {
    id: 'job.selectAll',
    group: 'Selection',
    title: ({ view }) =>
      plural(view.jobOrder.length, {
        zero: 'Select all faxes shown',
        one: 'Select the fax shown',
        other: 'Select all # faxes shown',
      }),
    keys: ['Ctrl+A'],
    scope: 'list',
    when: ({ view }) => (view.view === 'jobs' && view.jobOrder.length > 0 ? 'yes' : 'hidden'),
    run: ({ console, view }) => {
      console.view.setState({ jobs: selectAll(view.jobs, view.jobOrder) });
      console.toasts.say(plural(view.jobOrder.length, { one: '# fax selected', other: '# faxes selected' }));
    },
  },
];
