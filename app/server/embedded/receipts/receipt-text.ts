import { finalStates } from '../../../model/job.ts';
import type { JobRecord } from '../../../store/records.ts';
import { adviceFor, localDateTime, outcomeWords, pageWords, practiceWords, withoutFullStop } from '../wording.ts';

/** A fax as a receipt tells of it. */
export interface ReceiptFax {
  readonly record: JobRecord;
  readonly pagesConfirmed: number;
}

/** The subject and the text of a receipt (object model 3.10): a grouped one lists each recipient. Pure. */
export function receiptText(faxes: readonly ReceiptFax[], zone: string): { subject: string; text: string } {
  const [first] = faxes;
  if (first === undefined) return { subject: 'Fax', text: '' };
  const text = `${faxes.length > 1 ? `${counts(faxes)}\n\n` : ''}${faxes.map((fax) => block(fax, zone)).join('\n')}`;
  return { subject: faxes.length > 1 ? groupSubject(faxes) : oneSubject(first), text };
}

function oneSubject({ record }: ReceiptFax): string {
  const to = record.recipient ?? record.number;
  return bounded(`Fax ${stateWords(record).toLowerCase()}: ${aboutOf(record)}to ${to}`);
}

function groupSubject(faxes: readonly ReceiptFax[]): string {
  const [first] = faxes;
  return bounded(
    `Fax ${first ? aboutOf(first.record) : ''}to ${faxes.length} recipients: ${counts(faxes).toLowerCase()}`,
  );
}

const aboutOf = ({ subject }: JobRecord): string => (subject === null || subject === '' ? '' : `“${subject}” `);

/** Subjects are one line. */
const bounded = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').slice(0, 200);

/** `3 delivered, 1 failed`. */
function counts(faxes: readonly ReceiptFax[]): string {
  const words = faxes.map(({ record }) => stateWords(record));
  return [...new Set(words)]
    .map((each) => `${words.filter((word) => word === each).length} ${each.toLowerCase()}`)
    .join(', ');
}

function stateWords({ state }: JobRecord): string {
  if (!finalStates.has(state)) return 'Being sent again';
  switch (state) {
    case 'delivered':
      return 'Delivered';
    case 'cancelled':
      return 'Cancelled';
    case 'uncertain':
      return 'Not certain';
    default:
      return 'Failed';
  }
}

function block({ record, pagesConfirmed }: ReceiptFax, zone: string): string {
  const time = record.finishedAt ?? record.stateSince;
  const lines: readonly (readonly [string, string | null])[] = [
    ['Result', stateWords(record)],
    ['Recipient', record.recipient],
    ['Number', record.number],
    ['Subject', record.subject],
    ['Sender', record.sender],
    ['Pages', pagesOf(record, pagesConfirmed)],
    ['Time', `${localDateTime(time, zone)} (${zone})`],
    ['Attempts', String(record.attempts)],
    ['Line', record.port],
    ['Reason', reasonOf(record)],
    ['Next', nextOf(record)],
    ['Billing', record.billing],
    ['Fax', String(record.id)],
  ];
  const told = lines.filter((line): line is readonly [string, string] => line[1] !== null && line[1] !== '');
  const text = told.map(([name, value]) => `${`${name}:`.padEnd(12)}${value.replace(/\p{Cc}+/gu, ' ')}\n`).join('');
  return record.practice ? `${text}${practiceWords}.\n` : text;
}

const pagesOf = ({ pages, state }: JobRecord, confirmed: number): string =>
  state === 'delivered' ? pageWords(pages) : `${confirmed} of ${pageWords(pages)} confirmed`;

function reasonOf({ state, words, outcome }: JobRecord): string | null {
  if (state === 'delivered') return null;
  const told = words ?? (outcome === null ? null : outcomeWords[outcome]);
  return told === null ? null : `${withoutFullStop(told)}.`;
}

function nextOf({ state, outcome }: JobRecord): string | null {
  if (state === 'uncertain')
    return 'Ask the recipient whether the last page arrived. Send the fax again if not, or mark it as done.';
  return state === 'failed' && outcome !== null ? adviceFor(outcome) : null;
}
