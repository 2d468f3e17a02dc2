import type { Console } from '../console.tsx';
import type { MenuEntry } from '../kit/menu.tsx';
import type { CommandContext } from './command.ts';
import { commandOf, runCommand } from './registry.ts';

/** Menu entries of commands by id, in order; `-` is a rule. Hidden ones are left out, waiting ones are greyed. */
export function menuEntries(console: Console, context: CommandContext, ids: readonly string[]): readonly MenuEntry[] {
  const entries = ids.flatMap((id, index): MenuEntry[] => {
    if (id === '-') return [{ kind: 'rule', id: `rule-${index}` }];
    const command = commandOf(id);
    const availability = command?.when(context);
    if (!command || availability === undefined || availability === 'hidden') return [];
    return [
      {
        kind: 'item',
        id,
        label: command.title(context),
        icon: command.icon,
        keys: command.keys?.[0],
        danger: command.danger,
        disabled: availability !== 'yes',
        onSelect: () => runCommand(console, command),
      },
    ];
  });
  return entries.filter(
    (entry, index) =>
      entry.kind !== 'rule' || (index > 0 && index < entries.length - 1 && entries[index - 1]?.kind !== 'rule'),
  );
}
