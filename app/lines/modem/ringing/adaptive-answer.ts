/** What a call is that was answered, where the modem can tell (T.31 +FAE, T.32 +FAA). */
export type CallKind = 'fax' | 'data' | 'voice';

const kinds: readonly (readonly [RegExp, CallKind])[] = [
  [/^(?:\+?FAX|\+FCON?|\+A8C:.*)$/i, 'fax'],
  // +FDM: the modem goes over to data (SP-2388-A). A speed behind CONNECT is a data connection; Class 1 has none there.
  [/^(?:\+?DATA|\+FDM|CONNECT \d{3,6}.*)$/i, 'data'],
  [/^(?:\+?VOICE|\+FVOICE|\+FVO|VCON)$/i, 'voice'],
];

/** What a line says after ATA with adaptive answer; null where it says nothing of it. Pure. */
export function callKindOf(line: string): CallKind | null {
  const text = line.trim();
  for (const [form, kind] of kinds) if (form.test(text)) return kind;
  return null;
}

/** What to do with a call that was answered. */
export type AdaptiveDecision =
  | { readonly act: 'receive' }
  /** Hang up at once: the caller hears a short answer and then the busy tone. `words` say what it was. */
  | { readonly act: 'let-go'; readonly words: string };

/** Fax calls are taken; data calls and voice calls are let go. Pure. */
export function adaptiveDecision(kind: CallKind): AdaptiveDecision {
  switch (kind) {
    case 'fax':
      return { act: 'receive' };
    case 'data':
      return { act: 'let-go', words: 'It was a data call, and was let go.' };
    case 'voice':
      return { act: 'let-go', words: 'Somebody spoke; the call was let go.' };
  }
}
