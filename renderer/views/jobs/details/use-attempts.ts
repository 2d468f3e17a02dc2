import { useEffect, useState } from 'react';
import type { FaxErrorData } from '../../../../app/model/errors.ts';
import type { Attempt, Job } from '../../../../app/model/job.ts';
import { outcomeOf } from '../../../actions/outcome.ts';
import { useConsole } from '../../../console.tsx';

export interface LoadedAttempts {
  readonly attempts: readonly Attempt[] | null;
  readonly error: FaxErrorData | null;
}

const nothing: LoadedAttempts = { attempts: null, error: null };

/** The attempts of a job with their transcripts, asked again whenever the job moves on. */
export function useAttempts(job: Job): LoadedAttempts {
  const { api } = useConsole();
  const [loaded, setLoaded] = useState<LoadedAttempts & { readonly id: number }>({ ...nothing, id: job.id });
  const { id, state, stateSince, pagesConfirmed, attempts } = job;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what tells that the job moved on asks again
  useEffect(() => {
    let stale = false;
    void outcomeOf(() => api.request('jobs.get', { id })).then((outcome) => {
      if (stale) return;
      setLoaded(
        outcome.ok
          ? { id, attempts: outcome.value.attempts, error: null }
          : { id, attempts: null, error: outcome.error },
      );
    });
    return () => {
      stale = true;
    };
  }, [api, id, state, stateSince, pagesConfirmed, attempts]);
  return loaded.id === id ? loaded : nothing;
}
