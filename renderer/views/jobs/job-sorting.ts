import type { Job, JobState } from '../../../app/model/job.ts';
import { whoOf } from '../../words/job-name.ts';
import { isScheduled, jobStateWords } from '../../words/job-state.ts';

const ranks: Readonly<Record<JobState, number>> = {
  receiving: 0,
  sending: 0,
  dialing: 0,
  routing: 1,
  uncertain: 2,
  retrying: 3,
  preparing: 4,
  waiting: 5,
  paused: 7,
  failed: 8,
  delivered: 9,
  received: 9,
  cancelled: 9,
};
const scheduledRank = 6;
const rankStep = 1e14;

/**
 * One figure that puts jobs in order of what happens next: on a line, then what waits by when it moves, then what has
 * ended, newest first. Smaller is sooner.
 */
export function nextRank(job: Job): number {
  const rank = isScheduled(job) ? scheduledRank : ranks[job.state];
  const since = Date.parse(job.stateSince);
  const time = rank >= ranks.failed ? rankStep - 1 - since : Date.parse(job.nextAt ?? job.submittedAt);
  return rank * rankStep + time;
}

/** What each column is sorted by; `undefined` goes last in either direction. */
export const sortValues = {
  state: (job: Job): string => jobStateWords(job).word,
  who: (job: Job): string => whoOf(job),
  subject: (job: Job): string | undefined => job.subject ?? undefined,
  pages: (job: Job): number => job.pages,
  next: nextRank,
  line: (job: Job): string | undefined => job.port ?? undefined,
  age: (job: Job): number => -Date.parse(job.stateSince),
} as const;

export type JobColumn = keyof typeof sortValues;

/** Texts by the rules of language, with numbers in them by their value; figures by size. */
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
export function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a ?? ''), String(b ?? ''));
}

/**
 * The order to show: the sorted one or, while it is frozen, the one before with gone rows left out and new rows last.
 * A row never slides away while keys or a menu are in use.
 */
export function stableOrder(before: readonly number[], sorted: readonly number[], frozen: boolean): readonly number[] {
  if (!frozen) return sorted;
  const present = new Set(sorted);
  const known = new Set(before);
  const kept = before.filter((id) => present.has(id));
  const added = sorted.filter((id) => !known.has(id));
  return kept.length === before.length && added.length === 0 ? before : [...kept, ...added];
}
