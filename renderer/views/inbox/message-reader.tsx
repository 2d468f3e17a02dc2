import type { ReactNode } from 'react';
import type { PageFacts } from '../../../app/contract/requests.ts';
import type { Message } from '../../../app/model/message.ts';
import { ErrorNote, Note } from '../../kit/index.ts';
import { PageViewer } from '../../viewer/page-viewer.tsx';
import { titleOf, troubleSentence } from './inbox-words.ts';
import { MessageFacts, RoutingNote } from './message-facts.tsx';
import { useMessagePages } from './use-pages.ts';

const noPages: readonly PageFacts[] = [];

export interface MessageReaderProps {
  readonly message: Message;
  readonly onClose: () => void;
  /** The inbox's own verbs, first in the toolbar. */
  readonly verbs: ReactNode;
}

/** One received fax: its pages, and what is known of it. */
export function MessageReader({ message, onClose, verbs }: MessageReaderProps): ReactNode {
  const pages = useMessagePages(message.id);
  const title = titleOf(message);
  if (pages.status === 'failed') {
    return (
      <div className="reader-failed fill">
        <ErrorNote error={pages.error} />
        <button type="button" className="btn" onClick={pages.retry}>
          Read it again
        </button>
      </div>
    );
  }
  const known = pages.status === 'ready' ? pages.pages : noPages;
  const trouble = pages.status === 'ready' ? troubleSentence(message, known) : null;
  return (
    <>
      <PageViewer
        source={{ kind: 'message', id: message.id }}
        pages={known}
        loading={pages.status === 'loading'}
        title={title}
        onClose={onClose}
        leading={verbs}
        notice={
          <>
            {trouble && (
              <Note tone="warn">
                <b>{trouble.title}</b> {trouble.words}
              </Note>
            )}
            <RoutingNote message={message} />
          </>
        }
      />
      <MessageFacts message={message} pages={known} />
    </>
  );
}
