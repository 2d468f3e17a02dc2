import { z } from 'zod';
import { limits } from '../../../app/contract/requests.ts';
import { prioritySchema } from '../../../app/model/job.ts';
import { resolutionSchema } from '../../../app/model/page-format.ts';
import type { ReadRecipient } from './recipients.ts';

const problemSchema = z.object({ message: z.string(), next: z.string(), suggestion: z.string().nullable() });

const recipientSchema = z.object({
  id: z.string(),
  typed: z.string(),
  name: z.string().nullable(),
  number: z.string().nullable(),
  problem: problemSchema.nullable(),
});
/** One recipient of the draft, with an identity of its own so that repeats can be told apart. */
export type DraftRecipient = Readonly<z.infer<typeof recipientSchema>>;

const fileSchema = z.object({ id: z.string(), path: z.string() });
/** One file of the draft. The same path may stand twice. */
export type DraftFile = Readonly<z.infer<typeof fileSchema>>;

const whenSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('now') }),
  z.object({ kind: z.literal('discount') }),
  /** As the fields hold it: `2026-03-04` and `20:00`, the screen's own zone; empty while not chosen. */
  z.object({ kind: z.literal('time'), date: z.string(), time: z.string() }),
]);
export type DraftWhen = Readonly<z.infer<typeof whenSchema>>;

/** The version of the stored form; a draft of another version is not read. */
export const draftVersion = 1;

/** A fax being written, as it is kept over a reload or a crash. */
export const draftSchema = z.object({
  version: z.literal(draftVersion),
  /** The submission key: one for each send, so that sending again after a lost answer is the same send. */
  key: z.string().min(8).max(100),
  /** Counts the identities given out. */
  serial: z.int().nonnegative(),
  recipients: z.array(recipientSchema).readonly(),
  /** What stands in the recipient field and is not yet a recipient. */
  typing: z.string(),
  subject: z.string(),
  note: z.string(),
  files: z.array(fileSchema).readonly(),
  resolution: resolutionSchema,
  when: whenSchema,
  priority: prioritySchema,
  /** Send on this port or group of ports only, or on any. */
  port: z.string().nullable(),
  /** The name of a common cover page, or none. */
  cover: z.string().nullable().default(null),
  /** Who sends, as a cover page shows it. */
  sender: z.string().default(''),
  /** A mail that tells how the fax ended; none while the address is empty. */
  receipt: z.object({ address: z.string(), attach: z.boolean() }).readonly().default({ address: '', attach: false }),
  /**
   * `none`: not handed in. `unanswered`: handed in, and no answer came yet or ever; the key must stay. `changed`: the
   * same, and the draft was changed since, so that the server has to be asked first whether it already has the fax.
   */
  handedIn: z.enum(['none', 'unanswered', 'changed']),
});
export type Draft = Readonly<z.infer<typeof draftSchema>>;

/** What can happen to a draft. */
export type DraftAction =
  | { readonly type: 'typed'; readonly text: string }
  | { readonly type: 'recipientsAdded'; readonly recipients: readonly ReadRecipient[] }
  | { readonly type: 'recipientReplaced'; readonly id: string; readonly recipient: ReadRecipient }
  | { readonly type: 'recipientsRemoved'; readonly ids: readonly string[] }
  | { readonly type: 'filesAdded'; readonly paths: readonly string[] }
  | { readonly type: 'fileRemoved'; readonly id: string }
  | { readonly type: 'fileMoved'; readonly id: string; readonly to: number }
  | { readonly type: 'subjectSet'; readonly subject: string }
  | { readonly type: 'noteSet'; readonly note: string }
  | { readonly type: 'resolutionSet'; readonly resolution: Draft['resolution'] }
  | { readonly type: 'whenSet'; readonly when: DraftWhen }
  | { readonly type: 'prioritySet'; readonly priority: Draft['priority'] }
  | { readonly type: 'portSet'; readonly port: string | null }
  | { readonly type: 'coverSet'; readonly cover: string | null }
  | { readonly type: 'senderSet'; readonly sender: string }
  | { readonly type: 'receiptSet'; readonly receipt: Draft['receipt'] }
  /** It goes to the server now; until the answer is there, it may or may not have been taken. */
  | { readonly type: 'handedIn' }
  /** The server is known not to have the fax: the next send is a new one. */
  | { readonly type: 'notTaken'; readonly key: string };

