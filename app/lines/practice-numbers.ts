/** What happens to a call on the practice network, told by the called number's last three digits. */
export type PracticeEnding =
  | { readonly kind: 'busy' }
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'no-dial-tone' }
  /** Answers and stays silent. */
  | { readonly kind: 'silent' }
  /** Answers and clears the call. */
  | { readonly kind: 'clears' }
  | { readonly kind: 'no-carrier' }
  /** Busy so many times, then a built-in practice receiver answers. */
  | { readonly kind: 'answers'; readonly busyFirst: number };

const fixed: Readonly<Record<string, PracticeEnding>> = {
  '999': { kind: 'busy' },
  '998': { kind: 'no-answer' },
  '997': { kind: 'no-dial-tone' },
  '996': { kind: 'silent' },
  '995': { kind: 'clears' },
  '994': { kind: 'no-carrier' },
};

/**
 * What the practice network does with a number that belongs to no practice line: …999 busy, 998 no answer, 997 no
 * dial tone, 996 answers silent, 995 answers and clears, 994 no carrier, …97K busy K times and then answers.
 * Null for every other number: it is not in service there. Other signs than digits are ignored.
 */
export function practiceEnding(number: string): PracticeEnding | null {
  const last = number.replaceAll(/\D/g, '').slice(-3);
  const ending = fixed[last];
  if (ending) return ending;
  return /^97\d$/.test(last) ? { kind: 'answers', busyFirst: Number(last[2]) } : null;
}

/** A number as the practice network compares it: its digits. */
export function practiceDigits(number: string): string {
  return number.replaceAll(/\D/g, '');
}
