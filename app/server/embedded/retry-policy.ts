import { type RetryClass, retryClassOf } from '../../lines/call-ends.ts';
import type { Outcome } from '../../model/job.ts';
import { type RetryOutcome, type RetryPart, retryOutcomes, retryRowName } from '../../model/retry-table.ts';
import { defaultSettings, type Settings } from '../../model/settings.ts';
import type { JobRecord } from '../../store/records.ts';

/** How an attempt failed: the outcome, and the code of the call's end. */
export interface Failure {
  readonly outcome: Outcome;
  readonly code: string;
  /** The stored document could not be read: it has a row of its own. */
  readonly badDocument?: boolean;
}

/** What the policy looks at of a job. */
export type Counters = Pick<JobRecord, 'failures' | 'failuresByOutcome'>;

export type AfterFailure =
  | { readonly state: 'retrying'; readonly retryAt: number; readonly otherPort: boolean }
  | { readonly state: 'failed' }
  | { readonly state: 'uncertain' };

/** One row of the retry table as the settings have it. */
interface Row {
  /** Attempts after the first that end so; -1: as the server's. */
  readonly retries: number;
  /** Minutes; -1: as the server's. */
  readonly delay: number;
  readonly otherPort: boolean;
  /** Somebody has set the count: it holds against what the call's end itself says of a repetition. */
  readonly overridden: boolean;
}

const hasRow = (outcome: string): outcome is RetryOutcome => retryOutcomes.some((row) => row.outcome === outcome);

/** The row that a failure counts in. */
export function rowNameOf({ outcome, badDocument }: Pick<Failure, 'outcome' | 'badDocument'>): RetryOutcome {
  if (badDocument) return 'bad-document';
  return hasRow(outcome) ? outcome : 'line-failed';
}

function rowOf(settings: Settings, outcome: RetryOutcome): Row {
  const value = <P extends RetryPart>(part: P) => settings[retryRowName(outcome, part)];
  const retries = value('Retries');
  return {
    retries,
    delay: value('Delay'),
    otherPort: value('OtherPort'),
    overridden: retries !== defaultSettings[retryRowName(outcome, 'Retries')],
  };
}

/** A job's counters with one more failure. */
export function counted(before: Counters, failure: Pick<Failure, 'outcome' | 'badDocument'>): Counters {
  const row = rowNameOf(failure);
  const { failures, failuresByOutcome } = before;
  return {
    failures: failures + 1,
    failuresByOutcome: { ...failuresByOutcome, [row]: (failuresByOutcome[row] ?? 0) + 1 },
  };
}

/**
 * What becomes of a job whose attempt failed, by the retry table. The server's `retries` counts attempts after the first
 * over all outcomes; a row's count limits that outcome inside it. A row at its default leaves the word to the class of
 * the call's end: what that says never to repeat is not repeated. The settings of this moment hold (object model 3.2).
 *
 * @param job counters with this failure counted
 */
export function afterFailure(failure: Failure, job: Counters, settings: Settings, now: number): AfterFailure {
  if (retryClass(failure) === 'ask') return { state: 'uncertain' };
  const name = rowNameOf(failure);
  const row = rowOf(settings, name);
  const never = retryClass(failure) === 'never' && !row.overridden;
  if (never || attemptsAfter(job, [name], settings) === 0) return { state: 'failed' };
  const delay = row.delay >= 0 ? row.delay : settings.retryDelay;
  return { state: 'retrying', retryAt: now + delay * 60_000, otherPort: row.otherPort };
}

function retryClass({ outcome, code, badDocument }: Failure): RetryClass {
  if (outcome === 'uncertain') return 'ask';
  if (badDocument) return 'soon';
  return retryClassOf(code, outcome) ?? 'soon';
}

/** Attempts that may still follow if they end by these rows: inside the server's total, and inside each row. */
function attemptsAfter(job: Counters, rows: readonly RetryOutcome[], settings: Settings): number {
  const inRows = rows.map((row) => {
    const { retries } = rowOf(settings, row);
    return retries < 0 ? Number.POSITIVE_INFINITY : retries + 1 - (job.failuresByOutcome[row] ?? 0);
  });
  return Math.max(0, Math.min(settings.retries + 1 - job.failures, ...inRows));
}

/**
 * Attempts that may still be made for a job that waits or is on a line, the present one included. A job that is to be
 * tried again has at least one, whatever was set since.
 */
export function attemptsAhead(job: Counters & Pick<JobRecord, 'state' | 'outcome'>, settings: Settings): number {
  if (job.failures === 0) return settings.retries + 1;
  const last = rowNameOf({ outcome: job.outcome ?? 'line-failed' });
  const rows: RetryOutcome[] = job.failuresByOutcome['bad-document'] ? [last, 'bad-document'] : [last];
  return Math.max(1, attemptsAfter(job, rows, settings));
}
