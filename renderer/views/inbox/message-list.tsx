import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type DragEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
} from 'react';
import type { Message } from '../../../app/model/message.ts';
import { WarningIcon } from '../../kit/index.ts';
import { moveOfKey } from '../../stores/selection.ts';
import { formatPages } from '../../words/time.ts';
import { arrivalWords, callerOf, senderOf, troubleWords } from './inbox-words.ts';
import { arrivedAbove } from './message-filter.ts';

export interface MessageListProps {
  readonly list: RefObject<HTMLDivElement | null>;
  readonly messages: readonly Message[];
  readonly selected: number | null;
  readonly now: number;
  readonly onSelect: (id: number) => void;
  /** Enter or a click: to be read. */
  readonly onOpen: (id: number) => void;
  /** Keys that are the view's, not the list's. */
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onDragOut: (id: number) => void;
}

const rowHeight = 52;

/** Received faxes, newest first. One tab stop; only the rows in sight are there. */
export function MessageList(props: MessageListProps): ReactNode {
  const { list, messages, selected, now, onSelect, onOpen, onKey, onDragOut } = props;
  const id = useId();
  const index = messages.findIndex((message) => message.id === selected);
  const virtual = useVirtualizer({
    count: messages.length,
    getScrollElement: () => list.current,
    estimateSize: () => rowHeight,
    getItemKey: (at) => messages[at]?.id ?? at,
    overscan: 6,
  });

  // What arrives above must not move what one is looking at; at the top of the list the new one may be seen.
  const before = useRef(messages);
  useLayoutEffect(() => {
    const node = list.current;
    if (node && node.scrollTop > 0)
      node.scrollTop += rowHeight * arrivedAbove(before.current, messages, Math.floor(node.scrollTop / rowHeight));
    before.current = messages;
  }, [list, messages]);

  // A fax chosen from elsewhere (a notice, the palette, a key) is brought into sight; an arrival moves nothing.
  const place = useRef(index);
  place.current = index;
  // It may be chosen a moment before it is in the list.
  const listed = index >= 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another choice scrolls
  useEffect(() => {
    if (selected !== null && place.current >= 0) virtual.scrollToIndex(place.current, { align: 'auto' });
  }, [selected, listed]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const pageRows = Math.floor(event.currentTarget.clientHeight / rowHeight);
    const move = event.ctrlKey || event.altKey || event.metaKey ? undefined : moveOfKey(event.key, pageRows);
    if (move !== undefined) {
      event.preventDefault();
      const to = move === 'first' ? 0 : move === 'last' ? messages.length - 1 : index < 0 ? 0 : index + move.by;
      const next = messages[Math.min(Math.max(to, 0), messages.length - 1)];
      if (next) onSelect(next.id);
    } else if (event.key === 'Enter' && selected !== null && index >= 0) {
      event.preventDefault();
      onOpen(selected);
    } else onKey(event);
  };

  const rows = virtual.getVirtualItems();
  return (
    <div
      ref={list}
      className="message-list"
      role="listbox"
      tabIndex={0}
      aria-label="Received faxes"
      aria-activedescendant={rows.some((row) => row.index === index) ? `${id}-${selected}` : undefined}
      data-list="inbox"
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {rows.map((row) => {
          const message = messages[row.index];
          return (
            message && (
              <MessageRow
                key={message.id}
                id={`${id}-${message.id}`}
                message={message}
                top={row.start}
                place={row.index + 1}
                count={messages.length}
                selected={message.id === selected}
                now={now}
                onOpen={() => onOpen(message.id)}
                onDragStart={(event) => {
                  event.preventDefault();
                  onDragOut(message.id);
                }}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

interface MessageRowProps {
  readonly id: string;
  readonly message: Message;
  readonly top: number;
  readonly place: number;
  readonly count: number;
  readonly selected: boolean;
  readonly now: number;
  readonly onOpen: () => void;
  readonly onDragStart: (event: DragEvent) => void;
}

function MessageRow({
  id,
  message,
  top,
  place,
  count,
  selected,
  now,
  onOpen,
  onDragStart,
}: MessageRowProps): ReactNode {
  const trouble = troubleWords(message);
  const caller = callerOf(message);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the listbox has the focus and names its active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox takes the keys
    <div
      id={id}
      role="option"
      className="message-row"
      aria-selected={selected}
      aria-posinset={place}
      aria-setsize={count}
      style={{ transform: `translateY(${top}px)`, height: rowHeight }}
      draggable
      onDragStart={onDragStart}
      onClick={onOpen}
    >
      <span className={message.read ? 'unread-dot read' : 'unread-dot'}>
        {!message.read && <span className="sr">Unread</span>}
      </span>
      <span className="fill">
        <span className="row">
          <span className={message.read ? 'cut fill' : 'cut fill b'}>{senderOf(message)}</span>
          <span className="s12 t3 tn">{arrivalWords(message.receivedAt, now)}</span>
        </span>
        <span className="row s12 t2">
          {trouble === null ? (
            <span className="cut fill tn">{caller === null ? message.port : `${caller} · ${message.port}`}</span>
          ) : (
            <span className="cut fill message-trouble">
              <WarningIcon size={12} /> {trouble}
            </span>
          )}
          {message.practice && <span className="practice-tag">Practice</span>}
          <span className="tn t3 message-pages">{formatPages(message.pages)}</span>
        </span>
      </span>
    </div>
  );
}
