import { limits, type SubmitInput, type When } from '../../../app/contract/requests.ts';
import { type FaxErrorCode, type FaxErrorData, faxErrorCatalogue } from '../../../app/model/errors.ts';
import type { Job } from '../../../app/model/job.ts';
import { type Outcome, outcomeOf } from '../../actions/outcome.ts';
import type { PageApi } from '../../door.ts';
import type { Draft } from './draft.ts';
import { isFileCode } from './preview-keeper.ts';
import type { SendField } from './send-words.ts';

type Api = Pick<PageApi, 'request' | 'shell'>;

/** What became of a send. */
export type SendOutcome =
  /** The server has it and it is durable there. Not sent yet: queued. */
  | { readonly kind: 'queued'; readonly jobs: readonly Job[] }
  /** The server said no: nothing was queued. */
  | { readonly kind: 'refused'; readonly error: FaxErrorData; readonly field: SendField }
  /** No answer came: it may be queued or not. The same draft may be sent again: it is the same send. */
  | { readonly kind: 'unanswered'; readonly error: FaxErrorData }
  /** An earlier try, thought lost, is in the queue, and the draft is another by now. */
  | { readonly kind: 'alreadyQueued'; readonly jobs: readonly Job[] };

/**
 * Hands the draft in: the very pages of its preview, or with null its cover page alone. `draft.key` makes it the same send when it is repeated after a
 * lost answer. After a lost answer the queue is first searched for the key: the preview may be gone with the server
 * that went, and a refusal for that must not pass for "not taken".
 */
export async function submitDraft(api: Api, draft: Draft, previewId: string | null, when: When): Promise<SendOutcome> {
  const earlier = draft.handedIn === 'none' ? null : await findEarlier(api, draft);
  if (earlier) return earlier;
  const outcome = await outcomeOf(() =>
    api.request('submit', {
      document: previewId === null ? { kind: 'none' } : { kind: 'preview', previewId },
      recipients: draft.recipients.flatMap(({ name, number }) => (number === null ? [] : [{ name, number }])),
      subject: textOrNull(draft.subject),
      note: textOrNull(draft.note),
      when,
      priority: draft.priority,
      port: draft.port,
      ...extrasOf(draft),
      key: draft.key,
    }),
  );
  if (outcome.ok) return { kind: 'queued', jobs: outcome.value.jobs };
  if (isLostAnswer(outcome.error.code)) return { kind: 'unanswered', error: outcome.error };
  return { kind: 'refused', error: outcome.error, field: fieldOfError(outcome.error.code) };
}

/** Cover page and receipt, where they are asked for. The sender is for the cover page alone. */
function extrasOf({ cover, sender, receipt }: Draft): Pick<SubmitInput, 'cover' | 'sender' | 'receipt'> {
  const address = textOrNull(receipt.address);
  return {
    ...(cover !== null && { cover: { name: cover, scope: 'common' }, sender: textOrNull(sender) }),
    ...(address !== null && { receipt: { address, attach: receipt.attach } }),
  };
}

/** What became of an earlier try of this draft; null when the server never had it. */
async function findEarlier(api: Api, { key, handedIn }: Draft): Promise<SendOutcome | null> {
  const outcome = await outcomeOf(() => api.request('jobs.list', { limit: limits.list }));
  if (!outcome.ok) return { kind: 'unanswered', error: outcome.error };
  const jobs = outcome.value.jobs.filter((job) => job.submissionKey === key);
  if (jobs.length === 0) return null;
  return { kind: handedIn === 'changed' ? 'alreadyQueued' : 'queued', jobs };
}

/** Errors after which it is not known whether the server took the fax. */
const isLostAnswer = (code: FaxErrorCode): boolean =>
  faxErrorCatalogue[code].kind === 'unreachable' || code === 'INTERNAL';

/** Refusals of what the part “More” holds: line, cover page, receipt. */
const moreCodes: ReadonlySet<FaxErrorCode> = new Set<FaxErrorCode>([
  'PORT_NOT_FOUND',
  'PORT_VALUE_INVALID',
  'COVER_NOT_FOUND',
  'COVER_INVALID',
  'COVER_NOT_ALLOWED',
  'RECEIPT_NOT_ALLOWED',
  'MAIL_SERVER_MISSING',
]);

/** The field of the sheet that a refusal is about. */
export function fieldOfError(code: FaxErrorCode): SendField {
  if (code === 'NUMBER_INVALID' || code === 'NUMBER_NOT_PRACTICE') return 'recipients';
  if (moreCodes.has(code)) return 'more';
  if (isFileCode(code) || code === 'PREVIEW_NOT_FOUND') return 'files';
  return 'sheet';
}

const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** Files from the system's dialog; none when it was cancelled. */
export const chooseFiles = (api: Api): Promise<Outcome<readonly string[]>> =>
  outcomeOf(async () => (await api.shell('chooseFiles', {})).files);

/** Files or a picture from the clipboard; none when there is nothing on it that can be faxed. */
export const pasteFiles = (api: Api): Promise<Outcome<readonly string[]>> =>
  outcomeOf(async () => (await api.shell('pasteFiles', {})).files);
