import type { Attempt, Job, Outcome } from '../../../../app/model/job.ts';
import type { ReceiptState } from '../../../../app/model/receipt.ts';
import { plural } from '../../../words/plural.ts';
import { formatPages, formatSpan } from '../../../words/time.ts';

const outcomes: Readonly<Record<Outcome, string>> = {
  ok: 'Delivered',
  busy: 'Busy',
  'no-answer': 'No answer',
  'no-dial-tone': 'No dial tone',
  'no-carrier': 'No fax signal',
  'not-fax': 'Not a fax machine',
  'training-failed': 'The line was too poor',
  'page-rejected': 'A page was refused',
  'lost-in-page': 'Line cut in a page',
  incompatible: 'The machines do not fit',
  password: 'A password is asked for',
  'remote-hung-up': 'The far end hung up',
  cancelled: 'Cancelled',
  'line-failed': 'The line failed',
  'not-in-service': 'Not in service',
  'blocked-number': 'Number is blocked',
  uncertain: 'Confirmation not seen',
};

/** Words of the details pane. */
export const detailsWords = {
  label: 'Details',
  tabs: { progress: 'Progress', pages: 'Pages' },
  attempts: 'Attempts',
  noAttempts: 'Not tried yet.',
  transcript: (n: number): string => `Transcript, attempt ${n}`,
  whyFailed: (n: number): string => `Why attempt ${n} failed`,
  failedAt: (place: string): string => `Where it failed: ${place}`,
  noTranscript: 'Nothing was said on the line.',
  transcriptLater: 'It is shown here when the call has ended.',
  copy: 'Copy',
  copied: 'Copied',
  allFrames: 'All frames',
  inWords: 'In words',
  close: 'Close details',
  more: 'More',
  loading: 'Asking the server…',
  columns: { time: 'Time', dir: 'Direction', what: 'What', meaning: 'Meaning', fields: 'Fields and octets' },
  sent: 'sent',
  heard: 'heard',
  pageAlt: (page: number, isConfirmed: boolean): string =>
    isConfirmed ? `Page ${page}, confirmed` : `Page ${page}, not confirmed yet`,
  morePages: (count: number): string => plural(count, { one: 'and # more', other: 'and # more' }),
  stateFor: (span: string): string => `for ${span}`,
  noPages: { title: 'No pages to show', words: 'The pages show here once they are stored.' },
  facts: {
    send: 'Send',
    place: (place: number, size: number): string =>
      place === 0 ? `One of ${size} recipients` : `Recipient ${place} of ${size}`,
    cover: 'Cover page',
    coverPages: (count: number): string => plural(count, { one: '# page', other: '# pages' }),
    receipt: 'Receipt',
    receiptStates: {
      none: 'None',
      waiting: 'Follows at the end',
      due: 'Is being written',
      queued: 'Waits for the mail server',
      sent: 'Sent',
      failed: 'Not sent',
    } satisfies Readonly<Record<ReceiptState, string>>,
    to: (address: string): string => `to ${address}`,
    archive: 'Archive',
    proof: 'Proof',
    saveProof: 'Save proof…',
    proofName: (fax: string): string => `Proof of ${fax}`,
  },
  outcome: (outcome: Outcome | null): string => (outcome === null ? 'On the line now' : outcomes[outcome]),
} as const;

/** How many pages arrived, as one bold sentence. */
export function confirmedWords(job: Job): string {
  if (job.direction === 'in') return `${formatPages(job.pagesConfirmed)} received`;
  if (job.pages === 0) return 'The pages are being made';
  if (job.state === 'delivered') return `${formatPages(job.pages)} confirmed`;
  return `${job.pagesConfirmed} of ${formatPages(job.pages)} confirmed`;
}

/** What one attempt did: port, length, pages. */
export function attemptWords(attempt: Attempt, now: number): string {
  const span = formatSpan(Date.parse(attempt.endedAt ?? new Date(now).toISOString()) - Date.parse(attempt.startedAt));
  const pages =
    attempt.pagesConfirmed === 0
      ? 'no pages'
      : plural(attempt.pagesConfirmed, { one: '# page confirmed', other: '# pages confirmed' });
  return [attempt.port, span, attempt.rate === null ? null : `${attempt.rate} bit/s`, pages]
    .filter((part) => part !== null)
    .join(', ');
}
