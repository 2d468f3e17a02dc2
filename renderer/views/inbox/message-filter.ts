import type { Message } from '../../../app/model/message.ts';
import { senderOf } from './inbox-words.ts';

/** Which received faxes are shown. */
export type InboxFilter = 'all' | 'unread';

export interface InboxQuery {
  readonly filter: InboxFilter;
  readonly search: string;
  /** The open fax stays in sight though it has become read. */
  readonly keep: number | null;
}

/** The received faxes to show, newest first. Search looks at sender, number, line and id; all words must occur. */
export function filterMessages(messages: readonly Message[], { filter, search, keep }: InboxQuery): readonly Message[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return messages
    .filter((message) => {
      if (filter === 'unread' && message.read && message.id !== keep) return false;
      if (words.length === 0) return true;
      const text = textOf(message);
      return words.every((word) => text.includes(word));
    })
    .toSorted((a, b) => (a.receivedAt === b.receivedAt ? b.id - a.id : a.receivedAt < b.receivedAt ? 1 : -1));
}

/** Numbers are found however they are grouped. */
function textOf(message: Message): string {
  const { tsid, callerId, csid, port, id } = message;
  const plain = [senderOf(message), tsid, callerId, csid, port, String(id)].filter((each) => each !== null).join(' ');
  return `${plain} ${plain.replace(/[\s().+-]/g, '')}`.toLowerCase();
}

/**
 * By how many rows the list must scroll so that what is in sight stays there, when faxes arrived above it: the new
 * place of the first row in sight less its old one. 0 when that row is gone.
 */
export function arrivedAbove(before: readonly Message[], after: readonly Message[], firstShown: number): number {
  const id = before[firstShown]?.id;
  if (id === undefined || after[firstShown]?.id === id) return 0;
  const place = after.findIndex((message) => message.id === id);
  return place < 0 ? 0 : place - firstShown;
}
