import type { Job } from '../../app/model/job.ts';
import { formatNumber } from './number.ts';

/** Who a fax goes to or comes from: the name, else the number. */
export const whoOf = (job: Pick<Job, 'recipient' | 'number'>): string =>
  job.recipient ?? (job.number === '' ? 'Unknown number' : formatNumber(job.number));

/** A file name to propose for a fax: letters and digits of the recipient, and its id. */
export function jobFileName(job: Pick<Job, 'recipient' | 'number' | 'id'>): string {
  const who = whoOf(job)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, 60);
  return `Fax ${job.id} ${who}`.trim();
}
