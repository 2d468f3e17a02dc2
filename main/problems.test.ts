import { expect, it } from 'vitest';
import { FaxError } from '../app/model/errors.ts';
import { describeProblem } from './problems.ts';

it('an expected error is one line with its causes', () => {
  const error = new FaxError('DISK_FULL', { cause: new FaxError('STORE_DAMAGED', { message: 'Inner.' }) });
  expect(describeProblem(error)).toBe(`DISK_FULL: ${error.message} (STORE_DAMAGED: Inner.)`);
});

it('a defect shows where it came from', () => {
  expect(describeProblem(new RangeError('boom'))).toMatch(/^RangeError: boom\n\s+at /);
  expect(describeProblem('text')).toBe('text');
});
