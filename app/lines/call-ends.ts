import type { Outcome } from '../model/job.ts';
import { type CallEnd, callEnds, type RetryClass } from '../t30/outcomes.ts';

export type { CallEnd, RetryClass } from '../t30/outcomes.ts';

/**
 * What a repetition is good for after a call that ended with this code: `soon`, `never`, or `ask` a person first. Null
 * for a code that is not in the list of call ends, or not with this outcome.
 */
export function retryClassOf(code: string, outcome: Outcome): RetryClass | null {
  return callEndOf(code, outcome)?.retry ?? null;
}

/** Who failed, where, and what to do, for a call that ended so. Null as with {@link retryClassOf}. */
export function callEndOf(code: string, outcome: Outcome): CallEnd | null {
  if (!isEnd(code)) return null;
  const end = callEnds[code];
  return end.outcome === outcome ? end : null;
}

const isEnd = (code: string): code is keyof typeof callEnds => Object.hasOwn(callEnds, code);
