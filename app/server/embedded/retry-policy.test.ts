import { describe, expect, it } from 'vitest';
import { type Outcome, outcomeSchema } from '../../model/job.ts';
import { afterFailure } from './retry-policy.ts';

const settings = { retries: 3, retryDelay: 10 };
const hopeless: readonly Outcome[] = ['not-in-service', 'blocked-number', 'incompatible', 'password'];

describe('afterFailure', () => {
  it.each(outcomeSchema.options.filter((outcome) => outcome !== 'uncertain' && !hopeless.includes(outcome)))(
    'tries again after %s',
    (outcome) => {
      expect(afterFailure(outcome, 1, settings, 1000)).toEqual({ state: 'retrying', retryAt: 601_000 });
    },
  );

  it.each(hopeless)('gives up at once after %s', (outcome) => {
    expect(afterFailure(outcome, 1, settings, 1000)).toEqual({ state: 'failed' });
  });

  it('waits for a person after an uncertain end, however many attempts are left', () => {
    expect(afterFailure('uncertain', 9, settings, 1000)).toEqual({ state: 'uncertain' });
  });

  it('counts retries after the first attempt', () => {
    expect(afterFailure('busy', 3, settings, 0).state).toBe('retrying');
    expect(afterFailure('busy', 4, settings, 0).state).toBe('failed');
    expect(afterFailure('busy', 1, { ...settings, retries: 0 }, 0).state).toBe('failed');
  });

  it('tries again at once with a delay of 0', () => {
    expect(afterFailure('busy', 1, { ...settings, retryDelay: 0 }, 7)).toEqual({ state: 'retrying', retryAt: 7 });
  });
});
