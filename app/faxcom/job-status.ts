import type { Port } from '../model/port.ts';
import {
  type DeviceStatusText,
  deviceStatusTexts,
  FPS_ABORTING,
  FPS_AVAILABLE,
  FPS_DIALING,
  FPS_INITIALIZING,
  FPS_OFFLINE,
  FPS_RECEIVING,
  FPS_RINGING,
  FPS_ROUTING,
  FPS_SENDING,
  FPS_UNAVAILABLE,
  FPS_UNKNOWN,
  JS_FAILED,
  JS_INPROGRESS,
  JS_NOLINE,
  JS_PAUSED,
  JS_PENDING,
  JS_RETRIES_EXCEEDED,
  JS_RETRYING,
  JT_FAIL_RECEIVE,
  JT_RECEIVE,
  JT_ROUTING,
  JT_SEND,
  type QueueStatusText,
  queueStatusTexts,
} from './constants.ts';
import { type QueuedJob, routingOf } from './queue-view.ts';

/** The kind of a job, as a `JT_` value (object model 1.3). */
export function jobType({ job, message }: QueuedJob): number {
  if (job.direction === 'out') return JT_SEND;
  if (job.state === 'failed') return JT_FAIL_RECEIVE;
  return hasFailedRouting(message) ? JT_ROUTING : JT_RECEIVE;
}

/** What `queueStatus` says (object model 1.3): a modifier, where there is one, stands for the state that it rides on. */
export function queueStatus(queued: QueuedJob): QueueStatusText {
  const { job } = queued;
  switch (job.state) {
    case 'preparing':
    case 'waiting':
      return queueStatusTexts[queued.noLine ? JS_NOLINE : JS_PENDING];
    case 'retrying':
      return queueStatusTexts[queued.noLine ? JS_NOLINE : JS_RETRYING];
    case 'paused':
      return queueStatusTexts[JS_PAUSED];
    case 'dialing':
    case 'sending':
    case 'receiving':
      return queueStatusTexts[JS_INPROGRESS];
    case 'failed':
      // Failed is said of receptions; an outgoing fax can be restarted.
      return queueStatusTexts[job.direction === 'in' ? JS_FAILED : JS_RETRIES_EXCEEDED];
    case 'uncertain':
      return queueStatusTexts[JS_RETRIES_EXCEEDED];
    case 'routing':
    case 'received':
      return queueStatusTexts[routingStatus[routingOf(queued.message)]];
    // The model has words for these, members of a broadcast, in its later form alone (`fjsCOMPLETED`, `fjsCANCELED`).
    case 'delivered':
      return 'Completed';
    case 'cancelled':
      return 'Canceled';
  }
}

const routingStatus = {
  begun: JS_INPROGRESS,
  retrying: JS_RETRYING,
  failed: JS_RETRIES_EXCEEDED,
  done: JS_INPROGRESS,
} as const;

/** The job is one of routing: a method failed, and is tried again or was given up. */
export const hasFailedRouting = (message: QueuedJob['message']): boolean =>
  ['retrying', 'failed'].includes(routingOf(message));

/** What `deviceStatus` says of a job: of the port that works on it, and Unknown where none does (object model 1.3). */
export function jobDeviceStatus({ job, port, message }: QueuedJob): DeviceStatusText {
  if (job.state === 'preparing') return deviceStatusTexts[FPS_INITIALIZING];
  if (job.state === 'routing' && !hasFailedRouting(message)) return deviceStatusTexts[FPS_ROUTING];
  if (port === null) return deviceStatusTexts[FPS_UNKNOWN];
  // A call that is being ended allows nothing any more.
  return job.allowed.length === 0 ? deviceStatusTexts[FPS_ABORTING] : portDeviceStatus(port);
}

/** What the state of a port is called (object model 1.3). */
export function portDeviceStatus({ state }: Pick<Port, 'state'>): DeviceStatusText {
  switch (state) {
    case 'idle':
      return deviceStatusTexts[FPS_AVAILABLE];
    case 'ringing':
      return deviceStatusTexts[FPS_RINGING];
    case 'dialing':
      return deviceStatusTexts[FPS_DIALING];
    case 'sending':
      return deviceStatusTexts[FPS_SENDING];
    case 'receiving':
      return deviceStatusTexts[FPS_RECEIVING];
    case 'offline':
      return deviceStatusTexts[FPS_OFFLINE];
    case 'out-of-service':
      return deviceStatusTexts[FPS_UNAVAILABLE];
  }
}
