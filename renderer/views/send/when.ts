import type { When } from '../../../app/contract/requests.ts';
import { type DiscountWindow, nextDiscountInstant } from '../../../app/model/discount-window.ts';
import type { Setting } from '../../../app/model/settings.ts';
import type { DraftWhen } from './draft.ts';

/** What the screen must know to put a time into words. */
export interface TimeContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The zone of the person at the screen. */
  readonly screenZone: string;
  /** The zone of the office, in which the discount window is kept. */
  readonly officeZone: string;
}

/** A choice of when, as it can be handed in, or why it cannot be. */
export type ReadWhen =
  | {
      readonly ok: true;
      readonly when: When /** When it may go, or null for at once. */;
      readonly startsAt: number | null;
    }
  | { readonly ok: false; readonly problem: string };

/** The discount window of the server's settings, or null when none is set (equal times). */
export function discountWindowOf(settings: readonly Setting[]): DiscountWindow | null {
  const value = (name: string): number => {
    const found = settings.find((setting) => setting.name === name)?.value;
    return typeof found === 'number' ? found : 0;
  };
  const startMinute = value('discountRateStartHour') * 60 + value('discountRateStartMinute');
  const endMinute = value('discountRateEndHour') * 60 + value('discountRateEndMinute');
  return startMinute === endMinute ? null : { startMinute, endMinute };
}

/** Reads the choice made in the sheet against the clock. */
export function readWhen(choice: DraftWhen, window: DiscountWindow | null, context: TimeContext): ReadWhen {
  switch (choice.kind) {
    case 'now':
      return { ok: true, when: { kind: 'now' }, startsAt: null };
    case 'discount': {
      const at = window && nextDiscountInstant(context.now, window, context.officeZone);
      return { ok: true, when: { kind: 'discount' }, startsAt: at !== null && at > context.now ? at : null };
    }
    case 'time': {
      const at = readLocal(choice.date, choice.time);
      if (typeof at === 'string') return { ok: false, problem: at };
      if (at <= context.now) return { ok: false, problem: 'This time has passed. Choose a later one, or send now.' };
      return { ok: true, when: { kind: 'time', at: new Date(at).toISOString() }, startsAt: at };
    }
  }
}

/** The instant of a date and a time field in the screen's own zone, or the sentence that says what is missing. */
function readLocal(date: string, time: string): number | string {
  if (date === '' && time === '') return 'Choose the day and the time.';
  if (date === '') return 'Choose the day.';
  if (time === '') return 'Choose the time.';
  const at = new Date(`${date}T${time}`).getTime();
  if (Number.isNaN(at)) return 'This is not a date and a time.';
  if (at > Date.UTC(9999, 0)) return 'This day is too far away.';
  return at;
}

/** `20:00`, `tomorrow 20:00`, `Fri 20:00`, `3 Apr 20:00`: as near as it needs to be, in a zone. */
export function timeWords(at: number, now: number, zone: string): string {
  const clock = format(at, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const days = dayNumber(at, zone) - dayNumber(now, zone);
  if (days === 0) return clock;
  if (days === 1) return `tomorrow ${clock}`;
  if (days === -1) return `yesterday ${clock}`;
  if (days > 1 && days < 7) return `${format(at, zone, { weekday: 'short' })} ${clock}`;
  const sameYear = format(at, zone, { year: 'numeric' }) === format(now, zone, { year: 'numeric' });
  return `${format(at, zone, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) })} ${clock}`;
}

/** The words of the primary button after the pages: `now`, `at 20:00`, `tomorrow at 20:00`, `on 3 Apr at 20:00`. */
export function startWords(startsAt: number | null, now: number, zone: string): string {
  if (startsAt === null) return 'now';
  const words = timeWords(startsAt, now, zone);
  const space = words.lastIndexOf(' ');
  if (space < 0) return `at ${words}`;
  const day = words.slice(0, space);
  return `${day === 'tomorrow' ? day : `on ${day}`} at ${words.slice(space + 1)}`;
}

/** The line under “Discount rate” when nothing is chosen yet. */
export function discountWords(window: DiscountWindow | null, context: TimeContext): string {
  if (!window) return 'No window is set';
  const at = nextDiscountInstant(context.now, window, context.officeZone);
  return at <= context.now ? 'Open now' : sentenceStart(timeWords(at, context.now, context.screenZone));
}

/** The sentence below the choices: what will happen and why then. */
export function whenSentence(choice: DraftWhen, window: DiscountWindow | null, context: TimeContext): string {
  const read = readWhen(choice, window, context);
  if (!read.ok) return read.problem;
  switch (choice.kind) {
    case 'now':
      return 'Goes as soon as a line is free.';
    case 'discount': {
      if (!window) return 'No discount window is set: it goes as soon as a line is free. Settings has the window.';
      const span = `${clockOf(window.startMinute)}–${clockOf(window.endMinute)}${zoneWords(context)}`;
      if (read.startsAt === null) return `The window ${span} is open: it goes as soon as a line is free.`;
      return `Waits ${durationWords(read.startsAt - context.now)} for the window ${span}.`;
    }
    case 'time': {
      const wait = durationWords((read.startsAt ?? context.now) - context.now);
      return `Waits ${wait}${context.screenZone === context.officeZone ? '' : `; this computer’s time, ${place(context.screenZone)}`}.`;
    }
  }
}

/** ` Chicago time` where the office's clock is not the screen's, else nothing. */
const zoneWords = (context: TimeContext) =>
  context.screenZone === context.officeZone ? '' : ` ${place(context.officeZone)} time`;

const place = (zone: string) => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

/** `45 min`, `6 h 2 min`, `3 days`. Rounded up: a fax never goes before its time. */
export function durationWords(milliseconds: number): string {
  const minutes = Math.max(1, Math.ceil(milliseconds / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.round(hours / 24)} days`;
}

const clockOf = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const sentenceStart = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const format = (at: number, zone: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone }).format(at);

/** Counts the days of a zone's calendar, for telling today from tomorrow. */
function dayNumber(at: number, zone: string): number {
  const [year = 0, month = 1, day = 1] = new Intl.DateTimeFormat('en-CA', { timeZone: zone })
    .format(at)
    .split('-')
    .map(Number);
  return Math.floor(Date.UTC(year, month - 1, day) / 86_400_000);
}

/** The date and time fields' values of an instant in the screen's own zone: `2026-03-04`, `20:00`. */
export function fieldValues(at: number): { readonly date: string; readonly time: string } {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString();
  return { date: local.slice(0, 10), time: local.slice(11, 16) };
}

/** The line under “Now”: whether a line is free for it. */
export function nowWords(
  ports: readonly { readonly send: boolean; readonly state: string }[],
  paused: boolean,
): string {
  if (paused) return 'Sending is paused';
  const sending = ports.filter((port) => port.send && port.state !== 'offline' && port.state !== 'out-of-service');
  if (sending.length === 0) return 'No line can send';
  return sending.some((port) => port.state === 'idle') ? 'A line is free' : 'After the calls now';
}
