import { expect, test } from 'vitest';
import { receiptProblem } from './receipt-field.tsx';

test('a receipt goes to an address, and only where the server sends receipts', () => {
  expect(receiptProblem('', true)).toBeNull();
  expect(receiptProblem(' desk@example.com ', true)).toBeNull();
  expect(receiptProblem('desk', true)).toBe('This is not an e-mail address.');
  expect(receiptProblem('', false), 'nothing is asked for').toBeNull();
  expect(receiptProblem('desk@example.com', false)).toContain('sends no receipts');
});
