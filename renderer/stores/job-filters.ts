import { activeStates, finalStates, type Job } from '../../app/model/job.ts';
import { isScheduled } from '../words/job-state.ts';
import { type JobFilter, jobFilters } from './view.ts';

/** Midnight before `now` by the screen's own clock, in ms. */
export function startOfToday(now: number): number {
  return new Date(now).setHours(0, 0, 0, 0);
}

const endedToday = (job: Job, today: number): boolean => Date.parse(job.finishedAt ?? job.stateSince) >= today;

/** A reception that has ended is read in the Inbox; one that left nothing there stays among the jobs. */
const isFiled = (job: Job): boolean =>
  job.direction === 'in' && (job.state === 'received' || (finalStates.has(job.state) && job.messageId !== null));

/** Whether a job belongs to one of the rail's lists. `today` is the instant of {@link startOfToday}. */
export function isInFilter(job: Job, filter: JobFilter, today: number): boolean {
  switch (filter) {
    case 'all':
      return !isFiled(job);
    case 'active':
      return activeStates.has(job.state) || job.state === 'routing';
    case 'waiting':
      return ['waiting', 'preparing', 'retrying', 'paused'].includes(job.state) && !isScheduled(job);
    case 'scheduled':
      return isScheduled(job);
    case 'failed':
      return (job.state === 'failed' || job.state === 'uncertain') && !isFiled(job) && endedToday(job, today);
    case 'delivered':
      return job.state === 'delivered' && endedToday(job, today);
  }
}

/** How many jobs each of the rail's lists holds. */
export function countJobs(jobs: readonly Job[], today: number): Readonly<Record<JobFilter, number>> {
  const counts: Record<JobFilter, number> = { all: 0, active: 0, waiting: 0, scheduled: 0, failed: 0, delivered: 0 };
  for (const job of jobs) for (const filter of jobFilters) if (isInFilter(job, filter, today)) counts[filter] += 1;
  return counts;
}

/** Whether a job answers a quick search: each word must stand in its number, name, subject, reason or line. */
export function matchesSearch(job: Job, search: string): boolean {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = [job.recipient, job.number, job.subject, job.reason, job.port, String(job.id)]
    .join(' ')
    .toLocaleLowerCase();
  const digits = search.replace(/[\s().\-/]/g, '');
  return words.every((word) => text.includes(word)) || (/^\+?\d{2,}$/.test(digits) && job.number.includes(digits));
}
