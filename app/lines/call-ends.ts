import type { Outcome } from '../model/job.ts';
import { callEnds, type RetryClass } from '../t30/outcomes.ts';

export type { RetryClass } from '../t30/outcomes.ts';

/**
 * What a repetition is good for after a call that ended with this code: `soon`, `never`, or `ask` a person first. Null
 * for a code that is not in the list of call ends, or not with this outcome.
 */
export function retryClassOf(code: string, outcome: Outcome): RetryClass | null {
  if (!isEnd(code)) return null;
  const end = callEnds[code];
  return end.outcome === outcome ? end.retry : null;
}

const isEnd = (code: string): code is keyof typeof callEnds => Object.hasOwn(callEnds, code);
