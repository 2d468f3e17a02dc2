import { Fragment, type ReactNode, useState } from 'react';
import { useConsole } from '../console.tsx';
import { Sheet } from '../kit/dialog.tsx';
import { Kbd } from '../kit/kbd.tsx';
import type { Command } from './command.ts';
import { contextOf } from './command.ts';
import { commands } from './registry.ts';

/** Keys that move in lists and panes; they are no commands. */
const moves: readonly { readonly keys: readonly string[]; readonly words: string }[] = [
  { keys: ['ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'], words: 'Move in a list' },
  { keys: ['Shift+ArrowDown'], words: 'Extend the selection' },
  { keys: ['Shift+Space'], words: 'Take a row in or out' },
  { keys: ['Escape'], words: 'Back to the row' },
  { keys: ['F6', 'Shift+F6'], words: 'Next and previous part of the window' },
  { keys: ['Alt+ArrowLeft', 'Alt+ArrowRight'], words: 'Width of a column, on its head' },
];

const groups: readonly Command['group'][] = ['Fax', 'Selection', 'Go to', 'Window', 'Office'];

/** All keys, from the registry. */
export function ShortcutSheet(): ReactNode {
  const console = useConsole();
  const [context] = useState(() => contextOf(console));
  const close = (): void => console.view.setState({ overlay: null });
  return (
    <Sheet open onClose={close} title="All keys" width={720}>
      <div className="columns-2 gap-8">
        <Block title="Moving" rows={moves} />
        {groups.map((group) => {
          const rows = commands
            .filter((command) => command.group === group && command.keys)
            .map((command) => ({ keys: command.keys ?? [], words: titleOf(command, context) }));
          return rows.length > 0 && <Block key={group} title={group} rows={rows} />;
        })}
      </div>
      <p className="hint mt-3">Single letters work while a list has the focus. They can be switched off in Settings.</p>
    </Sheet>
  );
}

const titleOf = (command: Command, context: Parameters<Command['title']>[0]): string =>
  command.id === 'job.pause' ? 'Pause or resume' : command.title({ ...context, jobs: context.jobs.slice(0, 1) });

function Block({ title, rows }: { readonly title: string; readonly rows: typeof moves }): ReactNode {
  return (
    <section className="mb-4 break-inside-avoid" aria-label={title}>
      <h3 className="section-title mb-1">{title}</h3>
      <dl>
        {rows.map((row) => (
          <div key={row.words} className="row py-0.5">
            <dt className="fill t2">{row.words}</dt>
            <dd className="row" style={{ gap: 4 }}>
              {row.keys.map((keys) => (
                <Fragment key={keys}>
                  <span className="sr">{keys}</span>
                  <Kbd keys={keys} />
                </Fragment>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
