import { practiceDigits, practiceEnding } from '../../lines/practice-numbers.ts';
import { FaxError } from '../../model/errors.ts';
import type { LivePort } from './live.ts';

/**
 * Whether a fax to this number goes over practice lines. Where only practice lines exist it must, and numbers that are
 * not on them are refused; where real lines exist as well, only the practice lines' own numbers are practice.
 *
 * @param only the port it must go on, or null
 * Throws `NUMBER_NOT_PRACTICE`.
 */
export function isPractice(
  number: string,
  only: Pick<LivePort, 'practice'> | null,
  ports: readonly Pick<LivePort, 'practice' | 'number'>[],
): boolean {
  const own = ports.some((port) => port.practice && practiceDigits(port.number) === practiceDigits(number));
  const mustBe = only?.practice ?? ports.every((port) => port.practice);
  if (!mustBe) return only === null && own;
  if (!own && practiceEnding(number) === null) throw new FaxError('NUMBER_NOT_PRACTICE');
  return true;
}
