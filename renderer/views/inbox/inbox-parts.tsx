import type { ReactNode } from 'react';
import type { Message } from '../../../app/model/message.ts';
import { useConsole, useFacts } from '../../console.tsx';
import { Button, CloseIcon, EmptyState, GripIcon, InboxIcon, MailIcon, PlugIcon, SearchIcon } from '../../kit/index.ts';
import { answeringWords, senderOf } from './inbox-words.ts';
import type { InboxFilter } from './message-filter.ts';

/** The inbox's own verbs in the toolbar of a fax: drag it out, mark it. */
export function ReaderVerbs(props: {
  readonly message: Message;
  readonly onToggleRead: () => void;
  readonly onDragOut: () => void;
}): ReactNode {
  const { message, onToggleRead, onDragOut } = props;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: for the pointer only; Save PDF is the key's way to the same file */}
      <span
        className="drag-out"
        draggable
        title="Drag the fax out as a PDF, or save it with Ctrl S"
        onDragStart={(event) => {
          event.preventDefault();
          onDragOut();
        }}
      >
        <GripIcon />
      </span>
      <Button
        kind="quiet"
        icon={MailIcon}
        keys="U"
        aria-label={`Mark ${senderOf(message)} as ${message.read ? 'unread' : 'read'}`}
        onClick={onToggleRead}
      >
        <span className="wide-only">{message.read ? 'Unread' : 'Read'}</span>
      </Button>
    </>
  );
}

/** The search of the inbox; down and Enter lead to the list. */
export function SearchBox(props: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onDone: () => void;
}): ReactNode {
  const { value, onChange, onDone } = props;
  return (
    <div className="field search">
      <SearchIcon className="t3" />
      <input
        aria-label="Search received faxes"
        placeholder="Search"
        value={value}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'Enter') onDone();
          else if (event.key === 'Escape' && value !== '') onChange('');
          else return;
          event.preventDefault();
        }}
      />
      {value !== '' && (
        <button type="button" className="search-clear" aria-label="Clear the search" onClick={() => onChange('')}>
          <CloseIcon size={12} />
        </button>
      )}
    </div>
  );
}

/** What the list says when search or filter leave nothing. */
export function NothingFound(props: {
  readonly filter: InboxFilter;
  readonly search: string;
  readonly onReset: () => void;
}): ReactNode {
  const { filter, search, onReset } = props;
  return search === '' && filter === 'unread' ? (
    <EmptyState
      icon={InboxIcon}
      title="Everything is read"
      words="New faxes are listed here until they are opened."
      act={<Button onClick={onReset}>Show all</Button>}
    />
  ) : (
    <EmptyState
      icon={SearchIcon}
      title="No fax found"
      words="Nothing received fits the search."
      act={<Button onClick={onReset}>Clear the search</Button>}
    />
  );
}

/** An inbox that nothing has come to: says who answers, or that nobody does. */
export function EmptyInbox(): ReactNode {
  const console = useConsole();
  const ports = useFacts((facts) => facts.snapshot?.ports) ?? [];
  const answering = answeringWords(ports);
  return (
    <div className="fill flex flex-col">
      <div className="head">
        <h1>Inbox</h1>
      </div>
      <EmptyState
        icon={InboxIcon}
        title="No fax has arrived"
        words={answering ?? 'No line answers calls. Turn answering on for a line.'}
        act={
          <Button icon={PlugIcon} onClick={() => console.view.setState({ view: 'ports' })}>
            Show the lines
          </Button>
        }
      />
    </div>
  );
}
