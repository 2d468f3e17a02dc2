import type { ProofAttempt, ProofFact, ProofFacts, ProofFrame, ProofGroup } from '../../document/page-works.ts';
import { failurePlace } from '../../model/failure-words.ts';
import type { TranscriptEntry } from '../../model/job.ts';
import { fieldsInWords, transcriptMeaning } from '../../model/transcript-words.ts';
import { zoneFormatters } from '../../model/zone-formatters.ts';
import type { AttemptRecord, JobRecord, MessageRecord } from '../../store/records.ts';
import { failureOf } from './attempt-failure.ts';
import { outcomeWords, pageWords, practiceWords, withoutFullStop } from './wording.ts';

/** Calls that a proof lists: the newest of more. */
const MOST_ATTEMPTS = 60;
/** Frames that it lists from the beginning of a call, and from its end. */
const FIRST_FRAMES = 40;
const LAST_FRAMES = 30;

/** What a proof is made of. */
export interface ProofSource {
  readonly job: JobRecord;
  readonly pagesConfirmed: number;
  readonly attempts: readonly AttemptRecord[];
  /** The received fax, or null for one that was sent. */
  readonly message: MessageRecord | null;
  readonly now: number;
  /** IANA name of the office's time zone. */
  readonly zone: string;
}

/** A fax that has ended in the words of its proof. Pure. */
export function proofFactsOf(source: ProofSource): ProofFacts {
  const { job, attempts, now, zone } = source;
  const incoming = job.direction === 'in';
  const listed = attempts.slice(-MOST_ATTEMPTS);
  const decisive = attempts.at(-1) ?? null;
  const transcript = decisive?.transcript ?? [];
  const all = transcript.length <= FIRST_FRAMES + LAST_FRAMES;
  const between = all ? 0 : transcript.length - FIRST_FRAMES - LAST_FRAMES;
  return {
    ...verdictOf(source),
    practice: job.practice ? (incoming ? PRACTICE_RECEIVED : practiceWords) : null,
    subject: job.subject,
    groups: groupsOf(source),
    attempts: listed.map((attempt) => attemptOf(attempt, job, zone)),
    attemptsNote: attemptsNote(attempts.length, attempts.length - listed.length),
    framesTitle: attempts.length > 1 ? `Transcript of call ${decisive?.n}, the last` : 'Transcript of the call',
    frames: [
      transcript.slice(0, all ? undefined : FIRST_FRAMES).map(frameOf),
      all ? [] : transcript.slice(-LAST_FRAMES).map(frameOf),
    ],
    framesNote: between === 0 ? null : `${between} frames between these are left out here.`,
    confirmedPages: incoming ? job.pages : source.pagesConfirmed,
    pageWords: incoming ? { confirmed: 'received', unconfirmed: 'received' } : CONFIRMED_WORDS,
    pagesNote: incoming
      ? 'The pages as they were received and stored.'
      : 'The pages as they are stored. On the line, the sender’s line may stand above each.',
    foot: `Fax ${job.id}  ·  made by Fax Console on ${timeWords(now, zone)}`,
  };
}

const PRACTICE_RECEIVED = 'Practice: not from the telephone network';
const CONFIRMED_WORDS = { confirmed: 'confirmed by the other machine', unconfirmed: 'not confirmed' };

type Verdict = Pick<ProofFacts, 'title' | 'outcome' | 'tone' | 'sentence'>;

function verdictOf({ job, pagesConfirmed, message }: ProofSource): Verdict {
  if (job.direction === 'in') return receivedVerdict(message);
  const confirmed = confirmedWords(pagesConfirmed, job.pages);
  const why = `${withoutFullStop(job.words ?? (job.outcome === null ? 'It was not sent' : outcomeWords[job.outcome]))}.`;
  switch (job.state) {
    case 'delivered':
      return { title: 'Proof of delivery', outcome: 'Delivered', tone: 'good', sentence: confirmed };
    case 'uncertain':
      return {
        title: 'Transmission report',
        outcome: 'Not certain',
        tone: 'unsure',
        sentence: `${confirmed} The last page went out whole, but its confirmation was not heard: it may have arrived.`,
      };
    case 'cancelled':
      return {
        title: 'Transmission report',
        outcome: 'Cancelled, not delivered',
        tone: 'bad',
        sentence: `It was cancelled. ${confirmed}`,
      };
    default:
      return { title: 'Transmission report', outcome: 'Not delivered', tone: 'bad', sentence: `${why} ${confirmed}` };
  }
}