/** A draft with nothing in it; who sends is the same person from one fax to the next. */
export const emptyDraft = (key: string, sender = ''): Draft => ({
  version: draftVersion,
  key,
  serial: 0,
  recipients: [],
  typing: '',
  subject: '',
  note: '',
  files: [],
  resolution: 'fine',
  when: { kind: 'now' },
  priority: 'normal',
  port: null,
  cover: null,
  sender,
  receipt: { address: '', attach: false },
  handedIn: 'none',
});

/** Whether there is anything in it that a person would miss. */
export const isEmptyDraft = (draft: Draft): boolean =>
  draft.recipients.length === 0 &&
  draft.files.length === 0 &&
  draft.typing.trim() === '' &&
  draft.subject.trim() === '' &&
  draft.note.trim() === '' &&
  draft.receipt.address.trim() === '';

/** The draft after an action. Pure: the given draft stays as it was. */
export function reduceDraft(draft: Draft, action: DraftAction): Draft {
  switch (action.type) {
    case 'typed':
      // What is typed is no part of the fax before it has become a recipient.
      return { ...draft, typing: action.text };
    case 'handedIn':
      return { ...draft, handedIn: 'unanswered' };
    case 'notTaken':
      return { ...draft, key: action.key, handedIn: 'none' };
    default: {
      const changed = change(draft, action);
      return changed.handedIn === 'unanswered' && changed !== draft ? { ...changed, handedIn: 'changed' } : changed;
    }
  }
}

type Change = Exclude<DraftAction, { readonly type: 'typed' | 'handedIn' | 'notTaken' }>;

function change(draft: Draft, action: Change): Draft {
  switch (action.type) {
    case 'recipientsAdded': {
      const added = action.recipients.slice(0, limits.recipients - draft.recipients.length);
      if (added.length === 0) return draft;
      const recipients = added.map((each, i) => ({ ...each, id: `r${draft.serial + i}` }));
      return { ...draft, recipients: [...draft.recipients, ...recipients], serial: draft.serial + added.length };
    }
    case 'recipientReplaced':
      return {
        ...draft,
        recipients: draft.recipients.map((each) =>
          each.id === action.id ? { ...action.recipient, id: action.id } : each,
        ),
      };
    case 'recipientsRemoved': {
      const ids = new Set(action.ids);
      return { ...draft, recipients: draft.recipients.filter((each) => !ids.has(each.id)) };
    }
    case 'filesAdded': {
      const added = action.paths.slice(0, limits.files - draft.files.length);
      if (added.length === 0) return draft;
      const files = added.map((path, i) => ({ id: `f${draft.serial + i}`, path }));
      return { ...draft, files: [...draft.files, ...files], serial: draft.serial + added.length };
    }
    case 'fileRemoved':
      return { ...draft, files: draft.files.filter((each) => each.id !== action.id) };
    case 'fileMoved':
      return moveFile(draft, action.id, action.to);
    case 'subjectSet':
      return { ...draft, subject: action.subject };
    case 'noteSet':
      return { ...draft, note: action.note };
    case 'resolutionSet':
      return { ...draft, resolution: action.resolution };
    case 'whenSet':
      return { ...draft, when: action.when };
    case 'prioritySet':
      return { ...draft, priority: action.priority };
    case 'portSet':
      return { ...draft, port: action.port };
    case 'coverSet':
      return { ...draft, cover: action.cover };
    case 'senderSet':
      return { ...draft, sender: action.sender };
    case 'receiptSet':
      return { ...draft, receipt: action.receipt };
  }
}

function moveFile(draft: Draft, id: string, to: number): Draft {
  const from = draft.files.findIndex((each) => each.id === id);
  const file = draft.files[from];
  const place = Math.min(Math.max(to, 0), draft.files.length - 1);
  if (!file || place === from) return draft;
  return { ...draft, files: draft.files.toSpliced(from, 1).toSpliced(place, 0, file) };
}

/** A stored draft read back, or null when it is not one of this version. */
export function readStoredDraft(stored: string | null): Draft | null {
  if (stored === null) return null;
  try {
    const parsed = draftSchema.safeParse(JSON.parse(stored));
    return parsed.success ? parsed.data : null;
  } catch (thrown) {
    // Half a draft after a crash in mid-write: there is nothing to bring back.
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}

/** A file's own name, without its folder (both kinds of slash: Windows paths use either). */
export const fileName = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
