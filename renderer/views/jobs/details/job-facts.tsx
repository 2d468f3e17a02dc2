import type { ReactNode } from 'react';
import { finalStates, type Job } from '../../../../app/model/job.ts';
import type { ReceiptState } from '../../../../app/model/receipt.ts';
import { outcomeOf } from '../../../actions/outcome.ts';
import { useConsole, useFacts } from '../../../console.tsx';
import { jobFileName } from '../../../words/job-name.ts';
import { detailsWords } from './words.ts';

/** What else is known of a fax: its broadcast, cover page, receipt, archive and proof; nothing where there is nothing. */
export function JobFacts({ job }: { readonly job: Job }): ReactNode {
  const { api, jobs, toasts } = useConsole();
  const place = useFacts((facts) => placeInSend(job, facts.snapshot?.jobs ?? []));
  const words = detailsWords.facts;
  const { archived } = job;
  const showArchive = async (path: string): Promise<void> => {
    const outcome = await outcomeOf(() => api.shell('showInFolder', { path }));
    if (!outcome.ok) toasts.showError(outcome.error);
  };
  const isProven = job.direction === 'out' && finalStates.has(job.state);
  if (place === null && job.coverPages === 0 && job.receipt === 'none' && archived === null && !isProven) return null;
  return (
    <dl className="dl job-facts">
      {place !== null && <Fact name={words.send}>{words.place(place, job.submissionSize)}</Fact>}
      {job.coverPages > 0 && <Fact name={words.cover}>{words.coverPages(job.coverPages)}</Fact>}
      {job.receipt !== 'none' && (
        <Fact name={words.receipt}>
          {words.receiptStates[job.receipt]}
          {job.receiptAddress !== null && <span className="selectable"> {words.to(job.receiptAddress)}</span>}
          {job.receiptError !== null && <p className={receiptLook(job.receipt)}>{job.receiptError}</p>}
        </Fact>
      )}
      {archived !== null && (
        <Fact name={words.archive}>
          <button type="button" className="link" title={archived} onClick={() => void showArchive(archived)}>
            {archived.split(/[\\/]/).at(-1)}
          </button>
        </Fact>
      )}
      {isProven && (
        <Fact name={words.proof}>
          <button
            type="button"
            className="link"
            onClick={() => void jobs.saveProof(job, words.proofName(jobFileName(job)))}
          >
            {words.saveProof}
          </button>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

const receiptLook = (state: ReceiptState): string => (state === 'failed' ? 'st-failed' : 'st-retrying');

/**
 * Which of the recipients of one send it is: ids are given in the order of the recipients. null for a fax to one, and
 * where not all of them are on the screen.
 */
export function placeInSend(job: Job, jobs: readonly Job[]): number | null {
  if (job.submissionSize < 2 || job.direction === 'in') return null;
  const ids = jobs.flatMap(({ id, submissionKey }) => (submissionKey === job.submissionKey ? [id] : []));
  return ids.length === job.submissionSize ? ids.filter((id) => id <= job.id).length : 0;
}
