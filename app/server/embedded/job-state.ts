import { FaxError } from '../../model/errors.ts';
import type { JobState, Operation } from '../../model/job.ts';
import type { JobRecord } from '../../store/records.ts';

type Known = Pick<JobRecord, 'direction' | 'state' | 'paused'>;

/** The state that everyone sees: a pause rides on `waiting` and `retrying`. */
export function shownState(job: Known): JobState {
  return job.paused && (job.state === 'waiting' || job.state === 'retrying') ? 'paused' : job.state;
}

/**
 * What may be asked of a job now: just what the commands accept.
 *
 * @param ending the call is being ended already, by a cancel or because the server stops
 */
export function allowedOperations(job: Known, ending: boolean): readonly Operation[] {
  if (ending) return [];
  if (job.direction === 'in') return job.state === 'receiving' ? ['cancel'] : [];
  switch (job.state) {
    case 'waiting':
    case 'retrying':
      return job.paused ? ['resume', 'cancel', 'alter'] : ['pause', 'cancel', 'alter'];
    case 'dialing':
    case 'sending':
      return job.paused ? ['resume', 'cancel'] : ['pause', 'cancel'];
    case 'failed':
    case 'cancelled':
      return ['restart', 'alter'];
    case 'uncertain':
      return ['restart', 'cancel'];
    case 'delivered':
    case 'receiving':
    case 'routing':
    case 'received':
      return [];
  }
}

const pastOf: Readonly<Record<Operation, string>> = {
  pause: 'paused',
  resume: 'resumed',
  restart: 'sent again',
  cancel: 'cancelled',
  alter: 'changed',
};

/** Throws `OPERATION_NOT_ALLOWED`, naming the state and what can be done in it. */
export function assertAllowed(operation: Operation, job: Known, ending: boolean): void {
  const allowed = allowedOperations(job, ending);
  if (allowed.includes(operation)) return;
  throw new FaxError('OPERATION_NOT_ALLOWED', {
    message: `The fax is ${shownState(job)}: it cannot be ${pastOf[operation]} now.`,
    next:
      allowed.length === 0 ? 'Nothing can be done with it any more.' : `What can be done now: ${allowed.join(', ')}.`,
  });
}
