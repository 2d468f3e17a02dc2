import { type ReactNode, useState } from 'react';
import type { Warning } from '../../app/contract/snapshot.ts';
import { useConsole, useFacts } from '../console.tsx';
import { Note } from '../kit/note.tsx';
import type { ViewName } from '../stores/view.ts';
import { frameWords } from './words.ts';

const none: readonly Warning[] = [];

/** Where the person goes who looks after it; null: what to do is not in this window. */
const places: Readonly<Record<Warning['code'], ViewName | null>> = {
  'disk-low': null,
  'reception-refused': null,
  'archive-quota': 'settings',
  'archive-failing': 'settings',
  'mail-failing': 'settings',
  'routing-failing': 'inbox',
  'queue-blocked': 'settings',
  'incoming-blocked': 'settings',
  'database-recovered': null,
  'documents-found': null,
  'list-damaged': null,
  'secret-locked': 'settings',
};

const grave: ReadonlySet<Warning['code']> = new Set(['reception-refused', 'database-recovered', 'list-damaged']);

/** Above the work: what a person should look after, the gravest first. Each goes when its cause does. */
export function Warnings(): ReactNode {
  const warnings = useFacts((facts) => facts.snapshot?.server.warnings ?? none);
  const [all, setAll] = useState(false);
  if (warnings.length === 0) return null;
  const shown = all ? warnings : warnings.slice(0, 1);
  const more = warnings.length - 1;
  return (
    <section aria-label={frameWords.warnings}>
      <div role="status">
        {shown.map((warning, index) => (
          <OneWarning key={warning.code} warning={warning}>
            {index === 0 && more > 0 && (
              <button type="button" className="link s12" aria-expanded={all} onClick={() => setAll(!all)}>
                {all ? frameWords.fewerWarnings : frameWords.moreWarnings(more)}
              </button>
            )}
          </OneWarning>
        ))}
      </div>
    </section>
  );
}

function OneWarning({ warning, children }: { readonly warning: Warning; readonly children: ReactNode }): ReactNode {
  const { view } = useConsole();
  const place = places[warning.code];
  return (
    <Note
      tone={grave.has(warning.code) ? 'bad' : 'warn'}
      className="stale"
      act={
        <span className="row flex-none" style={{ gap: 12 }}>
          {place !== null && (
            <button type="button" className="link s12" onClick={() => view.setState({ view: place })}>
              {frameWords.openView[place]}
            </button>
          )}
          {children}
        </span>
      }
    >
      <b>{withStop(warning.words)}</b> {withStop(warning.next)}
    </Note>
  );
}

const withStop = (sentence: string): string => (sentence === '' || /[.!?]$/.test(sentence) ? sentence : `${sentence}.`);
