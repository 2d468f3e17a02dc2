import type { SubmitInput } from '../contract/requests.ts';
import { FaxError } from '../model/errors.ts';
import type { SettingName } from '../model/settings.ts';
import type { Office } from '../office/office.ts';
import { type Console, tell } from './console.ts';

type When = NonNullable<SubmitInput['when']>;

/**
 * `--at`: `now`, `discount`, or an ISO-8601 time, taken as the user's local time when it names no zone. Throws
 * `ARGUMENT_INVALID`.
 */
export function parseWhen(text: string): When {
  if (text === 'now' || text === 'discount') return { kind: text };
  const at = ISO.test(text) ? new Date(text.replace(' ', 'T')) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime()))
    throw new FaxError('ARGUMENT_INVALID', {
      message: `--at cannot be “${text.slice(0, 40)}”.`,
      next: 'Use now, discount, or a time such as 2026-03-07T20:00.',
    });
  return { kind: 'time', at: at.toISOString() };
}

/**
 * `--at` as `parseWhen` reads it, but for a time that has passed: a mistyped year must not send at once. `now` in ms, UTC.
 * Throws `ARGUMENT_INVALID`.
 */
export function parseUpcoming(text: string, now: number): When {
  const when = parseWhen(text);
  // A minute's grace: a time is given to the minute.
  if (when.kind === 'time' && Date.parse(when.at) < now - 60_000)
    throw new FaxError('ARGUMENT_INVALID', {
      message: `The time ${when.at} has passed.`,
      next: 'Give a time to come, or leave --at out to send now.',
    });
  return when;
}

/** Says that a discount fax goes at once where no discount window is set: who asks for it wants it held back. */
export async function tellOfNoWindow(office: Office, when: When, console: Console): Promise<void> {
  if (when.kind !== 'discount') return;
  const { settings } = await office.request('settings.list', {});
  const value = (name: SettingName) => settings.find((setting) => setting.name === name)?.value;
  const none =
    value('discountRateStartHour') === value('discountRateEndHour') &&
    value('discountRateStartMinute') === value('discountRateEndMinute');
  if (none)
    tell(
      console,
      'fax: No discount window is set, so the fax goes at once. Set one: fax settings discountRateStartHour=20 discountRateEndHour=6.',
    );
}

/** Date and time; a date alone would mean midnight in another zone, which nobody means. */
const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?$/;
