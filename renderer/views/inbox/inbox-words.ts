import type { PageFacts } from '../../../app/contract/requests.ts';
import type { Message } from '../../../app/model/message.ts';
import type { Port } from '../../../app/model/port.ts';
import { formatNumber } from '../../words/number.ts';
import { plural } from '../../words/plural.ts';
import { formatDay, formatDayTime, formatTime, isSameDay } from '../../words/time.ts';

const day = 86_400_000;

/** Whom a fax is from: what the sender's machine said of itself, else the caller's number. */
export function senderOf(message: Pick<Message, 'tsid' | 'callerId'>): string {
  const name = message.tsid?.trim() || message.callerId?.trim();
  return name ? formatNumber(name) : 'Unknown sender';
}

/** The caller's number where it is not already the sender's name. */
export function callerOf(message: Pick<Message, 'tsid' | 'callerId'>): string | null {
  const caller = message.callerId?.trim();
  return caller && message.tsid?.trim() && caller !== message.tsid.trim() ? formatNumber(caller) : null;
}

/** When it came, as short as it is clear: `13:22`, `Mon`, `3 Mar`. */
export function arrivalWords(receivedAt: string, now: number): string {
  if (isSameDay(receivedAt, now)) return formatTime(receivedAt);
  const [weekday = '', ...date] = formatDay(receivedAt).split(' ');
  return now - Date.parse(receivedAt) < 6 * day ? weekday : date.join(' ');
}

/** What is wrong with a received fax, in a few words for its row; null when nothing is. */
export function troubleWords(message: Pick<Message, 'state' | 'pages' | 'badLines' | 'routing'>): string | null {
  if (message.state === 'partial')
    return plural(message.pages, {
      zero: 'Call cut: no page arrived',
      one: 'Call cut: 1 page arrived',
      other: 'Call cut: # pages arrived',
    });
  const failed = message.routing.find(({ state }) => state === 'failed');
  if (failed) return `Not sent on: ${methodWords(failed.method)}`;
  if (message.badLines > 0) return plural(message.badLines, { one: '1 damaged line', other: '# damaged lines' });
  return null;
}

/** The same in sentences, with what to do; null when the fax is whole. */
export function troubleSentence(
  message: Pick<Message, 'state' | 'pages' | 'badLines'>,
  pages: readonly PageFacts[],
): { readonly title: string; readonly words: string } | null {
  const damaged = pages.flatMap((page, index) => (page.badLines > 0 ? [index + 1] : []));
  const where =
    damaged.length === 0 ? '' : ` (${plural(damaged.length, { one: 'page', other: 'pages' })} ${pageList(damaged)})`;
  const lines = plural(message.badLines, {
    zero: '',
    one: `1 line was damaged on the way${where} and is filled from the line above it.`,
    other: `# lines were damaged on the way${where} and are filled from the lines above them.`,
  });
  if (message.state === 'partial') {
    const kept = plural(message.pages, {
      zero: 'Nothing of it could be kept.',
      one: 'One page had arrived and is kept; its end may be missing.',
      other: '# pages had arrived and are kept; the end of the last may be missing.',
    });
    return {
      title: 'The call was cut.',
      words: [kept, lines, 'Ask the sender to send it again.'].filter((each) => each !== '').join(' '),
    };
  }
  return message.badLines > 0 ? { title: 'The line was noisy.', words: lines } : null;
}

/** `2`, `2 and 5`, `1, 2 and 5`, at most six of them. */
function pageList(pages: readonly number[]): string {
  const few = pages.slice(0, 6).map(String);
  if (pages.length > 6) return `${few.join(', ')} and ${pages.length - 6} more`;
  return few.length === 1 ? (few[0] ?? '') : `${few.slice(0, -1).join(', ')} and ${few.at(-1)}`;
}

/** The name proposed when it is saved, and its title for screen readers. */
export const titleOf = (message: Message): string =>
  `Fax from ${senderOf(message)}, ${formatDayTime(message.receivedAt)}`;

/** Which lines answer, for an inbox that is empty. */
export function answeringWords(ports: readonly Pick<Port, 'name' | 'number' | 'receive'>[]): string | null {
  const answering = ports.filter((port) => port.receive === 'auto');
  const [first] = answering;
  if (!first) return null;
  const name = first.number === '' ? first.name : `${first.name} (${formatNumber(first.number)})`;
  return plural(answering.length, {
    one: `${name} answers calls. What arrives is listed here.`,
    other: '# lines answer calls. What arrives is listed here.',
  });
}

const methods: Readonly<Record<string, string>> = {
  folder: 'Folder',
  email: 'E-mail',
  print: 'Printer',
  program: 'Program or web address',
};

/** A routing method for people. */
export const methodWords = (method: string): string => methods[method] ?? method;

/** Where the fax could not be sent on to, in one sentence; null where nothing failed or waits for another try. */
export function routingSentence({ routing }: Pick<Message, 'routing'>): string | null {
  const open = routing.filter(({ state }) => state !== 'done');
  const [first] = open;
  if (!first) return null;
  if (open.length > 1) return `${open.length} places could not be reached.`;
  const why = first.error === null ? '' : ` ${first.error}`;
  return `${methodWords(first.method)}${first.target === null ? '' : ` (${first.target})`}:${why || ' not yet reached.'}`;
}
