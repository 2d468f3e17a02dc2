import { expect, it } from 'vitest';
import type { JobRecord } from '../../store/records.ts';
import { snapshotJobs } from './views.ts';

it('a snapshot has every job that is not final, however old, and the newest of the others', () => {
  const states = ['delivered', 'sending', 'failed', 'uncertain', 'waiting', 'received', 'retrying'] as const;
  const jobs = states.map((state) => ({ record: { state } as JobRecord }));
  expect(snapshotJobs(jobs, 2).map(({ record }) => record.state)).toEqual([
    'delivered',
    'sending',
    'failed',
    'waiting',
    'retrying',
  ]);
});
