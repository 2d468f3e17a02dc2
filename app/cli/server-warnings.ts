import type { FaxEvent } from '../contract/events.ts';
import type { Warning } from '../contract/snapshot.ts';
import { type Office, resyncVersion } from '../office/office.ts';
import { type Console, tell } from './console.ts';

/** Tells on stderr what the server asks a person to look after: what the window shows at its top. */
export async function tellWarnings(console: Console, office: Pick<Office, 'request'>): Promise<void> {
  const { server } = await office.request('snapshot', {});
  for (const warning of server.warnings) tellWarning(console, warning);
}

/** The same of each that comes up from now on, once for as long as it lasts. The returned function ends it. */
export async function followWarnings(
  console: Console,
  office: Pick<Office, 'request' | 'subscribe'>,
): Promise<() => void> {
  let shown: ReadonlySet<string> = new Set();
  const see = (warnings: readonly Warning[]) => {
    // By the code: the words count megabytes and faxes, and change.
    for (const warning of warnings) if (!shown.has(warning.code)) tellWarning(console, warning);
    shown = new Set(warnings.map(({ code }) => code));
  };
  const stop = office.subscribe((event: FaxEvent) => {
    if (event.type !== 'patch' || event.version === resyncVersion) return;
    for (const change of event.changes) if (change.kind === 'server') see(change.server.warnings);
  });
  see((await office.request('snapshot', {})).server.warnings);
  return stop;
}

function tellWarning(console: Console, { words, next }: Warning): void {
  tell(console, `fax: ${words} ${next}`);
}
