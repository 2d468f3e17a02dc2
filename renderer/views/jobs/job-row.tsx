import { type MouseEvent, memo, type ReactNode } from 'react';
import type { Job } from '../../../app/model/job.ts';
import { useTicking } from '../../console.tsx';
import { PageMark } from '../../kit/page-mark.tsx';
import { StateBadge } from '../../kit/state-badge.tsx';
import { whoOf } from '../../words/job-name.ts';
import { jobStateWords, type StateWords } from '../../words/job-state.ts';
import { formatNumber } from '../../words/number.ts';
import { knownPages } from '../../words/page-count.ts';
import { practiceSentence, rowReason, saysPractice } from '../../words/server-words.ts';
import { formatAge } from '../../words/time.ts';
import type { JobColumn } from './job-sorting.ts';
import { jobsWords } from './words.ts';

export interface JobRowProps {
  readonly job: Job;
  readonly columns: readonly JobColumn[];
  /** Place in the list, from 0. */
  readonly index: number;
  readonly selected: boolean;
  /** The list's one tab stop. */
  readonly isStop: boolean;
  /** Distance from the list's top in px. */
  readonly top: number;
  readonly onRowClick: (id: number, event: MouseEvent) => void;
  readonly onRowMenu: (id: number) => void;
  readonly onRowOpen: () => void;
}

/** One fax on one line: everything a person must know without opening it. */
export const JobRow = memo(function JobRow(props: JobRowProps): ReactNode {
  const { job, columns, index, selected, isStop, top, onRowClick, onRowMenu, onRowOpen } = props;
  const state = jobStateWords(job);
  // Practice is said once: by the reason, else by a tag beside the line, or beside the reason where no line is shown.
  const tagged = !job.practice || saysPractice(job.reason) ? null : columns.includes('line') ? 'line' : 'next';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it takes the keys
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by the virtualiser; a table element cannot hold them
    <div
      role="row"
      className="list-row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={isStop ? 0 : -1}
      data-id={job.id}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => onRowClick(job.id, event)}
      onContextMenu={() => onRowMenu(job.id)}
      onDoubleClick={onRowOpen}
    >
      {columns.map((column) => (
        <Cell key={column} column={column} job={job} state={state} tagged={tagged === column} />
      ))}
    </div>
  );
});

interface CellProps {
  readonly column: JobColumn;
  readonly job: Job;
  readonly state: StateWords;
  /** The tag of a practice fax stands in this cell. */
  readonly tagged: boolean;
}

function Cell({ column, job, state, tagged }: CellProps): ReactNode {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the row is the tab stop; arrows move by rows
    // biome-ignore lint/a11y/useSemanticElements: as its row
    <div
      role="gridcell"
      className={column === 'age' ? 'cell right t3 s12' : 'cell'}
      data-column={column}
      style={{ width: `var(--col-${column})` }}
    >
      {contentOf(column, job, state)}
      {tagged && <PracticeTag heard={column === 'line' && /practice/i.test(job.port ?? '')} />}
    </div>
  );
}

function contentOf(column: JobColumn, job: Job, state: StateWords): ReactNode {
  switch (column) {
    case 'state':
      return <StateBadge state={state} />;
    case 'who':
      return <Who job={job} />;
    case 'subject':
      return (
        <span className="cut t2" title={job.subject ?? undefined}>
          {job.subject}
        </span>
      );
    case 'pages':
      return <Pages job={job} state={state} />;
    case 'next':
      return <Next job={job} state={state} />;
    case 'line':
      return (
        job.port && (
          <span className="cut t2" title={job.port}>
            {job.port}
          </span>
        )
      );
    case 'age':
      return <Age since={job.stateSince} />;
  }
}

function Who({ job }: { readonly job: Job }): ReactNode {
  const who = whoOf(job);
  return (
    <>
      <span className="cut" title={job.recipient === null ? who : `${who}, ${formatNumber(job.number)}`}>
        {job.direction === 'in' && <span className="t3">{jobsWords.from} </span>}
        {who}
      </span>
      {job.recipient !== null && (
        <span className="who-number t3 s12 tn flex-none ml-auto">{formatNumber(job.number)}</span>
      )}
    </>
  );
}

function Pages({ job, state }: Pick<CellProps, 'job' | 'state'>): ReactNode {
  const pages = knownPages(job);
  if (pages === 0 && job.pagesConfirmed === 0) return null;
  const figures = pages === 0 ? String(job.pagesConfirmed) : `${job.pagesConfirmed}/${pages}`;
  return (
    <>
      <span className="tn flex-none text-right" style={{ minWidth: 38 }}>
        {figures}
      </span>
      <PageMark pages={pages} confirmed={job.pagesConfirmed} current={job.currentPage} look={state.look} />
    </>
  );
}

function Next({ job, state }: Pick<CellProps, 'job' | 'state'>): ReactNode {
  const tone = state.look === 'retrying' || state.look === 'failed' ? `st-${state.look}` : '';
  return (
    <span className={`cut ${tone}`} title={job.reason}>
      {rowReason(job.reason)}
    </span>
  );
}

/** Where the line's own name says it, the tag is only heard. */
function PracticeTag({ heard }: { readonly heard: boolean }): ReactNode {
  return (
    <span className={heard ? 'sr' : 'practice-tag'} title={practiceSentence}>
      {jobsWords.practice}
      <span className="sr">{jobsWords.practiceRest}</span>
    </span>
  );
}

function Age({ since }: { readonly since: string }): ReactNode {
  const words = useTicking((now) => formatAge(now - Date.parse(since)));
  return <span>{words}</span>;
}