function receivedVerdict(message: MessageRecord | null): Verdict {
  const title = 'Proof of reception';
  if (message === null)
    return { title, outcome: 'Not received', tone: 'bad', sentence: 'The call ended before a page had arrived.' };
  const pages = `${pageWords(message.pages)} ${message.pages === 1 ? 'was' : 'were'} received`;
  return message.state === 'complete'
    ? { title, outcome: 'Received', tone: 'good', sentence: `${pages} and confirmed to the sender.` }
    : { title, outcome: 'Received in part', tone: 'unsure', sentence: `${pages} before the call was cut.` };
}

function confirmedWords(confirmed: number, pages: number): string {
  if (confirmed === 0) return 'No page was confirmed by the other machine.';
  if (confirmed < pages)
    return `${confirmed} of ${pages} pages ${confirmed === 1 ? 'was' : 'were'} confirmed by the other machine.`;
  return pages === 1
    ? 'Its one page was confirmed by the other machine.'
    : `All ${pages} pages were confirmed by the other machine.`;
}

function groupsOf(source: ProofSource): readonly ProofGroup[] {
  const { job } = source;
  const groups = [
    ...(job.direction === 'in' ? receivedParties(source) : sentParties(source)),
    { title: 'Times', facts: timeFacts(source) },
    { title: 'Transmission', facts: lineFacts(source) },
  ];
  return groups
    .map(({ title, facts }) => ({ title, facts: facts.filter(([, value]) => value !== '') }))
    .filter(({ facts }) => facts.length > 0);
}

function sentParties({ job }: ProofSource): readonly ProofGroup[] {
  return [
    {
      title: 'To',
      facts: [
        ['Fax number', job.number],
        ['Recipient', job.recipient ?? ''],
        ['Company', job.recipientPerson?.company ?? ''],
      ],
    },
    {
      title: 'From',
      facts: [
        ['Sender', job.sender ?? ''],
        ['Company', job.senderPerson?.company ?? ''],
        ['Station', job.tsid ?? ''],
        ['Submitted by', job.userName ?? ''],
      ],
    },
    {
      title: 'Fax',
      facts: [
        ['Billing code', job.billing ?? ''],
        ['Pages', job.coverPages === 0 ? String(job.pages) : `${job.pages}, of them cover: ${job.coverPages}`],
        ['Number of the fax', String(job.id)],
      ],
    },
  ];
}

function receivedParties({ job, message }: ProofSource): readonly ProofGroup[] {
  return [
    {
      title: 'From',
      facts: [
        ['Station', message?.tsid ?? ''],
        ['Caller', message?.callerId ?? ''],
      ],
    },
    {
      title: 'To',
      facts: [
        ['Station', message?.csid ?? ''],
        ['Number called', message?.called ?? ''],
        ['Line', message?.port ?? job.port ?? ''],
      ],
    },
    {
      title: 'Fax',
      facts: [
        ['Pages', String(job.pages)],
        ['Damaged rows', message === null ? '' : String(message.badLines)],
        ['Number of the fax', String(job.id)],
      ],
    },
  ];
}

