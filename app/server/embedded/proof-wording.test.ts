import { expect, it } from 'vitest';
import type { TranscriptEntry } from '../../model/job.ts';
import { sampleAttempt, sampleJob, sampleMessage } from '../../store/testing/sample-records.ts';
import { type ProofSource, proofFactsOf } from './proof-wording.ts';

const began = Date.parse('2026-03-07T13:05:12Z');
const delivered: ProofSource = {
  job: sampleJob(7, {
    state: 'delivered',
    outcome: 'ok',
    practice: false,
    sender: 'J. Carter',
    billing: 'K-1',
    coverPages: 1,
    submittedAt: began - 60_000,
    finishedAt: began + 65_000,
  }),
  pagesConfirmed: 3,
  attempts: [
    sampleAttempt(7, 1, { startedAt: began - 30_000, endedAt: began - 20_000, outcome: 'busy', code: 'busy' }),
    sampleAttempt(7, 2, {
      startedAt: began,
      endedAt: began + 65_000,
      outcome: 'ok',
      rate: 14400,
      coding: 'mmr',
      ecm: true,
      remoteId: '+1 555 0101',
      pagesConfirmed: 3,
      transcript: [{ t: 100, dir: 'tx', type: 'CNG', hex: '', fields: {} }],
    }),
  ],
  message: null,
  now: began + 3_600_000,
  zone: 'Europe/Berlin',
};

const factsIn = (source: ProofSource) =>
  Object.fromEntries(
    proofFactsOf(source).groups.flatMap(({ title, facts }) =>
      facts.map(([label, value]) => [`${title}/${label}`, value]),
    ),
  );

it('a delivered fax: who, when in office time with its zone, and how', () => {
  expect(proofFactsOf(delivered)).toMatchObject({
    title: 'Proof of delivery',
    outcome: 'Delivered',
    tone: 'good',
    sentence: 'All 3 pages were confirmed by the other machine.',
    practice: null,
    confirmedPages: 3,
    framesTitle: 'Transcript of call 2, the last',
    foot: 'Fax 7  ·  made by Fax Console on 2026-03-07 15:05:12 UTC+1',
  });
  expect(factsIn(delivered)).toEqual({
    'To/Fax number': '5550101',
    'To/Recipient': 'Front desk',
    'From/Sender': 'J. Carter',
    'Fax/Billing code': 'K-1',
    'Fax/Pages': '3, of them cover: 1',
    'Fax/Number of the fax': '7',
    'Times/Submitted': '2026-03-07 14:04:12 UTC+1',
    'Times/Sent': '2026-03-07 14:05:12 UTC+1',
    'Times/Ended': '2026-03-07 14:06:17 UTC+1',
    'Times/Time on the line': '1 min 15 s, 2 calls',
    'Times/Time zone': 'Europe/Berlin',
    'Transmission/Pages confirmed': '3 of 3',
    'Transmission/Other machine': '+1 555 0101',
    'Transmission/Speed': '14400 bit/s',
    'Transmission/Coding': 'MMR (T.6)',
    'Transmission/Error correction': 'on',
    'Transmission/Line': 'Practice 1',
  });
});

it('a practice fax says so', () => {
  const practice = { ...delivered, job: { ...delivered.job, practice: true } };
  expect(proofFactsOf(practice).practice).toBe('Practice: not sent to the telephone network');
});

it('a failed fax says so first, what was confirmed, and who failed where', () => {
  const failed: ProofSource = {
    ...delivered,
    job: { ...delivered.job, state: 'failed', outcome: 'lost-in-page', words: 'Connection lost in a page' },
    pagesConfirmed: 1,
    attempts: [sampleAttempt(7, 1, { outcome: 'lost-in-page', code: 'interrupted', endedAt: 9000, pagesConfirmed: 1 })],
  };
  expect(proofFactsOf(failed)).toMatchObject({
    title: 'Transmission report',
    outcome: 'Not delivered',
    tone: 'bad',
    sentence: 'Connection lost in a page. 1 of 3 pages was confirmed by the other machine.',
    confirmedPages: 1,
    attempts: [{ result: 'Fax Console ended while the call was up. Failed: this end.' }],
  });
});

it('one of which no page was confirmed was not sent: it was called', () => {
  const attempts = [sampleAttempt(7, 1, { startedAt: began, endedAt: began + 1000, outcome: 'busy', code: 'busy' })];
  const job = { ...delivered.job, state: 'failed', outcome: 'busy', words: 'Busy' } as const;
  const facts = factsIn({ ...delivered, job, pagesConfirmed: 0, attempts });
  expect(facts).toMatchObject({ 'Times/First call': '2026-03-07 14:05:12 UTC+1' });
  expect(facts).not.toHaveProperty('Times/Sent');
});

it('one that was cancelled before a call, and one that is uncertain, promise nothing', () => {
  const cancelled = { ...delivered.job, state: 'cancelled', outcome: 'cancelled' } as const;
  expect(proofFactsOf({ ...delivered, job: cancelled, pagesConfirmed: 0, attempts: [] })).toMatchObject({
    outcome: 'Cancelled, not delivered',
    sentence: 'It was cancelled. No page was confirmed by the other machine.',
    attemptsNote: 'No call was made.',
    frames: [[], []],
  });
  const uncertain = { ...delivered.job, state: 'uncertain', outcome: 'uncertain' } as const;
  expect(proofFactsOf({ ...delivered, job: uncertain, pagesConfirmed: 2 })).toMatchObject({
    outcome: 'Not certain',
    tone: 'unsure',
    sentence: expect.stringContaining('2 of 3 pages were confirmed'),
  });
});

it('a received fax has a proof too, whole or in part', () => {
  const source = {
    ...delivered,
    job: sampleJob(9, { direction: 'in', state: 'received', pages: 2, practice: true }),
    message: sampleMessage(9, { callerId: '5550100' }),
  };
  expect(proofFactsOf(source)).toMatchObject({
    title: 'Proof of reception',
    sentence: '2 pages were received and confirmed to the sender.',
    practice: 'Practice: not from the telephone network',
    confirmedPages: 2,
  });
  expect(factsIn(source)).toMatchObject({
    'From/Station': '5550100',
    'From/Caller': '5550100',
    'Fax/Damaged rows': '4',
  });
  const partial = { ...source, message: sampleMessage(9, { state: 'partial' }) };
  expect(proofFactsOf(partial)).toMatchObject({ outcome: 'Received in part', tone: 'unsure' });
  expect(proofFactsOf({ ...source, message: null })).toMatchObject({ outcome: 'Not received', tone: 'bad' });
});

it('a long transcript and many calls are bounded, and say what is left out', () => {
  const transcript: TranscriptEntry[] = Array.from({ length: 500 }, (_, t) => ({
    t,
    dir: 'rx',
    type: `F${t}`,
    hex: '',
    fields: {},
  }));
  const attempts = Array.from({ length: 90 }, (_, index) => sampleAttempt(7, index + 1, { transcript }));
  const facts = proofFactsOf({ ...delivered, attempts });
  expect(facts.attempts).toHaveLength(60);
  expect(facts.attemptsNote).toBe('The first 30 of 90 calls are left out here.');
  expect(facts.frames[0].at(-1)?.type).toBe('F39');
  expect(facts.frames[1][0]?.type).toBe('F470');
  expect(facts.framesNote).toBe('430 frames between these are left out here.');
});
