import { setTimeout as sleep } from 'node:timers/promises';
import type { FaxEvent } from '../contract/events.ts';
import type { FaxError } from '../model/errors.ts';
import { finalStates, type Job } from '../model/job.ts';
import { type Office, resyncVersion } from '../office/office.ts';

/** Follows jobs to their end. Made before they are submitted, so that no change is missed. */
export interface JobWatch {
  /** Resolves with the jobs, in their order, when each is in a final state. Throws `SERVER_STOPPED`. */
  untilFinal(jobs: readonly Job[]): Promise<readonly Job[]>;
  /** Resolves when no call is on a line and what was received is filed and routed. */
  untilFiled(): Promise<void>;
  stop(): void;
}

/** Between two looks at whether the owner's lines are at rest, ms. */
const LOOK = 20;

/** How long a client waits for a fax that is coming in on the owner's lines to be filed, ms. */
const FILING = 10_000;

/** @param progress told of each new reason of a watched job */
export function watchJobs(office: Office, progress: (job: Job) => void): JobWatch {
  const latest = new Map<number, Job>();
  const waiting = new Set<number>();
  const told = new Map<number, string>();
  const done = Promise.withResolvers<void>();
  const stops = [
    office.subscribe((event) => take(event)),
    office.onRoleChange((change) => {
      if (change.role === 'lost') fail(change.error);
    }),
  ];
  // It may fail before anybody waits for it.
  done.promise.catch(() => undefined);

  const fail = (error: FaxError) => done.reject(error);

  function take(event: FaxEvent): void {
    if (event.type !== 'patch') return;
    if (event.version === resyncVersion) void lookAgain();
    for (const change of event.changes) if (change.kind === 'job') see(change.job);
  }

  function see(job: Job): void {
    latest.set(job.id, job);
    if (!waiting.has(job.id)) return;
    if (told.get(job.id) !== job.reason) progress(job);
    told.set(job.id, job.reason);
    if (finalStates.has(job.state)) waiting.delete(job.id);
    if (waiting.size === 0) done.resolve();
  }

  /** The owner changed: what it was before may have been missed. */
  async function lookAgain(): Promise<void> {
    try {
      for (const id of [...waiting]) see((await office.request('jobs.get', { id })).job);
    } catch (error) {
      done.reject(error);
    }
  }

  return {
    async untilFinal(jobs) {
      for (const { id } of jobs) waiting.add(id);
      // What was heard while `submit` was on its way is newer than its answer.
      for (const job of jobs) see(latest.get(job.id) ?? job);
      await done.promise;
      return jobs.map((job) => latest.get(job.id) ?? job);
    },
    async untilFiled() {
      if (office.role === 'owner') {
        while (office.busy) await sleep(LOOK);
        return;
      }
      const until = performance.now() + FILING;
      while (office.role === 'client' && (await receiving(office)) && performance.now() < until) await sleep(LOOK * 5);
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}

async function receiving(office: Office): Promise<boolean> {
  for (const state of ['receiving', 'routing'] as const)
    if ((await office.request('jobs.list', { state, limit: 1 })).total > 0) return true;
  return false;
}
