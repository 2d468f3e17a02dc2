import type { SubmitInput } from '../contract/requests.ts';
import { FaxError } from '../model/errors.ts';

/**
 * `--at`: `now`, `discount`, or an ISO-8601 time, taken as the user's local time when it names no zone. Throws
 * `ARGUMENT_INVALID`.
 */
export function parseWhen(text: string): NonNullable<SubmitInput['when']> {
  if (text === 'now' || text === 'discount') return { kind: text };
  const at = ISO.test(text) ? new Date(text.replace(' ', 'T')) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime()))
    throw new FaxError('ARGUMENT_INVALID', {
      message: `--at cannot be “${text.slice(0, 40)}”.`,
      next: 'Use now, discount, or a time such as 2026-03-07T20:00.',
    });
  return { kind: 'time', at: at.toISOString() };
}

/** Date and time; a date alone would mean midnight in another zone, which nobody means. */
const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?$/;
