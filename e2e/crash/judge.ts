import type { JobState } from '../../app/model/job.ts';
import type { ReadMark } from './marked-page.ts';

/** A fax that a client handed in, and what the client was told of it. */
export interface ToldFax {
  /** The number drawn on its pages. */
  readonly job: number;
  readonly pages: number;
  /** A `submit` of it was answered. */
  readonly accepted: boolean;
  /** Ids of all answers: the same key must always give the same jobs. */
  readonly ids: readonly (readonly number[])[];
  /** What the server told of it after the last start; null where it knows it no more. */
  readonly end: { readonly state: JobState; readonly pagesConfirmed: number; readonly archived: string | null } | null;
}

/** A received fax as the receiver tells it and as its file shows it. In the order in which they came. */
export interface ReceivedFax {
  readonly id: number;
  readonly state: 'complete' | 'partial';
  readonly pagesTold: number;
  /** The marks on its pages, or why the file cannot be read. */
  readonly marks: readonly (ReadMark | null)[] | string;
  /** How many of its pages the receiver confirmed by its own trace; null where a kill cut the trace. */
  readonly confirmed: number | null;
}

export type Verdict =
  | 'lost'
  | 'doubled'
  | 'half'
  | 'orphan'
  | 'stuck'
  | 'unanswered'
  | 'routing'
  | 'archive'
  | 'receipt';

/** Something that must not be. */
export interface Violation {
  readonly verdict: Verdict;
  readonly words: string;
}

/** What the judge found. */
export interface Judgement {
  readonly violations: readonly Violation[];
  readonly delivered: number;
  /** Uncertain, and the receiver has the last page whole: the one case that nobody can tell apart. */
  readonly uncertainArrived: number;
  /** Uncertain, and the last page did not come: the kill was between the record and the command that it announces. */
  readonly uncertainNotArrived: number;
  readonly partialFaxes: number;
}

/** One page that a receiver has. */
interface Copy {
  readonly mark: ReadMark;
  readonly message: ReceivedFax;
  /** Place in its message, from 0. */
  readonly at: number;
}

/**
 * Compares what clients were told with what lies at the receiver. `uncertainAllowed`: how many kills of this run were
 * made between the record of the last page and its command. Pure.
 */
export function judge(told: readonly ToldFax[], received: readonly ReceivedFax[], uncertainAllowed: number): Judgement {
  const violations: Violation[] = received.flatMap(halfFiles);
  const copies = received.flatMap(copiesOf);
  let delivered = 0;
  let uncertainArrived = 0;
  let uncertainNotArrived = 0;
  for (const fax of told) {
    const own = copies.filter(({ mark }) => mark.job === fax.job);
    violations.push(...doubled(fax, own), ...notKept(fax, own));
    if (fax.end?.state === 'delivered') delivered += 1;
    if (fax.end?.state !== 'uncertain') continue;
    if (fax.end.pagesConfirmed >= fax.pages)
      violations.push({ verdict: 'lost', words: `fax ${fax.job} is uncertain though every page was confirmed` });
    if (own.some(({ mark }) => mark.page === fax.pages && mark.whole)) uncertainArrived += 1;
    else uncertainNotArrived += 1;
  }
  for (const { mark, message } of copies)
    if (!told.some(({ job }) => job === mark.job))
      violations.push({ verdict: 'doubled', words: `message ${message.id} holds fax ${mark.job}, which nobody sent` });
  if (uncertainNotArrived > uncertainAllowed)
    violations.push({
      verdict: 'lost',
      words: `${uncertainNotArrived} faxes are uncertain whose last page is not there, and only ${uncertainAllowed} kills could do that`,
    });
  const partialFaxes = received.filter(({ state }) => state === 'partial').length;
  return { violations, delivered, uncertainArrived, uncertainNotArrived, partialFaxes };
}

function halfFiles(message: ReceivedFax): readonly Violation[] {
  const { id, marks, pagesTold, state } = message;
  const half = (words: string): Violation => ({ verdict: 'half', words: `message ${id} ${words}` });
  if (typeof marks === 'string') return [half(`cannot be read: ${marks}`)];
  if (marks.length !== pagesTold) return [half(`has ${marks.length} pages, told were ${pagesTold}`)];
  if (state === 'complete' && marks.some((mark) => mark === null || !mark.whole))
    return [half('is told complete, and a page of it is not whole')];
  return [];
}

function copiesOf(message: ReceivedFax): readonly Copy[] {
  if (typeof message.marks === 'string') return [];
  return message.marks.flatMap((mark, at) => (mark === null ? [] : [{ mark, message, at }]));
}

/** The receiver confirmed the page, or may have: where its trace was cut, what it stored counts. */
const isConfirmed = ({ mark, message, at }: Copy): boolean =>
  mark.whole && (message.confirmed === null || at < message.confirmed);

/**
 * The last page confirmed twice is a fax delivered twice. A page before it may come again when the call was cut in the
 * moment of its confirmation; when the call had gone on to the next page, its confirmation had been heard.
 */
function doubled(fax: ToldFax, own: readonly Copy[]): readonly Violation[] {
  const violations: Violation[] = [];
  const last = own.filter((copy) => copy.mark.page === fax.pages && isConfirmed(copy));
  if (last.length > 1)
    violations.push({ verdict: 'doubled', words: `fax ${fax.job} was delivered in messages ${idsOf(last)}` });
  for (let page = 1; page < fax.pages; page += 1) {
    const same = own.filter((copy) => copy.mark.page === page && isConfirmed(copy));
    const heard = same.findIndex((copy) => own.some((next) => isNextOf(next, copy)));
    if (heard >= 0 && heard < same.length - 1)
      violations.push({
        verdict: 'doubled',
        words: `page ${page} of fax ${fax.job} came in messages ${idsOf(same)}, though its confirmation had been heard`,
      });
  }
  return violations;
}

const isNextOf = (next: Copy, copy: Copy): boolean =>
  next.message === copy.message && next.at > copy.at && next.mark.page === copy.mark.page + 1;

const idsOf = (copies: readonly Copy[]): string => copies.map(({ message }) => message.id).join(', ');

function notKept(fax: ToldFax, own: readonly Copy[]): readonly Violation[] {
  const name = `fax ${fax.job}`;
  if (!fax.accepted) return [{ verdict: 'unanswered', words: `${name} was never taken in` }];
  if (new Set(fax.ids.map((ids) => ids.join(','))).size > 1)
    return [{ verdict: 'doubled', words: `${name} was taken in as jobs ${fax.ids.join(' and ')} by one key` }];
  if (fax.end === null) return [{ verdict: 'lost', words: `${name} was accepted and is not known any more` }];
  switch (fax.end.state) {
    case 'delivered': {
      const missing = Array.from({ length: fax.pages }, (_, n) => n + 1).filter(
        (page) => !own.some(({ mark }) => mark.page === page && mark.whole),
      );
      if (missing.length === 0) return [];
      return [{ verdict: 'lost', words: `${name} is told delivered; page ${missing.join(', ')} never came` }];
    }
    case 'uncertain':
      return [];
    case 'failed':
    case 'cancelled':
      return [{ verdict: 'lost', words: `${name} was accepted and ended as ${fax.end.state}` }];
    default:
      return [{ verdict: 'stuck', words: `${name} is still ${fax.end.state}` }];
  }
}
