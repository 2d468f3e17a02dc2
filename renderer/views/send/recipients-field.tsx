import './recipients-field.css';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  memo,
  type ReactNode,
  type RefObject,
  useId,
  useMemo,
  useRef,
} from 'react';
import { limits } from '../../../app/contract/requests.ts';
import type { FaxErrorData } from '../../../app/model/errors.ts';
import { ErrorNote, Note } from '../../kit/index.ts';
import { useAfterPointer } from '../../kit/use-after-pointer.ts';
import { useDrafts } from '../../stores/drafts.ts';
import { formatNumber } from '../../words/number.ts';
import { plural } from '../../words/plural.ts';
import type { DraftAction, DraftRecipient } from './draft.ts';
import { RecipientChips, type RecipientMark } from './recipient-chips.tsx';
import { duplicatePositions, isPracticeNumber, readRecipients, recipientText } from './recipients.ts';

export interface RecipientsFieldProps {
  readonly recipients: readonly DraftRecipient[];
  readonly typing: string;
  readonly dispatch: (action: DraftAction) => void;
  readonly input: RefObject<HTMLInputElement | null>;
  /** The numbers of the practice lines where nothing else exists, else null. */
  readonly practice: readonly string[] | null;
  /** Why the server refused a recipient, or null. */
  readonly refusal: FaxErrorData | null;
}

