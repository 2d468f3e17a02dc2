import type { FaxEvent } from '../contract/events.ts';
import { FaxError } from '../model/errors.ts';
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

/** How long a client waits at most for the faxes that are coming in on the owner's lines to be filed, ms. */
const FILING = 10_000;

/** What of an office is watched. */
type WatchedOffice = Pick<Office, 'role' | 'busy' | 'request' | 'subscribe' | 'onRoleChange'>;

/** @param progress told of each new reason of a watched job */
export function watchJobs(office: WatchedOffice, progress: (job: Job) => void): JobWatch {
  const latest = new Map<number, Job>();
  const waiting = new Set<number>();
  const told = new Map<number, string>();
  /** Told of each change of a job. */
  const seen = new Set<() => void>();
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
    for (const listener of [...seen]) listener();
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

  /**
   * A fax that arrived on the owner's own lines has a job there which files it. Those that there are now are awaited and
   * no later ones, so that a busy office keeps nobody; a long reception from elsewhere keeps nobody for long either.
   * An owner that goes meanwhile takes nothing away: what we sent is delivered, and the next owner files what came.
   */
  async function untilReceived(): Promise<void> {
    const coming = await comingIn(office);
    const filed = Promise.withResolvers<void>();
    const look = () => {
      for (const { id } of coming) if (!isFiled(latest.get(id))) return;
      filed.resolve();
    };
    const stop = office.onRoleChange(() => filed.resolve());
    const limit = setTimeout(() => filed.resolve(), FILING);
    seen.add(look);
    look();
    await filed.promise;
    seen.delete(look);
    clearTimeout(limit);
    stop();
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
      if (office.role === 'client') await untilReceived();
      // Also after the owner handed over to us meanwhile.
      while (office.role === 'owner' && office.busy) await sleep(LOOK);
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

async function comingIn(office: WatchedOffice): Promise<readonly Job[]> {
  const lists = (['receiving', 'routing'] as const).map((state) => office.request('jobs.list', { state }));
  try {
    return (await Promise.all(lists)).flatMap(({ jobs }) => jobs).filter((job) => !isFiled(job));
  } catch (error) {
    if (error instanceof FaxError && error.code === 'SERVER_STOPPED') return [];
    throw error;
  }
}

/** In the inbox. The rules that send it on may take days, and are the owner's. */
const isFiled = (job: Pick<Job, 'state' | 'messageId'> | undefined): boolean =>
  job !== undefined && (finalStates.has(job.state) || (job.state === 'routing' && (job.messageId ?? null) !== null));
