import type { ReactNode } from 'react';
import type { Attempt, Job } from '../../../../app/model/job.ts';
import { useTicking } from '../../../console.tsx';
import type { IconComponent } from '../../../kit/icons/icon.tsx';
import { ClockIcon, MoonIcon, RetryIcon } from '../../../kit/icons/icons.tsx';
import {
  StateDoneIcon,
  StateFailedIcon,
  StateRemovingIcon,
  StateUnknownIcon,
  StateUpIcon,
  StateWaitingIcon,
} from '../../../kit/icons/state-icons.tsx';
import type { StateLook } from '../../../words/job-state.ts';
import { plural } from '../../../words/plural.ts';
import { formatSpan, formatTime, formatWhen } from '../../../words/time.ts';
import { attemptWords, detailsWords } from './words.ts';

export interface AttemptListProps {
  readonly job: Job;
  readonly attempts: readonly Attempt[];
  readonly chosen: number | null;
  readonly onChoose: (n: number) => void;
}

/** The attempts in their order, each opening its transcript, then what comes next. */
export function AttemptList({ job, attempts, chosen, onChoose }: AttemptListProps): ReactNode {
  return (
    <ol className="timeline">
      {attempts.map((attempt) => (
        <AttemptItem
          key={attempt.n}
          attempt={attempt}
          job={job}
          isLast={attempt.n === attempts.length}
          chosen={attempt.n === chosen}
          onChoose={onChoose}
        />
      ))}
      <ComingItem job={job} none={attempts.length === 0} />
    </ol>
  );
}

interface ItemProps {
  readonly attempt: Attempt;
  readonly job: Job;
  readonly isLast: boolean;
  readonly chosen: boolean;
  readonly onChoose: (n: number) => void;
}

function AttemptItem({ attempt, job, isLast, chosen, onChoose }: ItemProps): ReactNode {
  const words = useTicking((now) => attemptWords(attempt, now));
  const { icon: Icon, look } = lookOf(attempt, isLast && job.state === 'failed');
  return (
    <li>
      <button type="button" aria-pressed={chosen} onClick={() => onChoose(attempt.n)}>
        <span className={`dot st-${look}`}>
          <Icon />
        </span>
        <span className="m s12 attempt-word" style={{ lineHeight: '18px' }}>
          {detailsWords.outcome(attempt.outcome)}
        </span>
        <span className="t3 s12 tn" style={{ lineHeight: '18px' }}>
          {formatTime(attempt.startedAt)}
        </span>
        <span className="t2 s12 col-start-2 col-end-4">{words}</span>
      </button>
    </li>
  );
}

function lookOf(attempt: Attempt, isFinal: boolean): { readonly icon: IconComponent; readonly look: StateLook } {
  switch (attempt.outcome) {
    case null:
      return { icon: StateUpIcon, look: 'sending' };
    case 'ok':
      return { icon: StateDoneIcon, look: 'done' };
    case 'uncertain':
      return { icon: StateUnknownIcon, look: 'retrying' };
    case 'cancelled':
      return { icon: StateRemovingIcon, look: 'removing' };
    default:
      return isFinal ? { icon: StateFailedIcon, look: 'failed' } : { icon: RetryIcon, look: 'retrying' };
  }
}

/** What comes next by itself, in the timeline's own form. */
function ComingItem({ job, none }: { readonly job: Job; readonly none: boolean }): ReactNode {
  const span = useTicking((now) => (job.nextAt === null ? null : formatSpan(Date.parse(job.nextAt) - now)));
  const when = useTicking((now) => (job.nextAt === null ? '' : formatWhen(job.nextAt, now)));
  if (job.nextAt === null || span === null)
    return none ? (
      <Coming icon={StateWaitingIcon} look="waiting" title={detailsWords.noAttempts} words={job.reason} />
    ) : null;
  const tries = plural(job.attemptsLeft ?? 0, {
    zero: 'The last try',
    one: '# try left',
    other: '# tries left',
  });
  const discount = job.schedule === 'discount' && job.state === 'waiting';
  return (
    <Coming
      icon={discount ? MoonIcon : ClockIcon}
      look="scheduled"
      title={job.attempts === 0 ? `First try in ${span}` : `Next try in ${span}`}
      time={when}
      words={job.attemptsLeft === null ? job.reason : tries}
    />
  );
}

interface ComingProps {
  readonly icon: IconComponent;
  readonly look: StateLook;
  readonly title: string;
  readonly time?: string;
  readonly words: string;
}

function Coming({ icon: Icon, look, title, time, words }: ComingProps): ReactNode {
  return (
    <li>
      <div>
        <span className={`dot st-${look}`}>
          <Icon />
        </span>
        <span className="m s12" style={{ lineHeight: '18px' }}>
          {title}
        </span>
        <span className="t3 s12 tn" style={{ lineHeight: '18px' }}>
          {time}
        </span>
        <span className="t2 s12 col-start-2 col-end-4">{words}</span>
      </div>
    </li>
  );
}
