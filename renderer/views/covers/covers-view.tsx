import './covers.css';
import type { ReactNode } from 'react';
import type { Cover } from '../../../app/model/cover.ts';
import { useConsole, useFacts } from '../../console.tsx';
import { NoFacts } from '../../frame/no-facts.tsx';
import { StaleNote } from '../../frame/stale-note.tsx';
import { Button, CoverIcon, EmptyState, ErrorNote, SendIcon } from '../../kit/index.ts';
import { useDrafts } from '../../stores/drafts.ts';
import { openSend } from '../../stores/view.ts';
import { useCovers } from './use-covers.ts';

const papers: Readonly<Record<Cover['paper'], string>> = { a4: 'A4', letter: 'Letter' };

/** The office's cover pages, each ready for a new fax. */
export function CoversView(): ReactNode {
  const covers = useCovers();
  const known = useFacts((facts) => facts.snapshot !== null);
  return (
    <>
      <div className="head">
        <h1>Cover pages</h1>
        {covers.known !== null && <span className="count">{covers.known.length}</span>}
      </div>
      <StaleNote />
      {known ? <Covers {...covers} /> : <NoFacts />}
    </>
  );
}

function Covers({ known, error }: ReturnType<typeof useCovers>): ReactNode {
  if (error !== null)
    return (
      <div className="covers">
        <ErrorNote error={error} />
      </div>
    );
  if (known === null) return null;
  if (known.length === 0)
    return (
      <EmptyState
        icon={CoverIcon}
        title="No cover pages"
        words="A cover page is a file in the folder “covers” of the data folder."
      />
    );
  return (
    <div className="covers">
      <ul>
        {known.map((cover) => (
          <CoverRow key={cover.name} cover={cover} />
        ))}
      </ul>
      <p className="t3 s12">
        Each recipient gets a cover page of their own, with name, subject and note. Files in the folder “covers” of the
        data folder are listed here as well.
      </p>
    </div>
  );
}

function CoverRow({ cover }: { readonly cover: Cover }): ReactNode {
  const { view } = useConsole();
  const write = (): void => {
    useDrafts.getState().dispatch({ type: 'coverSet', cover: cover.name });
    openSend(view);
  };
  return (
    <li className="cover-row">
      <CoverIcon className="t3" />
      <span className="fill">
        <span className="m cut block">{cover.title}</span>
        <span className="s12 t2 cut block">
          {papers[cover.paper]} · <span className="mono s11 selectable">{cover.name}</span>
        </span>
      </span>
      <Button icon={SendIcon} aria-label={`New fax with the cover page ${cover.title}`} onClick={write}>
        New fax
      </Button>
    </li>
  );
}
