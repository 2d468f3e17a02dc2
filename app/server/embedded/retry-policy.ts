import type { Outcome } from '../../model/job.ts';
import type { Settings } from '../../model/settings.ts';

/** Outcomes that no repeat can mend. */
const hopeless: ReadonlySet<Outcome> = new Set(['not-in-service', 'blocked-number', 'incompatible', 'password']);

export type AfterFailure =
  | { readonly state: 'retrying'; readonly retryAt: number }
  | { readonly state: 'failed' }
  | { readonly state: 'uncertain' };

/**
 * What becomes of a job whose attempt failed. `retries` counts the attempts after the first and `retryDelay` is in
 * minutes; their values at this moment hold (object model 3.2).
 *
 * @param failures failed attempts so far, this one included
 */
export function afterFailure(
  outcome: Outcome,
  failures: number,
  settings: Pick<Settings, 'retries' | 'retryDelay'>,
  now: number,
): AfterFailure {
  if (outcome === 'uncertain') return { state: 'uncertain' };
  if (hopeless.has(outcome) || failures > settings.retries) return { state: 'failed' };
  return { state: 'retrying', retryAt: now + settings.retryDelay * 60_000 };
}
