import { useState } from 'react';
import type { When } from '../../../app/contract/requests.ts';
import type { Job } from '../../../app/model/job.ts';
import { type Console, useConsole } from '../../console.tsx';
import { useDrafts } from '../../stores/drafts.ts';
import { plural } from '../../words/plural.ts';
import { sentences } from '../../words/sentences.ts';
import { practiceSentence, saysPractice } from '../../words/server-words.ts';
import type { Draft } from './draft.ts';
import { type SendOutcome, submitDraft } from './send-actions.ts';
import { whatGoes } from './send-words.ts';

/** A send from the sheet: what became of the last try, and another. */
export interface Sending {
  readonly busy: boolean;
  /** What became of the last try, when the sheet is still open; gone as soon as the draft changes. */
  readonly outcome: Exclude<SendOutcome, { kind: 'queued' }> | null;
  /** `pages` without the cover page; `previewId` null: the cover page alone. */
  send(previewId: string | null, pages: number, when: When): Promise<void>;
  /** After an earlier try turned out to be queued: this draft is another fax, with a key of its own. */
  sendAsNew(previewId: string | null, pages: number, when: When): Promise<void>;
}

/** Hands the draft in and closes the sheet when it is queued. */
export function useSend(): Sending {
  const console = useConsole();
  const [busy, setBusy] = useState(false);
  const [last, setLast] = useState<{ readonly draft: Draft; readonly outcome: NonNullable<Sending['outcome']> } | null>(
    null,
  );
  const current = useDrafts((state) => state.draft);

  const send = async (previewId: string | null, pages: number, when: When): Promise<void> => {
    const { draft: before, dispatch, newKey } = useDrafts.getState();
    setBusy(true);
    // Written down before it goes: whatever happens now, the key is not lost. A changed draft is looked for first.
    if (before.handedIn === 'none') dispatch({ type: 'handedIn' });
    const outcome = await submitDraft(console.api, before, previewId, when);
    setBusy(false);
    if (outcome.kind === 'queued') {
      const drafts = useDrafts.getState();
      drafts.discard();
      drafts.writeDown();
      console.view.setState({ overlay: null });
      tellQueued(console, outcome.jobs, whatGoes(before.cover !== null, pages));
      return;
    }
    if (outcome.kind === 'refused') dispatch({ type: 'notTaken', key: newKey() });
    setLast({ draft: useDrafts.getState().draft, outcome });
  };
  const sendAsNew = async (previewId: string | null, pages: number, when: When): Promise<void> => {
    const { dispatch, newKey } = useDrafts.getState();
    dispatch({ type: 'notTaken', key: newKey() });
    await send(previewId, pages, when);
  };
  return { busy, outcome: last && isSameFax(last.draft, current) ? last.outcome : null, send, sendAsNew };
}

/** Whether what was refused still stands: typing on, or another subject, mends nothing. */
const isSameFax = (one: Draft, other: Draft): boolean =>
  one.key === other.key &&
  one.recipients === other.recipients &&
  one.files === other.files &&
  one.when === other.when &&
  one.port === other.port &&
  one.cover === other.cover &&
  one.receipt === other.receipt &&
  one.resolution === other.resolution;

/** Queued, not sent: the row says the rest. */
function tellQueued(console: Console, jobs: readonly Job[], what: string): void {
  const [first] = jobs;
  if (!first) return;
  const practice = jobs.every((job) => job.practice && !saysPractice(first.reason)) ? practiceSentence : null;
  const to = plural(jobs.length, { one: '', other: ' for # numbers' });
  console.toasts.show({
    title: `Queued: ${what}${to}`,
    words: sentences(first.reason, practice),
    act: { label: 'Show', run: () => showJobs(console, jobs) },
  });
}

/** Shows jobs in the table, selected. */
export function showJobs(console: Console, jobs: readonly Job[]): void {
  const ids = jobs.map((job) => job.id);
  const focused = ids[0] ?? null;
  console.view.setState({
    view: 'jobs',
    jobFilter: 'all',
    jobSearch: '',
    overlay: null,
    jobs: { selected: new Set(ids), focused, anchor: focused },
  });
}
