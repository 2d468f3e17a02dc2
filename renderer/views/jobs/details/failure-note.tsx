import type { ReactNode } from 'react';
import { failurePlace } from '../../../../app/model/failure-words.ts';
import type { AttemptFailure } from '../../../../app/model/job.ts';
import { Note } from '../../../kit/note.tsx';
import { detailsWords } from './words.ts';

export interface FailureNoteProps {
  readonly n: number;
  readonly failure: AttemptFailure;
}

/** Why a call did not do its work: the sentence and what to do, then who failed where, and the code for support. */
export function FailureNote({ n, failure }: FailureNoteProps): ReactNode {
  const place = failurePlace(failure);
  return (
    <section aria-label={detailsWords.whyFailed(n)}>
      <Note tone="warn" className="mb-3 selectable">
        <p>
          <b>{failure.words}</b> {failure.next}
        </p>
        <p className="row s12 mt-1" style={{ flexWrap: 'wrap' }}>
          {place !== '' && <span>{detailsWords.failedAt(place)}</span>}
          <code className="error-code">{failure.code}</code>
        </p>
      </Note>
    </section>
  );
}
