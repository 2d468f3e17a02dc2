import type { DialRules } from '../../../model/dial-rules.ts';
import { FaxError } from '../../../model/errors.ts';

/** V.250 takes at least 40 signs of a command line; a longer dial string some modems cut without a word. */
export const LONGEST_DIAL_STRING = 40;

/** What people write between digits, and modems need not see. */
const written = /[ \u00a0\u202f().\-/]/g;

/**
 * Digits and tones (0-9 * # A-D), a pause (`,`), a wait for a dial tone (`W`), for silence (`@`), a hook flash (`!`), and
 * the way of dialling (`T`, `P`): V.250 6.3.1. No `;`, no line end: nothing here can end the dial command or start another.
 */
const diallable = /^[0-9*#A-D,W@!TP]+$/;

/**
 * What follows `ATD` for a number: `+1 (555) 555-0100` becomes `T9,5550100` on a line of area 555 behind an outside
 * digit. A number with a `+` is canonical, and the rules' prefixes apply; any other is dialled as it was typed, behind the
 * outside prefix alone. Pure. Throws `NUMBER_INVALID`.
 */
export function dialString(number: string, rules: DialRules): string {
  const typed = number.replace(written, '').toUpperCase();
  const wanted = typed.startsWith('+') ? fromCanonical(typed.slice(1), rules) : typed;
  if (!/\d/.test(wanted)) throw refused(number);
  const text = `${modes[rules.mode ?? 'modem']}${rules.prefix}${wanted}`;
  if (!diallable.test(text)) throw refused(number);
  if (text.length > LONGEST_DIAL_STRING)
    throw new FaxError('NUMBER_INVALID', {
      message: 'The number is too long to dial.',
      next: `With the line’s prefixes it may have ${LONGEST_DIAL_STRING} signs.`,
    });
  return text;
}

const modes = { tone: 'T', pulse: 'P', modem: '' } as const;

/** A canonical number (country code first) as this line reaches it. */
function fromCanonical(digits: string, { country, area, international, longDistance }: DialRules): string {
  if (!/^\d+$/.test(digits)) return '';
  if (country === null || !digits.startsWith(country)) return `${international}${digits}`;
  const national = digits.slice(country.length);
  const local = area !== null && national.startsWith(area) ? national.slice(area.length) : '';
  return local === '' ? `${longDistance}${national}` : local;
}

function refused(number: string): FaxError {
  const shown = number.length > 40 ? `${number.slice(0, 40)}…` : number;
  return new FaxError('NUMBER_INVALID', { message: `“${shown}” is not a number that can be dialled.` });
}
