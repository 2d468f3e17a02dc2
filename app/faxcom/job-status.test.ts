import { describe, expect, it } from 'vitest';
import type { Job, JobState } from '../model/job.ts';
import { sampleJob, sampleMessage } from '../model/testing/samples.ts';
import {
  type DeviceStatusText,
  JT_FAIL_RECEIVE,
  JT_RECEIVE,
  JT_ROUTING,
  JT_SEND,
  type QueueStatusText,
} from './constants.ts';
import { jobDeviceStatus, jobType, queueStatus } from './job-status.ts';
import { type QueuedJob, routingOf } from './queue-view.ts';

const queued = (changes: Partial<Job>, more: Partial<QueuedJob> = {}): QueuedJob => ({
  job: sampleJob(changes),
  port: null,
  message: null,
  noLine: false,
  useDeviceTsid: true,
  ...more,
});
type RoutingLine = ReturnType<typeof sampleMessage>['routing'][number];
const routed = (...states: readonly [state: RoutingLine['state'], attempts: number][]) =>
  sampleMessage({
    routing: states.map(([state, attempts]) => ({
      method: 'email',
      state,
      error: null,
      rule: 'r',
      target: null,
      attempts,
      nextAt: null,
    })),
  });

describe('the state of an outgoing fax', () => {
  it.each<[JobState, QueueStatusText, DeviceStatusText]>([
    ['preparing', 'Pending', 'Initializing'],
    ['waiting', 'Pending', 'Unknown'],
    ['paused', 'Paused', 'Unknown'],
    ['retrying', 'Retrying', 'Unknown'],
    ['dialing', 'In Progress', 'Unknown'],
    ['sending', 'In Progress', 'Unknown'],
    ['failed', 'Retries Exceeded', 'Unknown'],
    ['uncertain', 'Retries Exceeded', 'Unknown'],
    ['delivered', 'Completed', 'Unknown'],
    ['cancelled', 'Canceled', 'Unknown'],
  ])('%s is %s, with no port %s', (state, inQueue, device) => {
    const fax = queued({ state });
    expect([jobType(fax), queueStatus(fax), jobDeviceStatus(fax)]).toEqual([JT_SEND, inQueue, device]);
  });

  it.each<JobState>(['waiting', 'retrying'])('%s with no free line is No Line', (state) => {
    expect(queueStatus(queued({ state }, { noLine: true }))).toBe('No Line');
  });
});

describe('the state of a reception', () => {
  it.each<[JobState, number, QueueStatusText, DeviceStatusText]>([
    ['receiving', JT_RECEIVE, 'In Progress', 'Unknown'],
    ['routing', JT_RECEIVE, 'In Progress', 'Routing'],
    ['failed', JT_FAIL_RECEIVE, 'Failed', 'Unknown'],
  ])('%s', (state, type, inQueue, device) => {
    const fax = queued({ state, direction: 'in' });
    expect([jobType(fax), queueStatus(fax), jobDeviceStatus(fax)]).toEqual([type, inQueue, device]);
  });

  it.each([
    ['begun', routed(['done', 1], ['retrying', 0]), 'In Progress'],
    ['retrying', routed(['failed', 4], ['retrying', 1]), 'Retrying'],
    ['failed', routed(['done', 1], ['failed', 4]), 'Retries Exceeded'],
  ] as const)('whose routing is %s', (state, message, text) => {
    expect(routingOf(message)).toBe(state);
    for (const job of ['routing', 'received'] as const) {
      const fax = queued({ state: job, direction: 'in' }, { message });
      expect([jobType(fax), queueStatus(fax)]).toEqual([state === 'begun' ? JT_RECEIVE : JT_ROUTING, text]);
    }
  });

  it('is over when every method is done, and where there is none', () => {
    expect([routingOf(routed(['done', 1])), routingOf(routed()), routingOf(null)]).toEqual(['done', 'done', 'done']);
  });
});
