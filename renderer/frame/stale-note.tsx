import type { ReactNode } from 'react';
import { useFacts } from '../console.tsx';
import { Note } from '../kit/note.tsx';
import { isLive } from '../stores/server-facts.ts';
import { formatTime } from '../words/time.ts';
import { frameWords } from './words.ts';

/** Above the work while the server is away: what is shown is old, and since when. */
export function StaleNote(): ReactNode {
  const hidden = useFacts((facts) => facts.snapshot === null || isLive(facts));
  const asOf = useFacts((facts) => facts.asOf);
  const reason = useFacts((facts) => facts.error?.message ?? facts.snapshot?.server.error ?? null);
  if (hidden) return null;
  return (
    <div role="status">
      <Note tone="warn" className="stale">
        <b>{frameWords.shownAsOf(formatTime(asOf))}</b> {reason ?? ''} {frameWords.actsWait}
      </Note>
    </div>
  );
}
