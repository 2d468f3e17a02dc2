import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

const known = ['send', 'jobs', 'job', 'settings', 'convert'];

test.each([
  ['sned', 'send'],
  ['Jobs', 'jobs'],
  ['setings', 'settings'],
  ['covnret', 'convert'],
  ['jbs', 'jobs'],
])('“%s” means %s', (given, word) => expect(nearest(given, known)).toBe(word));

test.each(['', 'frob', 'x', 'z'.repeat(100_000)])('“%.9s” is near none', (given) => {
  expect(nearest(given, known)).toBeNull();
});
