import type { Job } from '../model/job.ts';
import { type Column, table } from './table.ts';
import { localTime } from './times.ts';

const shape: readonly Column<Job>[] = [
  { title: 'ID', align: 'right', of: ({ id }) => id },
  { title: 'NUMBER', of: ({ number }) => number },
  { title: 'TO', of: ({ recipient }) => recipient, least: 8 },
  { title: 'STATE', of: ({ state }) => state },
  { title: 'PAGES', align: 'right', of: ({ pages, pagesConfirmed }) => `${pagesConfirmed}/${pages}` },
  { title: 'TRIES', align: 'right', of: ({ attempts }) => attempts },
  { title: 'SUBMITTED', of: ({ submittedAt }) => localTime(submittedAt) },
  { title: 'WHY', of: ({ reason }) => reason, least: 20 },
];

/** Faxes as a table; columns in which no fax has anything are left out. */
export function jobTable(jobs: readonly Job[], columns: number | null): string {
  if (jobs.length === 0) return '';
  return table(
    jobs,
    shape.filter(({ title, of }) => title !== 'TO' || jobs.some((job) => of(job))),
    columns,
  );
}
