import { outcomeOf } from '../actions/outcome.ts';
import {
  ClipIcon,
  ClockIcon,
  CoverIcon,
  GearIcon,
  InboxIcon,
  KeyboardIcon,
  ListLinesIcon,
  MoonIcon,
  PauseIcon,
  PhoneIcon,
  PlugIcon,
  PlusIcon,
  SearchIcon,
  SendIcon,
} from '../kit/icons/icons.tsx';
import { StateDoneIcon, StateFailedIcon, StateUpIcon, StateWaitingIcon } from '../kit/icons/state-icons.tsx';
import { type JobFilter, openSend, type ViewName } from '../stores/view.ts';
import { isSendingPaused, ringingPort } from '../words/server-words.ts';
import { always, type Command, type CommandContext, whenLive } from './command.ts';

function goTo(view: ViewName, jobFilter?: JobFilter) {
  return ({ console }: CommandContext): void =>
    console.view.setState({ view, overlay: null, editingPort: null, ...(jobFilter ? { jobFilter } : {}) });
}

const place = (
  id: string,
  title: string,
  icon: Command['icon'],
  keys: readonly string[],
  run: Command['run'],
): Command => ({
  id,
  group: 'Go to',
  title: () => title,
  ...(icon ? { icon } : {}),
  keys,
  scope: 'window',
  when: always,
  run,
});

/** Rail views in their order: Ctrl 1 to 9. */
export const placeCommands: readonly Command[] = [
  place('view.jobs', 'All jobs', ListLinesIcon, ['Ctrl+1'], goTo('jobs', 'all')),
  place('view.jobs.active', 'On a line', StateUpIcon, ['Ctrl+2'], goTo('jobs', 'active')),
  place('view.jobs.waiting', 'Waiting', StateWaitingIcon, ['Ctrl+3'], goTo('jobs', 'waiting')),
  place('view.jobs.scheduled', 'Scheduled', ClockIcon, ['Ctrl+4'], goTo('jobs', 'scheduled')),
  place('view.jobs.failed', 'Failed today', StateFailedIcon, ['Ctrl+5'], goTo('jobs', 'failed')),
  place('view.jobs.delivered', 'Delivered today', StateDoneIcon, ['Ctrl+6'], goTo('jobs', 'delivered')),
  place('view.inbox', 'Inbox', InboxIcon, ['Ctrl+7'], goTo('inbox')),
  place('view.ports', 'Ports', PlugIcon, ['Ctrl+8'], goTo('ports')),
  place('view.covers', 'Cover pages', CoverIcon, ['Ctrl+9'], goTo('covers')),
  place('view.settings', 'Settings', GearIcon, ['Ctrl+,'], goTo('settings')),
];

/** What works anywhere in the window. */
export const windowCommands: readonly Command[] = [
  {
    id: 'fax.new',
    group: 'Fax',
    title: () => 'New fax',
    icon: SendIcon,
    keys: ['Ctrl+N'],
    scope: 'window',
    when: always,
    run: ({ console }) => openSend(console.view),
  },
  {
    id: 'fax.paste',
    group: 'Fax',
    title: () => 'Paste files into a new fax',
    icon: ClipIcon,
    keys: ['Ctrl+V'],
    scope: 'window',
    when: always,
    run: ({ console }) => void pasteFiles(console),
  },
  {
    id: 'app.palette',
    group: 'Window',
    title: () => 'Find a fax or run a command',
    icon: SearchIcon,
    keys: ['Ctrl+K'],
    scope: 'window',
    inPalette: false,
    when: always,
    run: ({ console }) => console.view.setState({ overlay: { kind: 'palette' } }),
  },
  {
    id: 'help.keys',
    group: 'Window',
    title: () => 'All keys',
    icon: KeyboardIcon,
    keys: ['?', 'F1'],
    scope: 'window',
    when: always,
    run: ({ console }) => console.view.setState({ overlay: { kind: 'shortcuts' } }),
  },
  {
    id: 'port.add',
    group: 'Office',
    title: () => 'Add a line',
    icon: PlusIcon,
    scope: 'window',
    when: (context) => (context.facts.snapshot?.server.capabilities.editPorts ? whenLive(context) : 'hidden'),
    run: ({ console }) => console.view.setState({ view: 'ports', overlay: { kind: 'addPort' } }),
  },
  {
    id: 'port.answer',
    group: 'Office',
    title: ({ facts }) => {
      const port = ringingPort(facts.snapshot);
      return port ? `Answer the call on ${port.name}` : 'Answer the call that rings';
    },
    icon: PhoneIcon,
    keys: ['Ctrl+Shift+A'],
    scope: 'window',
    when: (context) => (ringingPort(context.facts.snapshot) ? whenLive(context) : 'hidden'),
    run: ({ console, facts }) => {
      const port = ringingPort(facts.snapshot);
      if (port) void console.office.answerPort(port.name);
    },
  },
  {
    id: 'sending.pause',
    group: 'Office',
    title: ({ facts }) => (isSendingPaused(facts.snapshot) ? 'Let faxes go out again' : 'Pause sending'),
    icon: PauseIcon,
    scope: 'window',
    when: (context) => (context.facts.snapshot === null ? 'hidden' : whenLive(context)),
    run: ({ console, facts }) =>
      console.view.setState({ overlay: { kind: 'pauseSending', pause: !isSendingPaused(facts.snapshot) } }),
  },
  theme('system', 'Theme: as the system'),
  theme('light', 'Theme: light'),
  theme('dark', 'Theme: dark'),
  density('compact', 'Rows: compact'),
  density('normal', 'Rows: normal'),
  density('roomy', 'Rows: roomy'),
];

async function pasteFiles(console: CommandContext['console']): Promise<void> {
  const outcome = await outcomeOf(async () => (await console.api.shell('pasteFiles', {})).files);
  if (!outcome.ok) console.toasts.showError(outcome.error);
  else if (outcome.value.length === 0)
    console.toasts.show({
      title: 'There is no file to fax on the clipboard',
      words: 'Copy a file or a picture first.',
    });
  else openSend(console.view, outcome.value);
}

function theme(value: 'system' | 'light' | 'dark', words: string): Command {
  return {
    id: `theme.${value}`,
    group: 'Window',
    title: () => words,
    icon: MoonIcon,
    scope: 'window',
    when: ({ view }) => (view.theme === value ? 'hidden' : 'yes'),
    run: ({ console }) => console.view.setState({ theme: value }),
  };
}

function density(value: 'compact' | 'normal' | 'roomy', words: string): Command {
  return {
    id: `density.${value}`,
    group: 'Window',
    title: () => words,
    icon: ListLinesIcon,
    scope: 'window',
    when: ({ view }) => (view.density === value ? 'hidden' : 'yes'),
    run: ({ console }) => console.view.setState({ density: value }),
  };
}