/** Recipients typed or pasted, one or thousands; each is checked as it comes. */
export const RecipientsField = memo(function RecipientsField(props: RecipientsFieldProps): ReactNode {
  const { recipients, typing, dispatch, input, practice, refusal } = props;
  const chips = useRef<HTMLUListElement>(null);
  const hintId = useId();
  const afterPointer = useAfterPointer();
  const repeats = useMemo(() => duplicatePositions(recipients), [recipients]);
  const markOf = ({ number }: DraftRecipient, index: number): RecipientMark => {
    if (number === null) return 'problem';
    if (repeats.has(index)) return 'repeat';
    return practice !== null && !isPracticeNumber(number, practice) ? 'stranger' : null;
  };

  const take = (text: string): void => {
    const read = readRecipients(text);
    if (read.length > 0) dispatch({ type: 'recipientsAdded', recipients: read });
    dispatch({ type: 'typed', text: '' });
  };
  /** What stands in the field when it is left; by then the click that left it may have sent or discarded the draft. */
  const takeLeft = (): void => {
    const left = useDrafts.getState().draft.typing;
    if (/\d/.test(left)) take(left);
  };
  const remove = (recipient: DraftRecipient): void => dispatch({ type: 'recipientsRemoved', ids: [recipient.id] });
  const edit = (recipient: DraftRecipient): void => {
    // What was being typed is not lost: it becomes a recipient first.
    if (typing.trim() !== '') take(typing);
    remove(recipient);
    dispatch({ type: 'typed', text: recipientText(recipient) });
    input.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return;
    const atStart = event.currentTarget.selectionStart === 0 && event.currentTarget.selectionEnd === 0;
    if (event.key === 'Enter' && typing.trim() !== '') take(typing);
    // Taken before the focus moves on: what stands below the field changes with it.
    else if (event.key === 'Tab') {
      if (/\d/.test(typing)) take(typing);
      return;
    } else if ((event.key === ',' || event.key === ';') && /\d/.test(typing) && !/<[^>]*$|^[^"]*"[^"]*$/.test(typing))
      take(typing);
    else if (event.key === 'Backspace' && typing === '' && recipients.length > 0) edit(recipients.at(-1)!);
    else if (event.key === 'ArrowLeft' && atStart && recipients.length > 0)
      [...(chips.current?.querySelectorAll<HTMLButtonElement>('.rc-main') ?? [])].at(-1)?.focus();
    else if (event.key !== 'Enter') return;
    event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>): void => {
    const text = event.clipboardData.getData('text/plain');
    // One number is pasted into the text as anywhere; a list becomes recipients at once.
    if (readRecipients(text).length < 2) return;
    event.preventDefault();
    take(`${typing}${text}`);
  };

  const problems = recipients.filter((each) => each.number === null);
  return (
    <div className="send-group">
      {refusal && <ErrorNote error={refusal} />}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the chips goes to the field, which has its own tab stop */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the same */}
      <div
        className="rcs"
        data-invalid={problems.length > 0 || undefined}
        onClick={(event) => event.target === event.currentTarget && input.current?.focus()}
      >
        <RecipientChips
          recipients={recipients}
          markOf={markOf}
          list={chips}
          onEdit={edit}
          onRemove={remove}
          onLeave={() => input.current?.focus()}
        />
        <input
          ref={input}
          id="send-to"
          className="rc-input"
          // biome-ignore lint/a11y/noAutofocus: a sheet that opens for typing a number begins there
          autoFocus
          autoComplete="off"
          spellCheck={false}
          placeholder={recipients.length === 0 ? 'Name and number, or paste a list' : 'Another number'}
          aria-describedby={hintId}
          aria-invalid={problems.length > 0 || undefined}
          value={typing}
          onChange={(event) => dispatch({ type: 'typed', text: event.target.value })}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => afterPointer(takeLeft)}
        />
      </div>
      <div id={hintId} className="send-notes" aria-live="polite">
        <Problems problems={problems} total={recipients.length} dispatch={dispatch} onEdit={edit} />
        <Repeats recipients={recipients} repeats={repeats} dispatch={dispatch} />
        {recipients.length >= limits.recipients && (
          <Note tone="warn">
            {plural(limits.recipients, { one: '', other: 'One send takes at most # numbers. The rest was left out.' })}
          </Note>
        )}
        {practice && refusal === null && (
          <PracticeNote practice={practice} recipients={recipients} dispatch={dispatch} />
        )}
      </div>
    </div>
  );
});

interface ProblemsProps {
  readonly problems: readonly DraftRecipient[];
  readonly total: number;
  readonly dispatch: (action: DraftAction) => void;
  readonly onEdit: (recipient: DraftRecipient) => void;
}

function Problems({ problems, total, dispatch, onEdit }: ProblemsProps): ReactNode {
  const [first] = problems;
  if (!first?.problem) return null;
  const { message, next, suggestion } = first.problem;
  const [mended] = suggestion === null ? [] : readRecipients(suggestion);
  return (
    <Note tone="bad">
      {problems.length > 1 && (
        <>
          <b>
            {plural(problems.length, { one: '', other: '# entries' })} of {total} are not right.
          </b>{' '}
          The first:{' '}
        </>
      )}
      <b>{message}</b> {next}
      <span className="note-acts">
        {mended && (
          <button
            type="button"
            className="link s12"
            onClick={() => dispatch({ type: 'recipientReplaced', id: first.id, recipient: mended })}
          >
            Use {suggestion}
          </button>
        )}
        <button type="button" className="link s12" onClick={() => onEdit(first)}>
          Change it
        </button>
        <button
          type="button"
          className="link s12"
          onClick={() => dispatch({ type: 'recipientsRemoved', ids: problems.map((each) => each.id) })}
        >
          {plural(problems.length, { one: 'Take it out', other: 'Take all # out' })}
        </button>
      </span>
    </Note>
  );
}

function Repeats({
  recipients,
  repeats,
  dispatch,
}: Pick<RecipientsFieldProps, 'recipients' | 'dispatch'> & { readonly repeats: ReadonlySet<number> }): ReactNode {
  if (repeats.size === 0) return null;
  const repeated = recipients.filter((_, index) => repeats.has(index));
  const number = formatNumber(repeated[0]?.number ?? '');
  return (
    <Note tone="warn">
      {plural(repeats.size, {
        one: `${number} is in the list twice: it would get the fax twice.`,
        other: '# entries repeat a number before them: those would get the fax again.',
      })}
      <span className="note-acts">
        <button
          type="button"
          className="link s12"
          onClick={() => dispatch({ type: 'recipientsRemoved', ids: repeated.map((each) => each.id) })}
        >
          {plural(repeats.size, { one: 'Take the repeat out', other: 'Take the # repeats out' })}
        </button>
      </span>
    </Note>
  );
}

function PracticeNote({
  practice,
  recipients,
  dispatch,
}: Pick<RecipientsFieldProps, 'recipients' | 'dispatch'> & { readonly practice: readonly string[] }): ReactNode {
  const strangers = recipients.filter(({ number }) => number !== null && !isPracticeNumber(number, practice));
  const free = practice.filter((line) => !recipients.some((each) => each.number === line));
  return (
    <Note tone={strangers.length > 0 ? 'warn' : 'info'}>
      {strangers.length > 0 && (
        <>
          <b>
            {plural(strangers.length, {
              one: `${formatNumber(strangers[0]?.number ?? '')} is not on the practice lines.`,
              other: '# numbers are not on the practice lines.',
            })}
          </b>{' '}
        </>
      )}
      Only practice lines exist: nothing reaches the telephone network. {practice.join(' and ')}{' '}
      {practice.length === 1 ? 'answers' : 'answer'}.
      {free.length > 0 && recipients.length === 0 && (
        <span className="note-acts">
          {free.slice(0, 3).map((line) => (
            <button
              key={line}
              type="button"
              className="link s12"
              onClick={() => dispatch({ type: 'recipientsAdded', recipients: readRecipients(line) })}
            >
              Send to {line}
            </button>
          ))}
        </span>
      )}
    </Note>
  );
}
