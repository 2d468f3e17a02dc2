import type { Snapshot } from '../../app/contract/snapshot.ts';
import { type DiscountWindow, localTimeOf, nextDiscountInstant } from '../../app/model/discount-window.ts';
import type { Port } from '../../app/model/port.ts';
import type { Setting } from '../../app/model/settings.ts';
import { sentences } from './sentences.ts';
import { formatSpan } from './time.ts';

/** The sentence of a fax that only practice lines carry. */
export const practiceSentence = 'Practice: not sent to the telephone network';

/** The same of a received fax. */
export const receivedPracticeSentence = 'Practice: not from the telephone network';

/** True where a fax's own words already say that it is practice: once on a row is enough. */
export const saysPractice = (words: string): boolean => words.includes(practiceSentence);

/** A reason as a row shows it. Practice comes first: what is cut off at the end, the state and the pages say as well. */
export const rowReason = (reason: string): string =>
  saysPractice(reason) ? sentences(practiceSentence, reason.replace(practiceSentence, '')) : reason;

const settingValue = (settings: readonly Setting[], name: string): Setting['value'] | undefined =>
  settings.find((setting) => setting.name === name)?.value;

/** True when new faxes are accepted and wait. */
export const isSendingPaused = (snapshot: Snapshot | null): boolean =>
  settingValue(snapshot?.settings ?? [], 'pauseServerQueue') === true;

/** The line on which a call waits to be answered, those answered by hand first; null when none rings. */
export function ringingPort(snapshot: Snapshot | null): Port | null {
  const ringing = snapshot?.ports.filter((port) => port.state === 'ringing') ?? [];
  return ringing.find((port) => port.receive === 'manual') ?? ringing[0] ?? null;
}

/** The discount window of the settings, or null when its two times are equal. */
export function discountWindow(settings: readonly Setting[]): DiscountWindow | null {
  const minutes = (edge: 'Start' | 'End'): number =>
    Number(settingValue(settings, `discountRate${edge}Hour`) ?? 0) * 60 +
    Number(settingValue(settings, `discountRate${edge}Minute`) ?? 0);
  const window = { startMinute: minutes('Start'), endMinute: minutes('End') };
  return window.startMinute === window.endMinute ? null : window;
}

/** A minute of the day as a clock shows it: `20:00`. */
export function formatMinute(minute: number): string {
  const wrapped = ((minute % 1440) + 1440) % 1440;
  return `${String(Math.floor(wrapped / 60)).padStart(2, '0')}:${String(wrapped % 60).padStart(2, '0')}`;
}

/** The window and what it does next: `Discount rate 20:00–06:00, opens in 6 h 2 min`. Null when there is none. */
export function discountWords(window: DiscountWindow | null, now: number, zone: string): string | null {
  if (window === null) return null;
  const range = `Discount rate ${formatMinute(window.startMinute)}–${formatMinute(window.endMinute)}`;
  const opens = nextDiscountInstant(now, window, zone);
  if (opens > now) return `${range}, opens in ${formatSpan(opens - now)}`;
  const { minute } = localTimeOf(now, zone);
  const left = (window.endMinute - minute + 1440) % 1440;
  return `${range}, open for ${formatSpan(left * 60_000)} more`;
}
