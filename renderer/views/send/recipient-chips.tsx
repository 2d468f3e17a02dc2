import { type KeyboardEvent, type ReactNode, type RefObject, useState } from 'react';
import { CloseIcon, CopyIcon, PersonIcon, StateFailedIcon, WarningIcon } from '../../kit/index.ts';
import { formatNumber } from '../../words/number.ts';
import { plural } from '../../words/plural.ts';
import type { DraftRecipient } from './draft.ts';

/** What is to be said about a recipient beside its number. */
export type RecipientMark = 'problem' | 'repeat' | 'stranger' | null;

export interface RecipientChipsProps {
  readonly recipients: readonly DraftRecipient[];
  readonly markOf: (recipient: DraftRecipient, index: number) => RecipientMark;
  readonly list: RefObject<HTMLUListElement | null>;
  readonly onEdit: (recipient: DraftRecipient) => void;
  readonly onRemove: (recipient: DraftRecipient) => void;
  /** The focus leaves the chips at their end. */
  readonly onLeave: () => void;
}

/** How many chips are drawn before the rest is counted: more say nothing and cost time. */
const shownAtFirst = 60;

/**
 * The recipients as chips. They are reached from the field by the left arrow and are one stop together: five hundred
 * numbers must not be five hundred tab stops. Those that are not right are drawn all the same.
 */
export function RecipientChips({
  recipients,
  markOf,
  list,
  onEdit,
  onRemove,
  onLeave,
}: RecipientChipsProps): ReactNode {
  const [all, setAll] = useState(false);
  const marked = recipients.map((recipient, index) => ({ recipient, mark: markOf(recipient, index) }));
  const shown = all
    ? marked
    : marked.filter(({ mark }, index) => index < shownAtFirst || (mark === 'problem' && index < 4 * shownAtFirst));
  const hidden = marked.length - shown.length;

  const onKeyDown = (event: KeyboardEvent, recipient: DraftRecipient): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const chips = [...(list.current?.querySelectorAll<HTMLButtonElement>('.rc-main') ?? [])];
    const at = chips.indexOf(event.currentTarget as HTMLButtonElement);
    const go = (index: number): void => (index >= chips.length ? onLeave() : chips[Math.max(index, 0)]?.focus());
    switch (event.key) {
      case 'ArrowLeft':
        go(at - 1);
        break;
      case 'ArrowRight':
        go(at + 1);
        break;
      case 'Home':
        go(0);
        break;
      case 'End':
        go(chips.length);
        break;
      case 'Delete':
      case 'Backspace':
        onRemove(recipient);
        go(at < chips.length - 1 ? at + 1 : chips.length);
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    <ul ref={list} className="rc-list" aria-label="Recipients">
      {shown.map(({ recipient, mark }) => (
        <li key={recipient.id} className={`rc ${classOf(mark)}`}>
          <button
            type="button"
            className="rc-main"
            tabIndex={-1}
            title={titleOf(recipient, mark)}
            aria-description="Enter changes it, Delete takes it out"
            onClick={() => onEdit(recipient)}
            onKeyDown={(event) => onKeyDown(event, recipient)}
          >
            <MarkIcon mark={mark} />
            {recipient.number === null ? (
              <span className="cut">{recipient.typed}</span>
            ) : (
              <>
                {recipient.name !== null && <span className="m cut">{recipient.name}</span>}
                <span className="tn t2">{formatNumber(recipient.number)}</span>
              </>
            )}
            {mark !== null && <span className="sr">{titleOf(recipient, mark)}</span>}
          </button>
          <button
            type="button"
            className="x"
            tabIndex={-1}
            aria-label={`Remove ${nameOf(recipient)}`}
            onClick={() => onRemove(recipient)}
          >
            <CloseIcon />
          </button>
        </li>
      ))}
      {hidden > 0 && (
        <li>
          <button type="button" className="link s12" onClick={() => setAll(true)}>
            {plural(hidden, { one: 'and # more', other: 'and # more' })}
          </button>
        </li>
      )}
    </ul>
  );
}

function MarkIcon({ mark }: { readonly mark: RecipientMark }): ReactNode {
  switch (mark) {
    case 'problem':
      return <StateFailedIcon size={14} />;
    case 'repeat':
      return <CopyIcon size={14} />;
    case 'stranger':
      return <WarningIcon size={14} />;
    case null:
      return <PersonIcon size={14} />;
  }
}

const classOf = (mark: RecipientMark) => (mark === 'problem' ? 'bad' : mark === null ? '' : 'warn');

const nameOf = (recipient: DraftRecipient) =>
  recipient.number === null
    ? recipient.typed
    : recipient.name === null
      ? formatNumber(recipient.number)
      : `${recipient.name}, ${formatNumber(recipient.number)}`;

function titleOf(recipient: DraftRecipient, mark: RecipientMark): string {
  switch (mark) {
    case 'problem':
      return recipient.problem?.message ?? '';
    case 'repeat':
      return 'This number is in the list twice.';
    case 'stranger':
      return 'Not on the practice lines.';
    case null:
      return nameOf(recipient);
  }
}
