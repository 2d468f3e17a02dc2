import { describe, expect, it } from 'vitest';
import { type Outcome, outcomeSchema } from '../../model/job.ts';
import { type AfterFailure, afterFailure } from './retry-policy.ts';

const busy = { outcome: 'busy', code: 'a-busy' } as const;
const settings = { retries: 3, retryDelay: 10 };
const hopeless: readonly Outcome[] = ['not-in-service', 'blocked-number', 'incompatible', 'password'];

describe('afterFailure', () => {
  it.each(outcomeSchema.options.filter((outcome) => outcome !== 'uncertain' && !hopeless.includes(outcome)))(
    'tries again after %s',
    (outcome) => {
      expect(afterFailure({ outcome, code: 'unheard-of' }, 1, settings, 1000)).toEqual({
        state: 'retrying',
        retryAt: 601_000,
      });
    },
  );

  it.each(hopeless)('gives up at once after %s', (outcome) => {
    expect(afterFailure({ outcome, code: 'unheard-of' }, 1, settings, 1000)).toEqual({ state: 'failed' });
  });

  it('waits for a person after an uncertain end, however many attempts are left', () => {
    expect(afterFailure({ outcome: 'uncertain', code: 'd-no-reply-to-eop' }, 9, settings, 1000)).toEqual({
      state: 'uncertain',
    });
  });

  it.each<[Outcome, string, AfterFailure['state']]>([
    ['not-fax', 'b-no-fax-heard', 'retrying'],
    ['incompatible', 'b-cannot-receive', 'failed'],
    ['lost-in-page', 'c-hung-up', 'retrying'],
    ['uncertain', 'd-dcn-after-eop', 'uncertain'],
    ['line-failed', 'ok', 'retrying'],
    ['line-failed', 'cancelled', 'retrying'],
  ])('%s by %s: %s, as the list of call ends has it', (outcome, code, state) => {
    expect(afterFailure({ outcome, code }, 1, settings, 0).state).toBe(state);
  });

  it('counts retries after the first attempt', () => {
    expect(afterFailure(busy, 3, settings, 0).state).toBe('retrying');
    expect(afterFailure(busy, 4, settings, 0).state).toBe('failed');
    expect(afterFailure(busy, 1, { ...settings, retries: 0 }, 0).state).toBe('failed');
  });

  it('tries again at once with a delay of 0', () => {
    expect(afterFailure(busy, 1, { ...settings, retryDelay: 0 }, 7)).toEqual({ state: 'retrying', retryAt: 7 });
  });
});
