import type { ReactNode } from 'react';
import { CoverIcon, EmptyState } from '../../kit/index.ts';

/** Cover pages are not there yet: the view says so and how to send one all the same. */
export function CoversView(): ReactNode {
  return (
    <div className="fill flex flex-col">
      <div className="head">
        <h1>Cover pages</h1>
      </div>
      <EmptyState
        icon={CoverIcon}
        title="Cover pages are not in this version yet"
        words="To send one now, make it as a document of its own and put it first among the files of the fax."
      />
    </div>
  );
}
