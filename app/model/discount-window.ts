import { zoneFormatters } from './zone-formatters.ts';

/** The daily cheap-rate window in office local time: from its start (included) to its end (excluded). */
export interface DiscountWindow {
  /** Minutes after midnight, 0 to 1439. */
  readonly startMinute: number;
  /** Minutes after midnight, 0 to 1439; before the start: the window runs past midnight. */
  readonly endMinute: number;
}

const MINUTE = 60_000;
const DAY_MINUTES = 1440;

const formatterOf = zoneFormatters();

/** A day of the local calendar and a minute of it. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Minutes after midnight by the wall clock, 0 to 1439. */
  readonly minute: number;
}

/**
 * The first instant at or after `now` that lies in the window (object model 3.1). Equal start and end mean that there
 * is no window: the answer is `now`. On the day the clocks go forward, a start that does not exist is the first minute
 * that does; on the day they go back, the hour that comes twice is taken by what the wall clock says, both times.
 *
 * @param now milliseconds since the epoch
 * @param zone IANA name of the office's zone
 */
export function nextDiscountInstant(now: number, window: DiscountWindow, zone: string): number {
  const { startMinute, endMinute } = window;
  if (startMinute === endMinute) return now;
  const local = localTimeOf(now, zone);
  if (isInsideWindow(local.minute, window)) return now;
  const today = instantOf({ ...local, minute: startMinute }, zone);
  return today > now ? today : instantOf({ ...nextDay(local), minute: startMinute }, zone);
}

/** Whether a minute of the day lies in a window; equal start and end hold no minute. Pure. */
export function isInsideWindow(minute: number, { startMinute, endMinute }: DiscountWindow): boolean {
  return startMinute < endMinute
    ? startMinute <= minute && minute < endMinute
    : minute >= startMinute || minute < endMinute;
}

/** The wall clock of a zone at an instant. */
export function localTimeOf(instant: number, zone: string): LocalTime {
  if (instant < FULL_QUARTERS) return calendarTimeOf(instant, zone);
  const local = new Date(instant + quarterOffset(instant, zone));
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    minute: local.getUTCHours() * 60 + local.getUTCMinutes(),
  };
}

/** From 1973 on every zone has an offset of full minutes, and changes it at a full quarter of an hour. */
const FULL_QUARTERS = Date.UTC(1973, 0, 1);
const QUARTER = 15 * MINUTE;
/** Quarters of an hour that are remembered of a zone. */
const MOST_QUARTERS = 10_000;

/** By zone: the offsets of quarters of an hour. A queue of thousands asks for the same few with every change. */
const offsets = new Map<string, Map<number, number>>();

function quarterOffset(instant: number, zone: string): number {
  const quarter = Math.floor(instant / QUARTER);
  const known = offsets.get(zone) ?? new Map<number, number>();
  const offset = known.get(quarter);
  if (offset !== undefined) return offset;
  const { year, month, day, minute } = calendarTimeOf(quarter * QUARTER, zone);
  const made = Date.UTC(year, month - 1, day, 0, minute) - quarter * QUARTER;
  if (known.size >= MOST_QUARTERS) known.clear();
  offsets.set(zone, known.set(quarter, made));
  return made;
}

function calendarTimeOf(instant: number, zone: string): LocalTime {
  const parts = formatterOf(zone).formatToParts(instant);
  const value = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return {
    year: value('year'),
    month: value('month'),
    day: value('day'),
    minute: value('hour') * 60 + value('minute'),
  };
}

/**
 * The first instant at which the wall clock shows this time or, where the clocks skip it, the first after the gap.
 */
function instantOf(local: LocalTime, zone: string): number {
  const wall = Date.UTC(local.year, local.month - 1, local.day, 0, local.minute);
  // A zone's offset is between -12 and +14 hours and changes by transitions: the true instant is the wall time less
  // the offset of a moment near it. Both offsets around a transition are tried; the earlier fitting instant is taken.
  const offsets = [offsetAt(wall - DAY_MINUTES * MINUTE, zone), offsetAt(wall + DAY_MINUTES * MINUTE, zone)];
  const fitting = offsets.map((offset) => wall - offset).filter((at) => at + offsetAt(at, zone) === wall);
  if (fitting.length > 0) return Math.min(...fitting);
  return endOfGap(wall - Math.max(...offsets), wall - Math.min(...offsets), zone);
}

/** The instant between two at which the zone's offset changes. */
function endOfGap(from: number, to: number, zone: string): number {
  let [before, after] = [from, to];
  const old = offsetAt(before, zone);
  while (after - before > MINUTE) {
    const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE;
    if (offsetAt(middle, zone) === old) before = middle;
    else after = middle;
  }
  return after;
}

/** Wall clock minus UTC at an instant, in milliseconds, to the minute. */
function offsetAt(instant: number, zone: string): number {
  const { year, month, day, minute } = localTimeOf(instant, zone);
  return Date.UTC(year, month - 1, day, 0, minute) - Math.floor(instant / MINUTE) * MINUTE;
}

function nextDay(local: LocalTime): LocalTime {
  const date = new Date(Date.UTC(local.year, local.month - 1, local.day + 1));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), minute: local.minute };
}
