import { expect, test } from 'vitest';
import { parseInput } from './wire.ts';

const submit = (changes: object) => ({
  document: { kind: 'files', files: ['/a.pdf'], options: {} },
  recipients: [{ number: '5550101' }],
  key: 'key-0001',
  ...changes,
});

test.each([
  [{ tsid: '1'.repeat(21) }, '“tsid” may have at most 20 characters.'],
  [{ key: 'K1' }, '“key” needs at least 8 characters.'],
  [{ recipients: [] }, '“recipients” needs at least 1 entry.'],
  [{ tsid: 'Büro' }, '“tsid” has a character that is not allowed, or is not of the right form.'],
])('a refused input is told in words of a field, not of a parser: %j', (changes, sentence) => {
  expect(() => parseInput('submit', submit(changes))).toThrow(sentence);
});
