import type { Job } from '../../app/model/job.ts';
import type { Port } from '../../app/model/port.ts';

/** The colour role of a state: `--st-NAME`. */
export type StateLook =
  | 'sending'
  | 'receiving'
  | 'waiting'
  | 'scheduled'
  | 'blocked'
  | 'retrying'
  | 'suspended'
  | 'failed'
  | 'done'
  | 'removing'
  | 'unknown';

export type StateIconName =
  | 'up'
  | 'down'
  | 'waiting'
  | 'blocked'
  | 'clock'
  | 'moon'
  | 'retry'
  | 'paused'
  | 'failed'
  | 'done'
  | 'removing'
  | 'unknown';

/** A state as it is shown: colour, icon and word. */
export interface StateWords {
  readonly look: StateLook;
  readonly icon: StateIconName;
  readonly word: string;
}

const state = (look: StateLook, icon: StateIconName, word: string): StateWords => ({ look, icon, word });

const waiting = state('waiting', 'waiting', 'Waiting');
const atTime = state('scheduled', 'clock', 'Scheduled');
const atDiscount = state('scheduled', 'moon', 'Scheduled');

/** True when a waiting job waits for its own time or for the discount window, and not for a line. */
export function isScheduled(job: Pick<Job, 'state' | 'schedule' | 'nextAt'>): boolean {
  return job.state === 'waiting' && job.schedule !== 'now' && job.nextAt !== null;
}

/** How a job's state is shown. */
export function jobStateWords(job: Pick<Job, 'state' | 'schedule' | 'nextAt'>): StateWords {
  switch (job.state) {
    case 'preparing':
      return state('waiting', 'waiting', 'Preparing');
    case 'waiting':
      if (!isScheduled(job)) return waiting;
      return job.schedule === 'discount' ? atDiscount : atTime;
    case 'paused':
      return state('suspended', 'paused', 'Paused');
    case 'dialing':
      return state('sending', 'up', 'Dialling');
    case 'sending':
      return state('sending', 'up', 'Sending');
    case 'retrying':
      return state('retrying', 'retry', 'Retrying');
    case 'delivered':
      return state('done', 'done', 'Delivered');
    case 'failed':
      return state('failed', 'failed', 'Failed');
    case 'cancelled':
      return state('removing', 'removing', 'Cancelled');
    case 'uncertain':
      return state('retrying', 'unknown', 'Uncertain');
    case 'receiving':
      return state('receiving', 'down', 'Receiving');
    case 'routing':
      return state('receiving', 'down', 'Filing');
    case 'received':
      return state('done', 'done', 'Received');
  }
}

/** How a port's state is shown. */
export function portStateWords(port: Pick<Port, 'state'>): StateWords {
  switch (port.state) {
    case 'idle':
      return state('waiting', 'waiting', 'Idle');
    case 'ringing':
      return state('receiving', 'down', 'Ringing');
    case 'dialing':
      return state('sending', 'up', 'Dialling');
    case 'sending':
      return state('sending', 'up', 'Sending');
    case 'receiving':
      return state('receiving', 'down', 'Receiving');
    case 'offline':
      return state('suspended', 'paused', 'Offline');
    case 'out-of-service':
      return state('failed', 'failed', 'Out of service');
  }
}
