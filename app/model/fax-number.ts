import { FaxError } from './errors.ts';

/** Digits that a dialled number may have at most: T.30's identification fields hold 20. */
const MAX_DIGITS = 20;

/**
 * A typed fax number in its dialled form: digits, with a leading + kept.
 * Spaces and the signs ( ) - . / are dropped. Throws `NUMBER_INVALID`.
 */
export function parseFaxNumber(typed: string): string {
  const text = typed.trim();
  if (!/^\+?[\d\s().\-/]+$/.test(text)) throw invalid(typed);
  const digits = text.replace(/\D/g, '');
  if (digits.length === 0 || digits.length > MAX_DIGITS) throw invalid(typed);
  return text.startsWith('+') ? `+${digits}` : digits;
}

function invalid(typed: string): FaxError {
  const shown = typed.length > 40 ? `${typed.slice(0, 40)}…` : typed;
  return new FaxError('NUMBER_INVALID', { message: `“${shown}” is not a fax number.` });
}
