import { describe, expect, it } from 'vitest';
import type { AttemptRecord } from '../../store/records.ts';
import { failureOf } from './attempt-failure.ts';

type Job = Parameters<typeof failureOf>[1];

const attempt = (outcome: AttemptRecord['outcome'], code: string | null): AttemptRecord => ({
  jobId: 1,
  n: 1,
  startedAt: 0,
  endedAt: 1,
  port: 'Line 1',
  outcome,
  code,
  rate: null,
  coding: null,
  ecm: null,
  remoteId: null,
  pagesConfirmed: 0,
  transcript: [],
});
const job = (changes: Partial<Job>): Job => ({
  direction: 'out',
  state: 'retrying',
  paused: false,
  attempts: 1,
  ...changes,
});
const cut = attempt('lost-in-page', 'c-hung-up');

describe('why a call failed', () => {
  it('says who failed, in which phase, and what happens next', () => {
    expect(failureOf(cut, job({}))).toEqual({
      code: 'c-hung-up',
      who: 'line',
      phase: 'C',
      words: 'The call was cut within a page.',
      next: 'The rest is sent again after the retry delay, from the first page that was not confirmed.',
    });
  });

  it.each<[string, Partial<Job>, string | null]>([
    ['an earlier call of the fax', { attempts: 2 }, null],
    ['a fax that is held', { paused: true }, null],
    ['a fax that was cancelled since', { state: 'cancelled' }, null],
    ['a fax that is not tried again', { state: 'failed' }, 'Send the rest again.'],
    ['a fax that came in', { direction: 'in', state: 'received' }, 'Ask the sender to send it again.'],
  ])('promises no repetition for %s', (_, changes, next) => {
    expect(failureOf(cut, job(changes))?.next).toBe(next);
  });

  it.each<[string, AttemptRecord['outcome'], string | null, Partial<Job>, string | null, string | null]>([
    ['went well', 'ok', 'ok', { state: 'delivered' }, null, null],
    ['goes on', null, null, { state: 'sending' }, null, null],
    ['was ended by a person', 'cancelled', 'cancelled', { state: 'cancelled' }, null, null],
    [
      'needs a person',
      'not-in-service',
      'a-not-in-service',
      { state: 'failed' },
      'The number is not in service.',
      'Check the number.',
    ],
    [
      'may have arrived',
      'uncertain',
      'interrupted',
      { state: 'uncertain' },
      'Fax Console ended while the call was up.',
      'Ask the recipient whether the fax arrived, then send it again or cancel it.',
    ],
    [
      'lost the last answer',
      'uncertain',
      'd-hung-up-after-eop',
      { state: 'uncertain' },
      'The last page was sent, and the call was cut before it was confirmed.',
      'Ask the recipient whether the fax arrived, then send it again or cancel it.',
    ],
    [
      'had no line',
      'line-failed',
      'MODEM_GONE',
      { state: 'retrying' },
      'The modem is not connected any more.',
      'Plug it in again; it is used as soon as it is there.',
    ],
    ['ended as an older version says', 'busy', 'old-code', { state: 'failed' }, 'Busy.', 'Send it again later.'],
  ])('of a call that %s', (_, outcome, code, changes, words, next) => {
    const failure = failureOf(attempt(outcome, code), job(changes));
    expect([failure?.words ?? null, failure?.next ?? null]).toEqual([words, next]);
  });
});
