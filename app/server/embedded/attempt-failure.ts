import { callEndOf } from '../../lines/call-ends.ts';
import { faxErrorCatalogue } from '../../model/errors.ts';
import type { AttemptFailure, Outcome } from '../../model/job.ts';
import type { AttemptRecord, JobRecord } from '../../store/records.ts';
import { adviceFor, outcomeWords } from './wording.ts';

type JobFacts = Pick<JobRecord, 'direction' | 'state' | 'paused' | 'attempts'>;
type End = Omit<AttemptFailure, 'code'> & { readonly repeats: boolean };

/**
 * Why a call for a job did not do its work, and what comes next as things stand now: of the job's last call alone, and
 * never a repetition that will not be made. Pure.
 */
export function failureOf(attempt: AttemptRecord, job: JobFacts): AttemptFailure | null {
  const { code, outcome } = attempt;
  if (code === null || outcome === null || outcome === 'ok' || outcome === 'cancelled') return null;
  const { repeats, next, ...end } = endOf(code, outcome);
  return { code, ...end, next: attempt.n === job.attempts ? nextStep(job, outcome, next, repeats) : null };
}

function endOf(code: string, outcome: Outcome): End {
  const end = callEndOf(code, outcome);
  if (end !== null) {
    const { who, phase, words, next, retry } = end;
    return { who, phase, words, next, repeats: retry === 'soon' };
  }
  if (isErrorCode(code)) {
    const { message, next } = faxErrorCatalogue[code];
    return { who: 'ours', phase: null, words: message, next, repeats: false };
  }
  if (code === 'interrupted')
    return { who: 'ours', phase: null, words: 'Fax Console ended while the call was up.', next: null, repeats: true };
  return { who: null, phase: null, words: `${outcomeWords[outcome]}.`, next: null, repeats: true };
}

const isErrorCode = (code: string): code is keyof typeof faxErrorCatalogue => Object.hasOwn(faxErrorCatalogue, code);

/** @param next what the call's end says, which holds while the fax is tried again */
function nextStep(job: JobFacts, outcome: Outcome, next: string | null, repeats: boolean): string | null {
  if (job.direction === 'in') return repeats ? 'Ask the sender to send it again.' : next;
  switch (job.state) {
    case 'retrying':
      return job.paused ? null : next;
    case 'waiting':
      return repeats ? null : next;
    case 'failed':
      return repeats ? adviceFor(outcome) : next;
    case 'uncertain':
      return 'Ask the recipient whether the fax arrived, then send it again or cancel it.';
    default:
      return null;
  }
}
