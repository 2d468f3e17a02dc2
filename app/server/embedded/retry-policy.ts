import { type RetryClass, retryClassOf } from '../../lines/call-ends.ts';
import type { Outcome } from '../../model/job.ts';
import type { Settings } from '../../model/settings.ts';

/** What a repetition is good for where the code of the end says nothing: outcomes that none can mend. */
const hopeless: ReadonlySet<Outcome> = new Set(['not-in-service', 'blocked-number', 'incompatible', 'password']);

/** How an attempt failed: the outcome, and the code of the call's end. */
export interface Failure {
  readonly outcome: Outcome;
  readonly code: string;
}

export type AfterFailure =
  | { readonly state: 'retrying'; readonly retryAt: number }
  | { readonly state: 'failed' }
  | { readonly state: 'uncertain' };

/**
 * What becomes of a job whose attempt failed: by the retry class of the call's end. `retries` counts the attempts after
 * the first and `retryDelay` is in minutes; their values at this moment hold (object model 3.2).
 *
 * @param failures failed attempts so far, this one included
 */
export function afterFailure(
  failure: Failure,
  failures: number,
  settings: Pick<Settings, 'retries' | 'retryDelay'>,
  now: number,
): AfterFailure {
  switch (retryClass(failure)) {
    case 'ask':
      return { state: 'uncertain' };
    case 'never':
      return { state: 'failed' };
    case 'soon':
      if (failures > settings.retries) return { state: 'failed' };
      return { state: 'retrying', retryAt: now + settings.retryDelay * 60_000 };
  }
}

function retryClass({ outcome, code }: Failure): RetryClass {
  if (outcome === 'uncertain') return 'ask';
  return retryClassOf(code, outcome) ?? (hopeless.has(outcome) ? 'never' : 'soon');
}
