import type { Console } from '../console.tsx';
import { type Availability, type Command, type CommandContext, contextOf } from './command.ts';
import { jobCommands } from './job-commands.ts';
import { isSingleCharacter } from './keys.ts';
import { pageCommands } from './page-commands.ts';
import { placeCommands, windowCommands } from './window-commands.ts';

/** Every command of the console. */
export const commands: readonly Command[] = [...jobCommands, ...pageCommands, ...windowCommands, ...placeCommands];

const byId = new Map(commands.map((command) => [command.id, command]));

/** The command of an id; undefined for an id that is none. */
export const commandOf = (id: string): Command | undefined => byId.get(id);

/** The key a command shows, or undefined. */
export const keysOf = (id: string): string | undefined => byId.get(id)?.keys?.[0];

/** Runs a command if it may run now; says why when it waits. True when it ran. */
export function runCommand(console: Console, command: Command): boolean {
  const context = contextOf(console);
  const availability = command.when(context);
  if (availability === 'hidden') return false;
  if (availability !== 'yes') {
    console.toasts.show({ tone: 'warn', title: command.title(context), words: availability.because });
    return false;
  }
  command.run(context);
  return true;
}

/** Commands that mean something now, with whether they may run. */
export function offered(context: CommandContext): readonly { command: Command; availability: Availability }[] {
  return commands
    .map((command) => ({ command, availability: command.when(context) }))
    .filter(({ availability }) => availability !== 'hidden');
}

/** Where a key was pressed. */
export interface KeyPlace {
  /** The focus is in a list of faxes. */
  readonly inList: boolean;
  /** The focus is in a field for text. */
  readonly inText: boolean;
  /** Letters alone may run commands. */
  readonly singleKeys: boolean;
}

const editingKeys = new Set(['Ctrl+A', 'Ctrl+C', 'Ctrl+V', 'Ctrl+X', 'Ctrl+Z']);

/** The command of a chord in a place; undefined when it has none there. */
export function commandOfKey(keys: string, place: KeyPlace): Command | undefined {
  if (place.inText && (!/^(Ctrl|Alt|F\d)/.test(keys) || editingKeys.has(keys))) return undefined;
  if (isSingleCharacter(keys) && !(place.inList && place.singleKeys)) return undefined;
  return commands.find((each) => each.keys?.includes(keys) && (each.scope === 'window' || place.inList));
}
