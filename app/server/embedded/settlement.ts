import type { Outcome } from '../../model/job.ts';
import type { Settings } from '../../model/settings.ts';
import type { JobRecord } from '../../store/records.ts';
import type { LiveCall, LiveJob } from './live.ts';
import { afterFailure, counted } from './retry-policy.ts';
import { failedWords, pageWords, practiceWords, withoutFullStop } from './wording.ts';

/** How a call ended, as far as the job is concerned. */
export interface CallEnd {
  readonly outcome: Outcome;
  readonly code: string;
  readonly words: string;
  /** The last page went out in full and the far end was not heard to answer it. */
  readonly unconfirmed: boolean;
  /** The stored document could not be read, so no call was made; `words` tell it. */
  readonly hopeless: boolean;
}

/** An unavailable line is not a failed attempt (object model 3.2); the job leaves it alone for so long, ms. */
const LINE_PAUSE = 5000;

type Changes = Partial<Omit<JobRecord, 'id'>>;

/**
 * What becomes of a job when its call has ended. Pure. What the far end confirmed counts before anything else: a fax
 * with every page confirmed is delivered, however the call ended and whoever wanted to end it.
 */
export function settle(
  job: Pick<LiveJob, 'record' | 'pagesConfirmed'>,
  ending: LiveCall['ending'],
  end: CallEnd,
  settings: Settings,
  now: number,
): Changes {
  const { record } = job;
  if (job.pagesConfirmed >= record.pages) return delivered(record, now);
  if (ending === 'cancel') return cancelled(now, end.unconfirmed);
  // The engine knows best whether the last page may have arrived; where it had no say, what was seen to go out tells.
  if (end.outcome === 'uncertain' || (end.unconfirmed && isNoFault(end.outcome))) return uncertain(now);
  if (end.code === 'a-line-in-use') return { ...interrupted('The line was in use'), retryAt: now + LINE_PAUSE };
  if (ending === 'shutdown') return interrupted('Interrupted when Fax Console stopped');
  return failedAttempt(record, { ...end, outcome: faultOf(end.outcome) }, settings, now);
}

/** Ends that say nothing of the far end. */
const isNoFault = (outcome: Outcome): boolean =>
  outcome === 'ok' || outcome === 'cancelled' || outcome === 'line-failed';

/** An end that is no fault of its own but left pages unsent is the line's. */
const faultOf = (outcome: Outcome): Outcome => (isNoFault(outcome) ? 'line-failed' : outcome);

export function delivered(record: Pick<JobRecord, 'pages' | 'practice'>, now: number): Changes {
  const words = `Delivered ${pageWords(record.pages)}`;
  return {
    state: 'delivered',
    paused: false,
    outcome: 'ok',
    words: record.practice ? `${words}. ${practiceWords}` : words,
    finishedAt: now,
    retryAt: null,
  };
}

export function cancelled(now: number, unconfirmed: boolean): Changes {
  return {
    state: 'cancelled',
    paused: false,
    outcome: 'cancelled',
    words: unconfirmed ? 'Cancelled; the last page may have arrived' : 'Cancelled',
    finishedAt: now,
    retryAt: null,
  };
}

export function uncertain(now: number): Changes {
  return {
    state: 'uncertain',
    paused: false,
    outcome: 'uncertain',
    words: 'The last page was sent, but its confirmation was not seen. Ask the recipient, then send again or cancel',
    finishedAt: now,
    retryAt: null,
  };
}

/** Back to the queue as if the attempt had not counted. */
export function interrupted(words: string): Changes {
  return { state: 'waiting', outcome: null, words, retryAt: null };
}

type Counted = Pick<JobRecord, 'failures' | 'failuresByOutcome' | 'port'>;

function failedAttempt(record: Counted, end: CallEnd, settings: Settings, now: number): Changes {
  const { outcome, words } = end;
  const failure = { outcome, code: end.code, badDocument: end.hopeless };
  const counters = counted(record, failure);
  const next = afterFailure(failure, counters, settings, now);
  switch (next.state) {
    case 'retrying':
      return {
        state: 'retrying',
        ...counters,
        outcome,
        words,
        retryAt: next.retryAt,
        avoidPort: next.otherPort ? record.port : null,
      };
    case 'uncertain':
      return { ...uncertain(now), ...counters };
    case 'failed':
      return { ...failed(counters.failures, outcome, now), ...counters, ...(end.hopeless ? { words } : {}) };
  }
}

/**
 * A job that may not be called: its number is blocked. Nothing was dialled; the retry table says whether it is looked at
 * again.
 *
 * @param why the rule's reason, or null
 */
export function blocked(record: Counted, why: string | null, settings: Settings, now: number): Changes {
  const words = why === null ? 'Number blocked' : `Number blocked: ${withoutFullStop(why)}`;
  const end = {
    outcome: 'blocked-number',
    code: 'NUMBER_BLOCKED',
    words,
    unconfirmed: false,
    hopeless: false,
  } as const;
  const changes = failedAttempt({ ...record, port: null }, end, settings, now);
  return changes.state === 'failed' && why !== null ? { ...changes, words } : changes;
}

function failed(failures: number, outcome: Outcome, now: number): Changes {
  return {
    state: 'failed',
    paused: false,
    outcome,
    words: failedWords(outcome, failures),
    finishedAt: now,
    retryAt: null,
    avoidPort: null,
  };
}
