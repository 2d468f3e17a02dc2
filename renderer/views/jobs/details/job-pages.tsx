import { type ReactNode, useEffect, useState } from 'react';
import type { PageFacts } from '../../../../app/contract/requests.ts';
import type { FaxErrorData } from '../../../../app/model/errors.ts';
import type { Job } from '../../../../app/model/job.ts';
import { outcomeOf } from '../../../actions/outcome.ts';
import { useConsole } from '../../../console.tsx';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { DocumentIcon } from '../../../kit/icons/icons.tsx';
import { ErrorNote } from '../../../kit/note.tsx';
import { PageViewer } from '../../../viewer/page-viewer.tsx';
import { jobFileName } from '../../../words/job-name.ts';
import { detailsWords } from './words.ts';

/** The stored pages of a fax in the viewer. */
export function JobPages({ job }: { readonly job: Job }): ReactNode {
  const { api } = useConsole();
  const { id, pages: count } = job;
  const [pages, setPages] = useState<readonly PageFacts[] | null>(null);
  const [error, setError] = useState<FaxErrorData | null>(null);
  useEffect(() => {
    if (count === 0) return undefined;
    let stale = false;
    void outcomeOf(() => api.request('pages.list', { source: { kind: 'job', id } })).then((outcome) => {
      if (stale) return;
      if (outcome.ok) setPages(outcome.value.pages);
      else setError(outcome.error);
    });
    return () => {
      stale = true;
    };
  }, [api, id, count]);
  if (error)
    return (
      <div className="p-4">
        <ErrorNote error={error} />
      </div>
    );
  if (count === 0) return <EmptyState icon={DocumentIcon} {...detailsWords.noPages} />;
  if (pages === null) return <p className="s12 t3 p-4">{detailsWords.loading}</p>;
  return <PageViewer source={{ kind: 'job', id }} pages={pages} title={jobFileName(job)} />;
}
