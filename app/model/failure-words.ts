import type { AttemptFailure } from './job.ts';

const owners: Readonly<Record<NonNullable<AttemptFailure['who']>, string>> = {
  ours: 'this end',
  theirs: 'the far end',
  line: 'the line between the two ends',
  network: 'the telephone network',
};

const phases: Readonly<Record<NonNullable<AttemptFailure['phase']>, string>> = {
  A: 'while the call was set up',
  B: 'before the first page',
  C: 'within a page',
  D: 'while a page was confirmed',
};

/** Who failed and in which phase of T.30: `the far end, within a page (phase C)`; empty where neither is known. */
export function failurePlace({ who, phase }: Pick<AttemptFailure, 'who' | 'phase'>): string {
  const parts = [who === null ? '' : owners[who], phase === null ? '' : `${phases[phase]} (phase ${phase})`];
  return parts.filter((part) => part !== '').join(', ');
}
