import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../model/settings.ts';
import type { JobRecord } from '../../store/records.ts';
import { blocked, type CallEnd, settle } from './settlement.ts';

const record = {
  pages: 2,
  practice: false,
  failures: 0,
  failuresByOutcome: {},
  port: 'Line 1',
  words: null,
} as Partial<JobRecord> as JobRecord;
const end = (changes: Partial<CallEnd>): CallEnd => ({
  outcome: 'ok',
  code: 'ok',
  words: 'x',
  unconfirmed: false,
  hopeless: false,
  ...changes,
});
type Row = [string, number, 'cancel' | 'shutdown' | null, Partial<CallEnd>, Partial<JobRecord>];

describe('settle', () => {
  it.each<Row>([
    ['all pages confirmed', 2, null, {}, { state: 'delivered', outcome: 'ok', words: 'Delivered 2 pages' }],
    ['all confirmed before the cancel', 2, 'cancel', { outcome: 'cancelled' }, { state: 'delivered' }],
    ['all confirmed, then the line failed', 2, null, { outcome: 'line-failed' }, { state: 'delivered' }],
    ['cancelled', 1, 'cancel', { outcome: 'cancelled' }, { state: 'cancelled', words: 'Cancelled' }],
    [
      'cancelled when the last page was out',
      1,
      'cancel',
      { outcome: 'cancelled', unconfirmed: true },
      { state: 'cancelled', words: 'Cancelled; the last page may have arrived' },
    ],
    ['the last page unanswered', 1, null, { outcome: 'uncertain', unconfirmed: true }, { state: 'uncertain' }],
    ['stopped', 1, 'shutdown', { outcome: 'cancelled' }, { state: 'waiting', retryAt: null }],
    [
      'stopped with the last page out',
      1,
      'shutdown',
      { outcome: 'cancelled', unconfirmed: true },
      { state: 'uncertain' },
    ],
    [
      'line failed with the last page out',
      1,
      null,
      { outcome: 'line-failed', unconfirmed: true },
      { state: 'uncertain' },
    ],
    [
      'cut in the resent last page, which the far end had refused',
      1,
      null,
      { outcome: 'lost-in-page', unconfirmed: true },
      { state: 'retrying', failures: 1, outcome: 'lost-in-page' },
    ],
    ['busy', 0, null, { outcome: 'busy' }, { state: 'retrying', failures: 1, retryAt: 600_000 }],
    [
      'not in service',
      0,
      null,
      { outcome: 'not-in-service' },
      { state: 'failed', words: 'Number not in service; check the number' },
    ],
    ['an end without a reason', 0, null, {}, { state: 'retrying', outcome: 'line-failed' }],
    [
      'a document that cannot be read',
      0,
      null,
      { outcome: 'line-failed', hopeless: true, words: 'Gone.' },
      { state: 'failed', words: 'Gone.' },
    ],
    ['the line was in use', 0, null, { outcome: 'line-failed', code: 'a-line-in-use' }, { state: 'waiting' }],
  ])('%s', (_, pagesConfirmed, ending, ended, expected) => {
    expect(settle({ record, pagesConfirmed }, ending, end(ended), defaultSettings, 0)).toMatchObject(expected);
  });

  it('counts a failure in the row of its outcome, and remembers the port that is to be avoided', () => {
    const settings = { ...defaultSettings, retryBusyOtherPort: true };
    const before = { ...record, failures: 1, failuresByOutcome: { busy: 1 }, avoidPort: null };
    expect(settle({ record: before, pagesConfirmed: 0 }, null, end({ outcome: 'busy' }), settings, 0)).toMatchObject({
      failures: 2,
      failuresByOutcome: { busy: 2 },
      avoidPort: 'Line 1',
    });
    expect(
      settle({ record: before, pagesConfirmed: 0 }, null, end({ outcome: 'no-answer' }), settings, 0),
    ).toMatchObject({
      failuresByOutcome: { busy: 1, 'no-answer': 1 },
      avoidPort: null,
    });
  });

  it('tries a document again that could not be read where the table says so', () => {
    const settings = { ...defaultSettings, retryBadDocumentRetries: 1, retryBadDocumentDelay: 2 };
    const ended = end({ outcome: 'line-failed', code: 'FILE_DAMAGED', hopeless: true, words: 'Gone.' });
    expect(settle({ record, pagesConfirmed: 0 }, null, ended, settings, 0)).toMatchObject({
      state: 'retrying',
      retryAt: 120_000,
      failuresByOutcome: { 'bad-document': 1 },
    });
  });

  it('does not count an interrupted attempt', () => {
    const changes = settle({ record, pagesConfirmed: 0 }, 'shutdown', end({}), defaultSettings, 0);
    expect(changes).not.toHaveProperty('failures');
  });
});

describe('a blocked number', () => {
  it('ends the fax without a call, with the reason', () => {
    expect(blocked(record, 'Ask the office.', defaultSettings, 7)).toMatchObject({
      state: 'failed',
      outcome: 'blocked-number',
      words: 'Number blocked: Ask the office',
      finishedAt: 7,
    });
    expect(blocked(record, null, defaultSettings, 7)).toMatchObject({
      words: 'Number blocked; ask who looks after the fax server',
    });
  });
});
