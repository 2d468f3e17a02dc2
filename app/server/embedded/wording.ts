import { type LocalTime, localTimeOf } from '../../model/discount-window.ts';
import type { Outcome } from '../../model/job.ts';

/** What is said wherever a practice fax shows. */
export const practiceWords = 'Practice: not sent to the telephone network';

/** An outcome in a few words, as a row begins with it. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  ok: 'Delivered',
  busy: 'Busy',
  'no-answer': 'No answer',
  'no-dial-tone': 'No dial tone',
  'no-carrier': 'No fax machine heard',
  'not-fax': 'Not a fax machine',
  'training-failed': 'Line too poor',
  'page-rejected': 'Page refused by the other machine',
  'lost-in-page': 'Connection lost in a page',
  incompatible: 'The other machine cannot take this fax',
  password: 'The other machine asks for a password',
  'remote-hung-up': 'The other machine hung up',
  cancelled: 'Cancelled',
  'line-failed': 'Line failed',
  'not-in-service': 'Number not in service',
  'blocked-number': 'Number blocked',
  uncertain: 'Last page not confirmed',
};

/** What a person can do about an outcome that ended a fax for good: the end of its row. */
const outcomeAdvice: Readonly<Record<Outcome, string | null>> = {
  ok: null,
  busy: 'send it again later',
  'no-answer': 'check the number',
  'no-dial-tone': 'check the line’s cable',
  'no-carrier': 'check that the number is a fax number',
  'not-fax': 'check that the number is a fax number',
  'training-failed': 'send it again later',
  'page-rejected': 'send it again',
  'lost-in-page': 'send the rest again',
  incompatible: 'ask the recipient',
  password: 'ask the recipient',
  'remote-hung-up': 'send it again',
  cancelled: null,
  'line-failed': 'check the line',
  'not-in-service': 'check the number',
  'blocked-number': 'ask who looks after the fax server',
  uncertain: null,
};

/** The row of a fax that failed for good: `No answer after 4 attempts; check the number`. */
export function failedWords(outcome: Outcome, attempts: number): string {
  const [words, advice] = [outcomeWords[outcome], outcomeAdvice[outcome]];
  const tried = attempts > 1 ? `${words} after ${attempts} attempts` : words;
  return advice === null ? tried : `${tried}; ${advice}`;
}

/** A sentence as the end of a reason: its full stop is whoever's who shows it. */
export const withoutFullStop = (words: string): string => words.replace(/\.$/, '');

const two = (value: number): string => String(value).padStart(2, '0');

/** Office wall clock, `2026-03-07 14:05`: the banner's date and time. */
export function localDateTime(instant: number, zone: string): string {
  const { year, month, day, minute } = localTimeOf(instant, zone);
  return `${year}-${two(month)}-${two(day)} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** An instant to come, as short as it can be said: `20:00`, `tomorrow 06:00`, `2026-03-09 06:00`. */
export function whenWords(instant: number, now: number, zone: string): string {
  const [date = '', time = ''] = localDateTime(instant, zone).split(' ');
  // Said for thousands of waiting faxes at once: counted in days, not compared as text.
  switch (daysBetween(localTimeOf(now, zone), localTimeOf(instant, zone))) {
    case 0:
      return time;
    case 1:
      return `tomorrow ${time}`;
    default:
      return `${date} ${time}`;
  }
}

function daysBetween(from: LocalTime, to: LocalTime): number {
  return (Date.UTC(to.year, to.month - 1, to.day) - Date.UTC(from.year, from.month - 1, from.day)) / 86_400_000;
}

/** `1 page`, `3 pages`. */
export const pageWords = (pages: number): string => `${pages} ${pages === 1 ? 'page' : 'pages'}`;

/** What a person can do about an outcome that ended a fax for good, as a sentence. */
export function adviceFor(outcome: Outcome): string | null {
  const advice = outcomeAdvice[outcome];
  return advice === null ? null : `${advice.charAt(0).toUpperCase()}${advice.slice(1)}.`;
}
