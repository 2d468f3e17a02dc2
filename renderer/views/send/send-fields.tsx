import { type ReactNode, type RefObject, useCallback, useState } from 'react';
import type { FaxErrorData } from '../../../app/model/errors.ts';
import { useConsole } from '../../console.tsx';
import { useDrafts } from '../../stores/drafts.ts';
import { sentences } from '../../words/sentences.ts';
import { FilesField } from './files-field.tsx';
import { MoreFields, moreWords } from './more-fields.tsx';
import type { PreviewState } from './preview-keeper.ts';
import { RecipientsField } from './recipients-field.tsx';
import { chooseFiles } from './send-actions.ts';
import type { SendField } from './send-words.ts';
import type { SheetFacts } from './use-send-facts.ts';
import { WhenField } from './when-field.tsx';

export interface SendFieldsProps {
  /** The field of recipients, to be gone to. */
  readonly input: RefObject<HTMLInputElement | null>;
  readonly preview: PreviewState;
  readonly known: SheetFacts;
  /** Why the server refused the draft, where it concerns this field, or null. */
  readonly refusalOf: (field: SendField) => FaxErrorData | null;
  /** Why something chosen, dropped or pasted could not be taken, in words, or null. */
  readonly refused: string | null;
  readonly onRefuse: (words: string | null) => void;
  readonly onRetry: () => void;
  /** Shows a page of the preview, 1-based. */
  readonly onShowPage: (page: number) => void;
}

/** The fields of the draft in their order: to whom, what, when, how. */
export function SendFields(props: SendFieldsProps): ReactNode {
  const { input, preview, known, refusalOf, refused, onRefuse, onRetry, onShowPage } = props;
  const { api, toasts } = useConsole();
  const { draft, dispatch } = useDrafts((state) => state);
  const covered = draft.cover !== null;
  const [more, setMore] = useState(moreWords(draft) !== '');
  const choose = useCallback(async (): Promise<void> => {
    const outcome = await chooseFiles(api);
    onRefuse(outcome.ok ? null : sentences(outcome.error.message, outcome.error.next));
    if (outcome.ok && outcome.value.length > 0) dispatch({ type: 'filesAdded', paths: outcome.value });
  }, [api, dispatch, onRefuse]);
  const say = useCallback((words: string) => toasts.say(words), [toasts]);
  return (
    <>
      <label className="send-label" htmlFor="send-to">
        To
      </label>
      <RecipientsField
        recipients={draft.recipients}
        typing={draft.typing}
        dispatch={dispatch}
        input={input}
        practice={known.practice}
        refusal={refusalOf('recipients')}
      />
      <label className="send-label" htmlFor="send-subject">
        Subject
      </label>
      <input
        id="send-subject"
        className="field"
        autoComplete="off"
        maxLength={200}
        placeholder={covered ? 'For the list and the cover page' : 'Shown in the list, not on the pages'}
        value={draft.subject}
        onChange={(event) => dispatch({ type: 'subjectSet', subject: event.target.value })}
      />
      <label className="send-label" htmlFor="send-note">
        Note
      </label>
      <textarea
        id="send-note"
        className="field"
        rows={2}
        maxLength={10_000}
        placeholder={covered ? 'Stands on the cover page' : 'Kept with the fax, for the office'}
        value={draft.note}
        onChange={(event) => dispatch({ type: 'noteSet', note: event.target.value })}
      />
      <span className="send-label">Pages</span>
      <FilesField
        files={draft.files}
        preview={preview}
        dispatch={dispatch}
        refusal={refusalOf('files')}
        refused={refused}
        onChoose={choose}
        onRetry={onRetry}
        say={say}
        onShowPage={onShowPage}
      />
      <span className="send-label">When</span>
      <WhenField
        choice={draft.when}
        onChange={(choice) => dispatch({ type: 'whenSet', when: choice })}
        window={known.window}
        discount={known.discount}
        ports={known.ports}
        paused={known.paused}
        time={known.time}
      />
      <span className="send-label">As</span>
      <MoreFields
        draft={draft}
        ports={known.ports}
        receipts={known.receipts}
        dispatch={dispatch}
        open={more}
        onOpen={setMore}
        refusal={refusalOf('more')}
      />
    </>
  );
}
