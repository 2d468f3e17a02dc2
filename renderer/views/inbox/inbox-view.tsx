import './inbox.css';
import type { ReactNode } from 'react';
import { useFacts } from '../../console.tsx';
import { NoFacts } from '../../frame/no-facts.tsx';
import { StaleNote } from '../../frame/stale-note.tsx';
import { EmptyState, InboxIcon, SegmentedControl } from '../../kit/index.ts';
import { formatCount } from '../../words/plural.ts';
import { useNow } from '../send/use-now.ts';
import { EmptyInbox, NothingFound, ReaderVerbs, SearchBox } from './inbox-parts.tsx';
import type { InboxFilter } from './message-filter.ts';
import { MessageList } from './message-list.tsx';
import { MessageReader } from './message-reader.tsx';
import { type Inbox, useInbox } from './use-inbox.ts';

/** Received faxes: the list, and the chosen one beside it. */
export function InboxView(): ReactNode {
  const inbox = useInbox();
  const known = useFacts((facts) => facts.snapshot !== null);
  const { message, reading, reader, onKey, back, drag, toggleRead } = inbox;
  if (!known)
    return (
      <div className="fill flex flex-col">
        <div className="head">
          <h1>Inbox</h1>
        </div>
        <NoFacts />
      </div>
    );
  if (inbox.messages.length === 0) return <EmptyInbox />;
  return (
    <>
      <StaleNote />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys that work in the list and in the fax alike */}
      <div className={reading ? 'inbox reading' : 'inbox'} onKeyDown={onKey}>
        <InboxSide inbox={inbox} />
        <div ref={reader} className="inbox-reader">
          {message ? (
            <MessageReader
              message={message}
              onClose={back}
              verbs={
                <ReaderVerbs message={message} onToggleRead={toggleRead} onDragOut={() => void drag(message.id)} />
              }
            />
          ) : (
            <EmptyState
              icon={InboxIcon}
              title="No fax is open"
              words="Choose one with the arrow keys; Enter goes to its pages."
            />
          )}
        </div>
      </div>
    </>
  );
}

/** Head, filter, search and list. */
function InboxSide({ inbox }: { readonly inbox: Inbox }): ReactNode {
  const { messages, shown, selected, unread, filter, search, list, showAll, setFilter, setSearch } = inbox;
  const now = useNow();
  return (
    <div className="inbox-side">
      <div className="head">
        <h1>Inbox</h1>
        <span className="count">{unread === 0 ? 'All read' : `${formatCount(unread)} unread`}</span>
      </div>
      <div className="inbox-tools">
        <SegmentedControl<InboxFilter>
          label="Show"
          value={filter}
          onChange={setFilter}
          segments={[
            { value: 'all', label: `All ${formatCount(messages.length)}` },
            { value: 'unread', label: `Unread ${formatCount(unread)}` },
          ]}
        />
        <SearchBox value={search} onChange={setSearch} onDone={() => list.current?.focus()} />
      </div>
      {shown.length === 0 ? (
        <NothingFound filter={filter} search={search} onReset={showAll} />
      ) : (
        <MessageList
          list={list}
          messages={shown}
          selected={selected}
          now={now}
          onSelect={inbox.select}
          onOpen={inbox.open}
          onKey={inbox.onKey}
          onDragOut={(id) => void inbox.drag(id)}
        />
      )}
    </div>
  );
}
