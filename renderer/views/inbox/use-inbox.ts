import { type KeyboardEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { Message } from '../../../app/model/message.ts';
import { keyOf } from '../../commands/keys.ts';
import { useConsole, useFacts, useView } from '../../console.tsx';
import { dragOut, markMessages } from './inbox-actions.ts';
import { filterMessages, type InboxFilter } from './message-filter.ts';

/** How long a fax is open before it counts as read, in ms. */
const readAfter = 1000;
const none: readonly Message[] = [];

/** What the inbox shows and what can be done in it. */
export interface Inbox {
  readonly messages: readonly Message[];
  readonly shown: readonly Message[];
  /** The open fax, or null. */
  readonly message: Message | null;
  readonly selected: number | null;
  readonly unread: number;
  readonly filter: InboxFilter;
  readonly search: string;
  /** In a narrow window the list or the fax is in sight, never both. */
  readonly reading: boolean;
  readonly list: RefObject<HTMLDivElement | null>;
  readonly reader: RefObject<HTMLDivElement | null>;
  readonly setFilter: (filter: InboxFilter) => void;
  readonly setSearch: (search: string) => void;
  readonly showAll: () => void;
  readonly select: (id: number) => void;
  /** Selects it and goes to its pages. */
  readonly open: (id: number) => void;
  /** Back to the list. */
  readonly back: () => void;
  readonly toggleRead: () => void;
  readonly drag: (id: number) => Promise<void>;
  /** Keys that work in the list and in the fax alike. */
  readonly onKey: (event: KeyboardEvent) => void;
}

/** The inbox's state, apart from how it looks. */
export function useInbox(): Inbox {
  const { api, toasts } = useConsole();
  const messages = useFacts((facts) => facts.snapshot?.messages) ?? none;
  const selected = useView((state) => state.inbox.focused);
  const singleKeys = useView((state) => state.singleKeys);
  const [filter, setFilter] = useState<InboxFilter>('all');
  const [search, setSearch] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const reader = useRef<HTMLDivElement>(null);
  const shown = useMemo(
    () => filterMessages(messages, { filter, search, keep: selected }),
    [messages, filter, search, selected],
  );
  const message = useMemo(() => messages.find((each) => each.id === selected) ?? null, [messages, selected]);
  const unread = useMemo(() => messages.reduce((count, each) => (each.read ? count : count + 1), 0), [messages]);

  const showAll = (): void => {
    setFilter('all');
    setSearch('');
  };
  const { reading, select, open, back, step } = useInboxChoice(shown, selected, list, reader);
  const mark = async (id: number, read: boolean): Promise<void> => {
    const outcome = await markMessages(api, [id], read);
    if (!outcome.ok) toasts.showError(outcome.error);
  };
  const drag = async (id: number): Promise<void> => {
    const outcome = await dragOut(api, id);
    if (!outcome.ok) toasts.showError(outcome.error);
  };
  const leaveAlone = useReadWhenOpen(message, reader, mark);
  const toggleRead = (): void => {
    if (!message) return;
    leaveAlone(message.id);
    void mark(message.id, !message.read);
  };
  useShownFor(selected, message !== null, shown, showAll);

  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    const acts: Readonly<Record<string, (() => void) | undefined>> = {
      'Alt+ArrowDown': () => step(1),
      'Alt+ArrowUp': () => step(-1),
      U: singleKeys && !(event.target instanceof HTMLInputElement) ? toggleRead : undefined,
    };
    const act = acts[keyOf(event.nativeEvent)];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return {
    ...{ messages, shown, message, selected, unread, filter, search, reading, list, reader },
    ...{ setFilter, setSearch, showAll, select, open, back, toggleRead, drag, onKey },
  };
}

/** Which fax is open, and where the focus goes with it. */
function useInboxChoice(
  shown: readonly Message[],
  selected: number | null,
  list: RefObject<HTMLDivElement | null>,
  reader: RefObject<HTMLDivElement | null>,
): Pick<Inbox, 'reading' | 'select' | 'open' | 'back'> & { readonly step: (by: number) => void } {
  const { view } = useConsole();
  const [reading, setReading] = useState(false);
  const chosenHere = useRef<number | null>(null);
  const focusPages = (): void =>
    reader.current?.querySelector<HTMLElement>('.viewer-desk')?.focus({ preventScroll: true });
  const select = (id: number): void => {
    chosenHere.current = id;
    view.setState({ inbox: { selected: new Set([id]), focused: id, anchor: id } });
  };
  const open = (id: number): void => {
    select(id);
    setReading(true);
    requestAnimationFrame(focusPages);
  };
  const back = (): void => {
    setReading(false);
    requestAnimationFrame(() => list.current?.focus({ preventScroll: true }));
  };
  const step = (by: number): void => {
    const at = shown.findIndex((each) => each.id === selected);
    const next = shown[at < 0 ? 0 : Math.min(Math.max(at + by, 0), shown.length - 1)];
    if (!next) return;
    // The small pages go with their fax; the desk stays, and with it the focus.
    if (reader.current?.contains(document.activeElement)) focusPages();
    select(next.id);
  };
  useEffect(() => {
    // Chosen from elsewhere (a notice, the palette): to be read. The list's own arrows only move.
    if (selected !== null && selected !== chosenHere.current) setReading(true);
  }, [selected]);
  return { reading, select, open, back, step };
}

/** Marks a fax as read when it has been open for a moment. The returned function leaves a fax alone: it was marked by hand. */
function useReadWhenOpen(
  message: Message | null,
  reader: RefObject<HTMLElement | null>,
  mark: (id: number, read: boolean) => Promise<void>,
): (id: number) => void {
  const byHand = useRef<number | null>(null);
  const latest = useRef(mark);
  latest.current = mark;
  const id = message?.id ?? null;
  const read = message?.read ?? true;
  useEffect(() => {
    if (id !== byHand.current) byHand.current = null;
    if (id === null || read || byHand.current === id) return undefined;
    const timer = setTimeout(() => {
      // In a narrow window it may be chosen and not in sight.
      if (reader.current?.checkVisibility()) void latest.current(id, true);
    }, readAfter);
    return () => clearTimeout(timer);
  }, [id, read, reader]);
  return (marked) => {
    byHand.current = marked;
  };
}

/** A fax chosen from elsewhere that search or filter hide: they give way. */
function useShownFor(selected: number | null, exists: boolean, shown: readonly Message[], reveal: () => void): void {
  const latest = useRef(reveal);
  latest.current = reveal;
  const before = useRef(selected);
  useEffect(() => {
    const changed = before.current !== selected;
    before.current = selected;
    if (changed && exists && !shown.some((message) => message.id === selected)) latest.current();
  }, [selected, exists, shown]);
}
