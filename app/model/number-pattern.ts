import { z } from 'zod';

/**
 * A pattern of numbers: digits with a leading +, `?` for any one digit, and a `*` at its end for any more. Spaces and
 * ( ) - . / mean nothing. `555*` is every number that begins with 555.
 */
export const numberPatternSchema = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^\+?[\d?\s().\-/]*\*?$/)
  .refine((pattern) => /[\d?*]/.test(pattern));

/** Whether a number (as dialled: digits, a leading + kept) is meant by a pattern. Pure. */
export function matchesPattern(pattern: string, number: string): boolean {
  const [signs, digits] = [plain(pattern), plain(number)];
  const open = signs.endsWith('*');
  const fixed = open ? signs.slice(0, -1) : signs;
  if (open ? digits.length < fixed.length : digits.length !== fixed.length) return false;
  return [...fixed].every((sign, index) => sign === '?' || sign === digits[index]);
}

const plain = (text: string): string => text.replace(/[\s().\-/]/g, '');

/**
 * Whether an identification as it was heard (a TSI) is meant by a pattern: `*` at the pattern's end stands for any more,
 * upper and lower case are the same, and so are one space and several. Pure.
 */
export function matchesHeard(pattern: string, heard: string): boolean {
  const [wanted, given] = [folded(pattern), folded(heard)];
  return wanted.endsWith('*') ? given.startsWith(wanted.slice(0, -1).trimEnd()) : given === wanted;
}

const folded = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();
