import type { RequestOutput } from '../contract/requests.ts';
import { finalStates, type Job, type JobState } from '../model/job.ts';
import type { Message } from '../model/message.ts';
import type { Port } from '../model/port.ts';
import type { Session } from './session.ts';

/** One job of the queue with what the object model tells of it. */
export interface QueuedJob {
  readonly job: Job;
  /** The port that works on it, or null. */
  readonly port: Port | null;
  /** The fax that it received, once it is in the inbox; null for outgoing jobs. */
  readonly message: Message | null;
  /** It could go now, and no line that it fits is free. */
  readonly noLine: boolean;
  /** The server sends the device's own identification, whatever the job says. */
  readonly useDeviceTsid: boolean;
}

type Snapshot = RequestOutput<'snapshot'>;

/** More than a store holds: a list whole. */
const ALL = 100_000;

/**
 * The queue in the object model's sense (1.2, 2.4, 2.5, 3.6), oldest first. It is not our whole history:
 *
 * - outgoing faxes that are not final, and those that failed or are uncertain: they stay until someone restarts or
 *   deletes them;
 * - faxes delivered or cancelled as members of a broadcast, until its last member is final;
 * - receptions in progress, those that failed, and received faxes whose routing has not succeeded.
 */
export async function readQueue(session: Session): Promise<readonly QueuedJob[]> {
  const [snapshot, failed, uncertain] = await Promise.all([
    session.request('snapshot', {}),
    listed(session, 'failed'),
    listed(session, 'uncertain'),
  ]);
  const messages = new Map(snapshot.messages.map((message) => [message.id, message]));
  const jobs = new Map([...failed, ...uncertain, ...snapshot.jobs].map((job) => [job.id, job]));
  for (const job of await membersOf(session, snapshot.jobs)) jobs.set(job.id, job);
  const open = openBroadcasts([...jobs.values()]);
  return [...jobs.values()]
    .filter((job) => isQueued(job, messages.get(job.id) ?? null, open))
    .sort((a, b) => a.id - b.id)
    .map((job) => queued(job, snapshot, messages.get(job.id) ?? null));
}

/** A job of the queue by its id; null when it is gone from it. */
export async function readQueuedJob(session: Session, id: number): Promise<QueuedJob | null> {
  const queue = await readQueue(session);
  return queue.find(({ job }) => job.id === id) ?? null;
}

async function listed(session: Session, state: JobState): Promise<readonly Job[]> {
  return (await session.request('jobs.list', { state, limit: ALL })).jobs;
}

/** The final members of broadcasts that are still open: an old one may lie on the disk alone. */
async function membersOf(session: Session, jobs: readonly Job[]): Promise<readonly Job[]> {
  const open = openBroadcasts(jobs);
  const here = (key: string) => jobs.filter((job) => job.submissionKey === key).length;
  const incomplete = jobs.some((job) => open.has(job.submissionKey) && here(job.submissionKey) < job.submissionSize);
  if (!incomplete) return [];
  const final = await Promise.all([listed(session, 'delivered'), listed(session, 'cancelled')]);
  return final.flat().filter((job) => open.has(job.submissionKey));
}

/** Keys of the broadcasts of which a member is not final. */
function openBroadcasts(jobs: readonly Job[]): ReadonlySet<string> {
  const open = jobs.filter((job) => job.submissionSize > 1 && !finalStates.has(job.state));
  return new Set(open.map((job) => job.submissionKey));
}

function isQueued(job: Job, message: Message | null, open: ReadonlySet<string>): boolean {
  switch (job.state) {
    case 'delivered':
      return open.has(job.submissionKey);
    case 'cancelled':
      return job.direction === 'out' && open.has(job.submissionKey);
    case 'received':
      return routingOf(message) !== 'done';
    case 'failed':
    case 'uncertain':
    case 'preparing':
    case 'waiting':
    case 'paused':
    case 'retrying':
    case 'dialing':
    case 'sending':
    case 'receiving':
    case 'routing':
      return true;
  }
}

/** How far the routing of a received fax is: `begun` before anything failed; `failed` when nothing of it is tried again. */
export function routingOf(message: Message | null): 'done' | 'begun' | 'retrying' | 'failed' {
  const routing = message?.routing ?? [];
  const open = routing.filter(({ state }) => state === 'retrying');
  if (open.length > 0) return open.some(({ attempts }) => attempts > 0) ? 'retrying' : 'begun';
  return routing.some(({ state }) => state === 'failed') ? 'failed' : 'done';
}

function queued(job: Job, snapshot: Snapshot, message: Message | null): QueuedJob {
  const port = snapshot.ports.find((each) => each.jobId === job.id) ?? null;
  const setting = (name: string) => snapshot.settings.find((each) => each.name === name)?.value;
  const waits = (job.state === 'waiting' || job.state === 'retrying') && job.nextAt === null;
  const free = snapshot.ports.some(
    ({ send, kind, state }) => send && (kind === 'loopback') === job.practice && state === 'idle',
  );
  return {
    job,
    port,
    message,
    noLine: waits && setting('pauseServerQueue') !== true && !free,
    useDeviceTsid: setting('useDeviceTsid') !== false,
  };
}
