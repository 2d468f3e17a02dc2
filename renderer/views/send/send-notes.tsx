import type { ReactNode } from 'react';
import { useConsole, useFacts } from '../../console.tsx';
import { ErrorNote, Note, WarningIcon } from '../../kit/index.ts';
import { useDrafts } from '../../stores/drafts.ts';
import type { ServerFacts } from '../../stores/server-facts.ts';
import { formatPages } from '../../words/time.ts';
import type { SendFacts } from './send-words.ts';
import { type Sending, showJobs } from './use-send.ts';

/** What is to be known of the draft itself, beside the title. */
export function DraftWords({
  broughtBack,
  kept,
}: {
  readonly broughtBack: boolean;
  readonly kept: boolean;
}): ReactNode {
  if (!kept) return <span className="s12 draft-lost">The draft cannot be kept: send it before the window closes</span>;
  return <span className="s12 t3 cut">{broughtBack ? 'Your draft from before' : 'Draft kept as you type'}</span>;
}

/** What concerns the whole send, above the fields. */
export function SheetNotes({
  sending,
  onSendAsNew,
}: {
  readonly sending: Sending;
  readonly onSendAsNew: () => void;
}): ReactNode {
  const console = useConsole();
  const { outcome } = sending;
  if (outcome === null) return null;
  switch (outcome.kind) {
    case 'refused':
      return outcome.field === 'sheet' ? (
        <div className="send-wide">
          <ErrorNote error={outcome.error} />
        </div>
      ) : null;
    case 'unanswered':
      return (
        <div className="send-wide" role="alert">
          <Note tone="warn">
            <b>No answer came: {outcome.error.message}</b> The fax may be in the queue or not. Sending again is safe: it
            is the same fax and goes once.
          </Note>
        </div>
      );
    case 'alreadyQueued':
      return (
        <div className="send-wide" role="alert">
          <Note tone="warn">
            <b>The first try was queued after all.</b> This draft was changed since then.
            <span className="note-acts">
              <button
                type="button"
                className="link s12"
                onClick={() => {
                  useDrafts.getState().putAway();
                  showJobs(console, outcome.jobs);
                }}
              >
                Show the queued fax
              </button>
              <button type="button" className="link s12" onClick={onSendAsNew}>
                Send this one as well
              </button>
            </span>
          </Note>
        </div>
      );
  }
}

/** A queue that holds or refuses faxes, where people send: nobody should wait for what does not come. */
export function QueueNote(): ReactNode {
  const console = useConsole();
  const isOn = (name: string) => (facts: ServerFacts) =>
    facts.snapshot?.settings.some((setting) => setting.name === name && setting.value === true) ?? false;
  const blocked = useFacts(isOn('outgoingQueueBlocked'));
  const paused = useFacts(isOn('pauseServerQueue'));
  if (!blocked && !paused) return null;
  const showSettings = (): void => {
    useDrafts.getState().putAway();
    console.view.setState({ view: 'settings' });
  };
  return (
    <div className="send-wide" role="status">
      <Note
        tone="warn"
        act={
          <button type="button" className="link s12" onClick={showSettings}>
            Settings
          </button>
        }
      >
        {blocked ? (
          <b>New faxes are refused at present.</b>
        ) : (
          <>
            <b>Sending is paused.</b> The fax waits in the queue until it goes on.
          </>
        )}
      </Note>
    </div>
  );
}

/** At the foot: what is unsettled, or what will go. */
export function Foot(props: {
  readonly hindrance: string | null;
  readonly facts: SendFacts;
  readonly practice: boolean;
}): ReactNode {
  const { hindrance, facts, practice } = props;
  return (
    <p id="send-foot" className="send-foot s12 t2 fill" aria-live="polite">
      {hindrance === null ? (
        <span>
          {facts.pages !== null && formatPages(facts.pages * Math.max(1, facts.recipients))}
          {facts.pages !== null && facts.recipients > 1 && ' in all'}
          {facts.pages !== null && facts.cover && ', and a cover page'}
          {facts.pages !== null && facts.cover && facts.recipients > 1 && ' for each'}
          {practice && (facts.pages === null ? 'Practice' : '. Practice')}
          {practice && ': not sent to the telephone network.'}
        </span>
      ) : (
        <>
          <WarningIcon size={14} />
          <span>{hindrance}</span>
        </>
      )}
    </p>
  );
}
