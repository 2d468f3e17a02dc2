import type { Job } from '../../app/model/job.ts';

/**
 * How many pages a fax has; 0 while nobody knows. How many more come in during a call only the sender knows: what is
 * counted so far must not pass for all of it.
 */
export const knownPages = ({ state, pages }: Pick<Job, 'state' | 'pages'>): number =>
  state === 'receiving' ? 0 : pages;
