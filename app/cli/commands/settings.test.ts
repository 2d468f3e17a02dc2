import { expect, test } from 'vitest';
import { retryOutcomes, retryRowName } from '../../model/retry-table.ts';
import { helpOf } from '../arguments.ts';
import { settings } from './settings.ts';

test('the help tells every row of the retry table, and the settings of one', () => {
  const help = helpOf(settings.spec);
  for (const { outcome } of retryOutcomes)
    expect(help).toContain(`${retryRowName(outcome, 'Retries').replace(/Retries$/, '')}…`);
  for (const part of ['Retries', 'Delay', 'OtherPort'] as const) expect(help).toContain(retryRowName('busy', part));
});
