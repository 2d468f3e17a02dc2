import { plural } from './plural.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A span as one short figure: `40 s`, `17 min`, `4 h`, `3 d`. Milliseconds; less than nothing counts as nothing. */
export function formatAge(milliseconds: number): string {
  const span = Math.max(0, milliseconds);
  if (span < minute) return `${Math.floor(span / second)} s`;
  if (span < hour) return `${Math.floor(span / minute)} min`;
  if (span < day) return `${Math.floor(span / hour)} h`;
  return `${Math.floor(span / day)} d`;
}

/** A span in at most two figures: `22 s`, `2 min 29 s`, `6 h 2 min`, `3 d 4 h`. */
export function formatSpan(milliseconds: number): string {
  const span = Math.max(0, milliseconds);
  if (span < minute) return `${Math.floor(span / second)} s`;
  if (span < hour) return two(span, minute, 'min', second, 's');
  if (span < day) return two(span, hour, 'h', minute, 'min');
  return two(span, day, 'd', hour, 'h');
}

function two(span: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const first = Math.floor(span / large);
  const rest = Math.floor((span % large) / small);
  return rest === 0 ? `${first} ${largeUnit}` : `${first} ${largeUnit} ${rest} ${smallUnit}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function format(kind: string, zone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${kind} ${zone ?? ''}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone });
  formats.set(key, made);
  return made;
}

/** A time of day of 24 hours: `13:58`. */
export function formatTime(at: string | number, zone?: string): string {
  return format('time', zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));
}

/** A time of day with seconds, for transcripts: `13:58:02`. */
export function formatTimeExact(at: string | number, zone?: string): string {
  return format('exact', zone, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(
    new Date(at),
  );
}

/** A day: `Tue 3 Mar`. */
export function formatDay(at: string | number, zone?: string): string {
  return format('day', zone, { weekday: 'short', day: 'numeric', month: 'short' })
    .format(new Date(at))
    .replace(',', '');
}

/** Day and time: `Tue 3 Mar, 13:58`. */
export function formatDayTime(at: string | number, zone?: string): string {
  return `${formatDay(at, zone)}, ${formatTime(at, zone)}`;
}

/** The time alone when it is today, else the day before it: `13:58` or `Mon 2 Mar, 09:10`. */
export function formatWhen(at: string | number, now: number, zone?: string): string {
  return isSameDay(at, now, zone) ? formatTime(at, zone) : formatDayTime(at, zone);
}

/** True when both instants lie on one calendar day of the zone. */
export function isSameDay(a: string | number, b: string | number, zone?: string): boolean {
  const date = format('date', zone, { year: 'numeric', month: '2-digit', day: '2-digit' });
  return date.format(new Date(a)) === date.format(new Date(b));
}

/** Pages as words: `1 page`, `8 pages`. */
export const formatPages = (pages: number): string => plural(pages, { one: '# page', other: '# pages' });
