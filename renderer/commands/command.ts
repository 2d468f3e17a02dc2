import type { Job } from '../../app/model/job.ts';
import type { Console } from '../console.tsx';
import type { IconComponent } from '../kit/icons/icon.tsx';
import { isLive, type ServerFacts } from '../stores/server-facts.ts';
import type { ViewState } from '../stores/view.ts';

/** What a command sees when it is asked whether it may run, and when it runs. */
export interface CommandContext {
  readonly console: Console;
  readonly facts: ServerFacts;
  readonly view: ViewState;
  /** The selected faxes of the jobs view; empty in other views. */
  readonly jobs: readonly Job[];
}

/** Whether a command may run now: `yes`; `hidden` where it has no meaning; or the sentence why it waits. */
export type Availability = 'yes' | 'hidden' | { readonly because: string };

/** `list`: only while the jobs list has the focus. `window`: anywhere but in a dialog. */
export type CommandScope = 'window' | 'list';

/** One thing the console can do: the same for palette, toolbar, menus, tooltips, keys and the sheet of keys. */
export interface Command {
  /** Stable; the application menu runs commands by it. */
  readonly id: string;
  readonly group: 'Fax' | 'Selection' | 'Go to' | 'Office' | 'Window';
  readonly title: (context: CommandContext) => string;
  readonly icon?: IconComponent;
  /** The first one is shown. */
  readonly keys?: readonly string[];
  readonly scope: CommandScope;
  readonly danger?: boolean;
  /** False: it has a key, but no line in the palette. */
  readonly inPalette?: boolean;
  readonly when: (context: CommandContext) => Availability;
  readonly run: (context: CommandContext) => void;
}

export const always = (): Availability => 'yes';

/** For what needs the server: says why it waits while the server is away. */
export function whenLive(context: CommandContext): Availability {
  if (isLive(context.facts)) return 'yes';
  return { because: 'The server is not reachable; this waits until it is back.' };
}

/** The context of this moment. */
export function contextOf(console: Console): CommandContext {
  const facts = console.facts.getState();
  const view = console.view.getState();
  const { selected } = view.jobs;
  const jobs =
    view.view === 'jobs' && selected.size > 0 ? facts.snapshot?.jobs.filter((job) => selected.has(job.id)) : [];
  return { console, facts, view, jobs: jobs ?? [] };
}
