import type { ResultCode } from './at-channel.ts';

/** Result codes in words, as modems spell them (V.250 6.3.1, T.31 8, vendors). First match wins. */
const words: readonly (readonly [RegExp, ResultCode])[] = [
  [/^OK$/, 'OK'],
  [/^CONNECT(?: .*)?$/, 'CONNECT'],
  [/^(?:ERROR|\+CM[ES] ERROR.*|COMMAND NOT SUPPORT(?:ED)?)$/, 'ERROR'],
  [/^NO CARRIER$/, 'NO CARRIER'],
  [/^NO DIAL ?TONE$/, 'NO DIALTONE'],
  [/^BUSY$/, 'BUSY'],
  [/^NO ANSWER$/, 'NO ANSWER'],
  // Modems that refuse a number they failed to reach before, or refuse to dial so soon again.
  [/^(?:BLACKLISTED|DELAYED)(?: .*)?$/, 'ERROR'],
  [/^(?:\+?FC? ?ERROR|\+FCERR|\+F4)$/, '+FCERROR'],
  [/^\+FRH: ?3$/, '+FRH:3'],
];

/** Numeric codes (ATV0), V.250 table 1; 2 is RING and no final code. */
const numbers: Readonly<Record<string, ResultCode>> = {
  '0': 'OK',
  '1': 'CONNECT',
  '3': 'NO CARRIER',
  '4': 'ERROR',
  '6': 'NO DIALTONE',
  '7': 'BUSY',
  '8': 'NO ANSWER',
};

/** A final result code from a line in words, or null where it is none. */
export function codeOfWords(line: string): ResultCode | null {
  const first = line.charCodeAt(0);
  // Most lines are none: only these letters begin one (+ B C D E F N O).
  if (first !== 0x2b && (first < 0x42 || first > 0x4f)) return null;
  for (const [form, code] of words) if (form.test(line)) return code;
  return null;
}

/** A final result code from a line of digits, `RING` for 2, or null where it is none. */
export function codeOfNumber(line: string): ResultCode | 'RING' | null {
  if (line === '2') return 'RING';
  return Object.hasOwn(numbers, line) ? (numbers[line] ?? null) : null;
}

/** What the network or the modem says on its own, also in the middle of an exchange: rings, caller ID, distinctive ring. */
export function isAboutRinging(line: string): boolean {
  return /^(?:RING\b|(?:NMBR|NAME|DATE|TIME|MESG|DDN_NMBR|CALLER NUMBER|CALLER NAME|DRON|DROF|CID|CLIP)\s*[=:]|\+CLIP:|DR[ON]F?=)/i.test(
    line,
  );
}

/** What a Class 2 modem reports while a command is under way (T.32 8.4), told as it comes as well as with the answer. */
export function isReport(line: string): boolean {
  return /^\+F[A-Z]{1,4}(?::|$)/.test(line);
}
