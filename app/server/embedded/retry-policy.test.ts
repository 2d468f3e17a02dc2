import { describe, expect, it } from 'vitest';
import { type Outcome, outcomeSchema } from '../../model/job.ts';
import { retryOutcomes, retryRowName } from '../../model/retry-table.ts';
import { defaultSettings, type Settings } from '../../model/settings.ts';
import {
  type AfterFailure,
  afterFailure,
  attemptsAhead,
  type Counters,
  counted,
  type Failure,
} from './retry-policy.ts';

const busy: Failure = { outcome: 'busy', code: 'a-busy' };
const hopeless: readonly Outcome[] = ['not-in-service', 'blocked-number', 'incompatible', 'password'];
const none: Counters = { failures: 0, failuresByOutcome: {} };
const withSettings = (changes: Partial<Settings>): Settings => ({ ...defaultSettings, ...changes });

/** What follows when attempts end so, one after the other. */
function whatFollows(failures: readonly Failure[], changes: Partial<Settings> = {}, now = 0): AfterFailure {
  const counters = failures.reduce((before: Counters, failure) => counted(before, failure), none);
  return afterFailure(failures.at(-1) ?? busy, counters, withSettings(changes), now);
}

const times = (count: number, failure: Failure): readonly Failure[] => Array.from({ length: count }, () => failure);

describe('afterFailure', () => {
  it.each(outcomeSchema.options.filter((outcome) => outcome !== 'uncertain' && !hopeless.includes(outcome)))(
    'tries again after %s',
    (outcome) => {
      expect(whatFollows([{ outcome, code: 'unheard-of' }], {}, 1000)).toEqual({
        state: 'retrying',
        retryAt: 601_000,
        otherPort: false,
      });
    },
  );

  it.each(hopeless)('gives up at once after %s', (outcome) => {
    expect(whatFollows([{ outcome, code: 'unheard-of' }])).toEqual({ state: 'failed' });
  });

  it('gives up at once where the stored document cannot be read', () => {
    expect(whatFollows([{ outcome: 'line-failed', code: 'FILE_DAMAGED', badDocument: true }])).toEqual({
      state: 'failed',
    });
  });

  it('waits for a person after an uncertain end, however many attempts are left', () => {
    const failure: Failure = { outcome: 'uncertain', code: 'd-no-reply-to-eop' };
    expect(whatFollows(times(9, failure), { retries: 99 })).toEqual({ state: 'uncertain' });
  });

  it.each<[Outcome, string, AfterFailure['state']]>([
    ['not-fax', 'b-no-fax-heard', 'retrying'],
    ['incompatible', 'b-cannot-receive', 'failed'],
    ['lost-in-page', 'c-hung-up', 'retrying'],
    ['uncertain', 'd-dcn-after-eop', 'uncertain'],
    ['remote-hung-up', 'a-caller-gone', 'failed'],
    ['line-failed', 'ok', 'retrying'],
    ['line-failed', 'cancelled', 'retrying'],
  ])('%s by %s: %s, as the list of call ends has it', (outcome, code, state) => {
    expect(whatFollows([{ outcome, code }]).state).toBe(state);
  });

  it('counts retries after the first attempt', () => {
    expect(whatFollows(times(3, busy)).state).toBe('retrying');
    expect(whatFollows(times(4, busy)).state).toBe('failed');
    expect(whatFollows([busy], { retries: 0 }).state).toBe('failed');
  });

  it('tries again at once with a delay of 0', () => {
    expect(whatFollows([busy], { retryDelay: 0 }, 7)).toMatchObject({ state: 'retrying', retryAt: 7 });
  });
});

describe('the rows of the retry table', () => {
  const noAnswer: Failure = { outcome: 'no-answer', code: 'a-no-answer' };

  it.each<[string, Partial<Settings>, readonly Failure[], Partial<AfterFailure>]>([
    ['a count ends its outcome sooner', { retryBusyRetries: 1 }, times(2, busy), { state: 'failed' }],
    ['and lets it go on up to then', { retryBusyRetries: 1 }, [busy], { state: 'retrying' }],
    ['0 ends it with the first', { retryBusyRetries: 0 }, [busy], { state: 'failed' }],
    ['other outcomes do not count in it', { retryBusyRetries: 1 }, [noAnswer, noAnswer, busy], { state: 'retrying' }],
    ['the total limits a larger count', { retryBusyRetries: 20 }, times(4, busy), { state: 'failed' }],
    ['the total counts all outcomes', {}, [busy, noAnswer, busy, noAnswer], { state: 'failed' }],
    ['a delay of its own', { retryBusyDelay: 1 }, [busy], { retryAt: 60_000 }],
    ['a delay of 0 is at once', { retryBusyDelay: 0 }, [busy], { retryAt: 0 }],
    ['others keep the server’s delay', { retryBusyDelay: 1 }, [noAnswer], { retryAt: 600_000 }],
    ['another port', { retryBusyOtherPort: true }, [busy], { otherPort: true }],
    ['another port for its own outcome alone', { retryBusyOtherPort: true }, [noAnswer], { otherPort: false }],
  ])('%s', (_, changes, failures, expected) => {
    expect(whatFollows(failures, changes)).toMatchObject(expected);
  });

  it.each(retryOutcomes.filter(({ retries }) => retries === 0).map(({ outcome }) => outcome))(
    '%s is repeated where somebody says so, whatever the call’s end says',
    (outcome) => {
      const failure: Failure =
        outcome === 'bad-document'
          ? { outcome: 'line-failed', code: 'FILE_DAMAGED', badDocument: true }
          : { outcome, code: outcome === 'incompatible' ? 'b-cannot-receive' : 'unheard-of' };
      const name = retryRowName(outcome, 'Retries');
      expect(whatFollows([failure], { [name]: 2 }).state).toBe('retrying');
      expect(whatFollows(times(3, failure), { [name]: 2 }).state).toBe('failed');
      expect(whatFollows([failure], { [name]: -1 }).state).toBe('retrying');
      expect(whatFollows(times(4, failure), { [name]: -1 }).state).toBe('failed');
    },
  );

  it('overrides the class of an end where the row starts as the server’s', () => {
    const failure: Failure = { outcome: 'remote-hung-up', code: 'a-caller-gone' };
    expect(whatFollows([failure], { retryRemoteHungUpRetries: 1 }).state).toBe('retrying');
  });
});

describe('attemptsAhead', () => {
  const job = { state: 'retrying', outcome: 'busy', failures: 1, failuresByOutcome: { busy: 1 } } as const;

  it.each([
    ['all of them before the first', { ...job, failures: 0, failuresByOutcome: {}, outcome: null }, {}, 4],
    ['the rest of the total', job, {}, 3],
    ['no more than the row of the last outcome has', job, { retryBusyRetries: 2 }, 2],
    ['no more than the total has', job, { retryBusyRetries: 20 }, 3],
    ['the one that is promised where the setting was lowered since', job, { retries: 0 }, 1],
    [
      'no more than the row of a bad document has',
      { ...job, outcome: 'line-failed', failuresByOutcome: { 'bad-document': 1 } } as const,
      { retryBadDocumentRetries: 1 },
      1,
    ],
  ])('is %s', (_, counters, changes, expected) => {
    expect(attemptsAhead(counters, withSettings(changes))).toBe(expected);
  });
});
