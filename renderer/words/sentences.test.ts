import { expect, test } from 'vitest';
import { sentences } from './sentences.ts';

test('sentences are joined with one full stop each, whether they bring theirs or not', () => {
  expect(sentences('3 pages', 'Practice: not sent')).toBe('3 pages. Practice: not sent');
  expect(sentences('3 pages.', 'Practice: not sent.')).toBe('3 pages. Practice: not sent.');
  expect(sentences('Really?', null, '', 'Yes')).toBe('Really? Yes');
  expect(sentences('Alone')).toBe('Alone');
});
