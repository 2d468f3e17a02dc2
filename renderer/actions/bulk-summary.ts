import type { ToastInput } from '../stores/toasts.ts';
import { plural } from '../words/plural.ts';

export type BulkCommand = 'pause' | 'resume' | 'restart' | 'cancel' | 'sendNow';

/** What became of a command on several faxes. */
export interface BulkResult {
  readonly done: number;
  /** Those on which it was not allowed, so that it was not even asked. */
  readonly skipped: number;
  /** One sentence for each that was refused. */
  readonly errors: readonly string[];
}

const doneWords = {
  pause: { one: '# fax paused', other: '# faxes paused' },
  resume: { one: '# fax goes on', other: '# faxes go on' },
  restart: { one: '# fax is tried again', other: '# faxes are tried again' },
  cancel: { one: '# fax cancelled', other: '# faxes cancelled' },
  sendNow: { one: '# fax goes out now', other: '# faxes go out now' },
} as const satisfies Record<BulkCommand, { one: string; other: string }>;

const couldNot = { one: '# could not be', other: '# could not be' } as const;

/** One summary for a whole command: `14 faxes cancelled`, `1 could not be: it is being sent`. */
export function bulkSummary(command: BulkCommand, { done, skipped, errors }: BulkResult): ToastInput {
  const missed = skipped + errors.length;
  const title = done === 0 ? plural(missed, notDoneWords) : plural(done, doneWords[command]);
  if (missed === 0) return { tone: 'plain', title };
  const reason = errors[0] ?? 'Their state does not allow it now.';
  const words = done === 0 ? reason : `${plural(missed, couldNot)}: ${reason}`;
  return { tone: done === 0 ? 'bad' : 'warn', title, words };
}

const notDoneWords = {
  one: 'The fax was left as it is',
  other: '# faxes were left as they are',
} as const;