function timeFacts({ job, attempts, zone }: ProofSource): readonly ProofFact[] {
  const incoming = job.direction === 'in';
  const sent = attempts.find(({ pagesConfirmed }) => pagesConfirmed > 0)?.startedAt;
  const ended = attempts.at(-1)?.endedAt ?? null;
  const duration = attempts.reduce((sum, attempt) => sum + lengthOf(attempt), 0);
  const time = (instant: number | null | undefined) => (instant == null ? '' : timeWords(instant, zone));
  return [
    ['Submitted', incoming ? '' : time(job.submittedAt)],
    [incoming ? 'Call began' : sent === undefined ? 'First call' : 'Sent', time(sent ?? attempts[0]?.startedAt)],
    ['Ended', time(job.finishedAt ?? ended)],
    [
      'Time on the line',
      attempts.length === 0
        ? ''
        : `${durationWords(duration)}${attempts.length > 1 ? `, ${attempts.length} calls` : ''}`,
    ],
    ['Time zone', zone],
  ];
}

function lineFacts({ job, pagesConfirmed, attempts }: ProofSource): readonly ProofFact[] {
  // A call that came to pages says more of the line than one after it that found it busy.
  const call = attempts.findLast(({ rate }) => rate !== null) ?? attempts.at(-1);
  const incoming = job.direction === 'in';
  return [
    [
      incoming ? 'Pages received' : 'Pages confirmed',
      incoming ? String(job.pages) : `${pagesConfirmed} of ${job.pages}`,
    ],
    ['Other machine', call?.remoteId ?? ''],
    ['Speed', call?.rate == null ? '' : `${call.rate} bit/s`],
    ['Coding', call?.coding == null ? '' : codingWords[call.coding]],
    ['Error correction', call?.ecm == null ? '' : call.ecm ? 'on' : 'off'],
    ['Line', incoming ? '' : (call?.port ?? '')],
  ];
}

const codingWords = { mh: 'MH (T.4)', mr: 'MR (T.4, two-dimensional)', mmr: 'MMR (T.6)' } as const;

function attemptOf(attempt: AttemptRecord, job: JobRecord, zone: string): ProofAttempt {
  const { startedAt, endedAt, outcome } = attempt;
  const failure = failureOf(attempt, job);
  const place = failure === null ? '' : failurePlace(failure);
  const result =
    failure === null
      ? outcome === null
        ? ''
        : outcome === 'ok' && job.direction === 'in'
          ? 'Received'
          : outcomeWords[outcome]
      : [failure.words, place === '' ? '' : `Failed: ${place}.`].filter((part) => part !== '').join(' ');
  return {
    n: String(attempt.n),
    started: timeWords(startedAt, zone),
    port: attempt.port,
    duration: endedAt === null ? '' : durationWords(lengthOf(attempt)),
    pages: String(attempt.pagesConfirmed),
    result,
  };
}

function attemptsNote(made: number, leftOut: number): string | null {
  if (made === 0) return 'No call was made.';
  return leftOut === 0 ? null : `The first ${leftOut} of ${made} calls are left out here.`;
}

function frameOf(entry: TranscriptEntry): ProofFrame {
  const words = [transcriptMeaning(entry.type), fieldsInWords(entry.fields)].filter((part) => part !== '').join(': ');
  return {
    time: (entry.t / 1000).toFixed(2),
    direction: entry.dir === 'tx' ? 'sent' : 'heard',
    type: entry.type,
    words,
  };
}

const formatterOf = zoneFormatters({ second: '2-digit', timeZoneName: 'shortOffset' });

/** `2026-03-07 14:05:12 UTC+1`: a proof's times need their zone. */
function timeWords(instant: number, zone: string): string {
  const parts = formatterOf(zone).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  const date = `${part('year')}-${part('month')}-${part('day')}`;
  const offset = part('timeZoneName').replace('GMT', 'UTC').replace(/\+0$/, '');
  return `${date} ${part('hour')}:${part('minute')}:${part('second')} ${offset}`;
}

/** How long a call took, ms. On a practice line the time of the line may run faster than the clock. */
function lengthOf({ startedAt, endedAt, transcript }: AttemptRecord): number {
  return Math.max(0, (endedAt ?? startedAt) - startedAt, transcript.at(-1)?.t ?? 0);
}

/** `48 s`, `2 min 05 s`, `1 h 02 min`. */
function durationWords(milliseconds: number): string {
  const seconds = Math.round(Math.max(0, milliseconds) / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))} min`;
}
