import { type ReactNode, useState } from 'react';
import type { Attempt, Job } from '../../../../app/model/job.ts';
import { useTicking } from '../../../console.tsx';
import { CheckIcon } from '../../../kit/icons/icons.tsx';
import { ErrorNote } from '../../../kit/note.tsx';
import { Paper } from '../../../kit/paper.tsx';
import { StateBadge } from '../../../kit/state-badge.tsx';
import { jobStateWords } from '../../../words/job-state.ts';
import { practiceSentence, saysPractice } from '../../../words/server-words.ts';
import { formatAge } from '../../../words/time.ts';
import { AttemptList } from './attempt-list.tsx';
import { FailureNote } from './failure-note.tsx';
import { JobFacts } from './job-facts.tsx';
import { Transcript } from './transcript.tsx';
import { useAttempts } from './use-attempts.ts';
import { confirmedWords, detailsWords } from './words.ts';

/** State and pages, the attempts, and of the chosen one why it failed and its transcript. */
export function ProgressPanel({ job }: { readonly job: Job }): ReactNode {
  const { attempts, error } = useAttempts(job);
  const [chosen, setChosen] = useState<number | null>(null);
  const attempt: Attempt | undefined = attempts?.find((each) => each.n === chosen) ?? attempts?.at(-1);
  return (
    <div className="progress">
      <Summary job={job} />
      <section aria-label={detailsWords.attempts}>
        <h2 className="section-title mb-2">{detailsWords.attempts}</h2>
        {error ? (
          <ErrorNote error={error} />
        ) : attempts === null ? (
          <p className="s12 t3">{detailsWords.loading}</p>
        ) : (
          <AttemptList job={job} attempts={attempts} chosen={attempt?.n ?? null} onChoose={setChosen} />
        )}
      </section>
      <div>
        {attempt?.failure && <FailureNote n={attempt.n} failure={attempt.failure} />}
        {attempt && <Transcript key={attempt.n} attempt={attempt} />}
      </div>
    </div>
  );
}

const mostThumbs = 10;

function Summary({ job }: { readonly job: Job }): ReactNode {
  const age = useTicking((now) => formatAge(now - Date.parse(job.stateSince)));
  const shown = Math.min(job.direction === 'in' ? 0 : job.pages, mostThumbs);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it may scroll, so it must be reached by keys
    <section aria-label={confirmedWords(job)} tabIndex={0}>
      <div className="row">
        <StateBadge state={jobStateWords(job)} />
        <span className="t3 s12">{detailsWords.stateFor(age)}</span>
      </div>
      <p className="b mt-1.5">{confirmedWords(job)}</p>
      <p className="t2 s12 selectable">{job.reason}</p>
      {job.practice && !saysPractice(job.reason) && <p className="t3 s12">{practiceSentence}</p>}
      <JobFacts job={job} />
      {shown > 0 && (
        <div className="thumbs">
          {Array.from({ length: shown }, (_, index) => index + 1).map((page) => (
            <Thumb key={page} job={job} page={page} />
          ))}
          {job.pages > shown && <span className="s12 t3 self-center">{detailsWords.morePages(job.pages - shown)}</span>}
        </div>
      )}
    </section>
  );
}

function Thumb({ job, page }: { readonly job: Job; readonly page: number }): ReactNode {
  const isConfirmed = page <= job.pagesConfirmed;
  return (
    <figure>
      <Paper
        source={{ kind: 'job', id: job.id }}
        page={page}
        width={160}
        alt={detailsWords.pageAlt(page, isConfirmed)}
      />
      <figcaption className="s11 t2" aria-hidden="true">
        {isConfirmed && (
          <span className="st-done flex">
            <CheckIcon size={10} />
          </span>
        )}
        {page}
      </figcaption>
    </figure>
  );
}
