import { plural } from '../../words/plural.ts';
import { formatPages } from '../../words/time.ts';

/** What the sheet knows when it puts its button into words. */
export interface SendFacts {
  readonly files: number;
  readonly faultyFiles: number;
  /** The name of the first of them, or null. */
  readonly faultyName: string | null;
  /** A cover page goes in front, one of its own for each recipient. */
  readonly cover: boolean;
  /** Pages of the files, or null while they are not made. */
  readonly pages: number | null;
  readonly making: boolean;
  /** The pages could not be made at all: the sentence, or null. */
  readonly previewError: string | null;
  readonly recipients: number;
  readonly faultyRecipients: number;
  /** Something is typed in the field that is not a recipient yet. */
  readonly typing: boolean;
  /** `now`, `at 20:00`. */
  readonly start: string;
  /** Why the chosen time cannot be, or null. */
  readonly whenProblem: string | null;
  /** Why the receipt cannot be as it is asked for, or null. */
  readonly receiptProblem: string | null;
  /** Why nothing can be handed in at all (no server, or it takes no faxes), or null. */
  readonly closed: string | null;
  readonly sending: boolean;
}

/** The field that a reason is about, so that it can be gone to. */
export type SendField = 'recipients' | 'files' | 'when' | 'more' | 'receipt' | 'sheet';

/** Why the fax cannot be sent yet. */
export interface SendHindrance {
  readonly field: SendField;
  readonly words: string;
}

/** What goes, in words: `3 pages`, `cover and 3 pages`, `cover page`; empty where nothing does. */
export function whatGoes(cover: boolean, pages: number): string {
  if (pages === 0) return cover ? 'cover page' : '';
  return cover ? `cover and ${formatPages(pages)}` : formatPages(pages);
}

/** What the primary button says: what will happen. */
export function sendLabel(facts: SendFacts): string {
  const pages = facts.files === 0 ? 0 : facts.pages;
  const words = pages === null ? '' : whatGoes(facts.cover, pages);
  const what = words === '' ? '' : ` ${words}`;
  const to = facts.recipients > 1 ? ` to ${plural(facts.recipients, { one: '# number', other: '# numbers' })}` : '';
  return `Send${what}${to} ${facts.start}`;
}

/** The first reason why the fax cannot be sent, in the order of the sheet; null when it can. */
export function sendHindrance(facts: SendFacts): SendHindrance | null {
  if (facts.closed !== null) return { field: 'sheet', words: facts.closed };
  const hindrance = recipientHindrance(facts) ?? fileHindrance(facts);
  if (hindrance) return hindrance;
  if (facts.whenProblem !== null) return { field: 'when', words: facts.whenProblem };
  if (facts.receiptProblem !== null) return { field: 'receipt', words: facts.receiptProblem };
  return null;
}

function recipientHindrance(facts: SendFacts): SendHindrance | null {
  const { faultyRecipients, recipients } = facts;
  if (faultyRecipients > 0) {
    const of = faultyRecipients + recipients;
    return {
      field: 'recipients',
      words:
        of === 1
          ? 'The number is not right.'
          : `${faultyRecipients} of ${plural(of, { one: '# number', other: '# numbers' })} ${faultyRecipients === 1 ? 'is' : 'are'} not right.`,
    };
  }
  if (recipients === 0 && !facts.typing) return { field: 'recipients', words: 'Add a fax number.' };
  return null;
}

function fileHindrance(facts: SendFacts): SendHindrance | null {
  if (facts.files === 0 && facts.cover) return null;
  if (facts.files === 0) return { field: 'files', words: 'Add a file to send.' };
  if (facts.faultyFiles > 0) {
    return {
      field: 'files',
      words: plural(facts.faultyFiles, {
        one: `${facts.faultyName ?? 'One file'} cannot be faxed. Mend it or take it out.`,
        other: '# files cannot be faxed. Mend them or take them out.',
      }),
    };
  }
  if (facts.making) return { field: 'files', words: 'The pages are being made.' };
  if (facts.previewError !== null) return { field: 'files', words: facts.previewError };
  return null;
}
