import { expect, test } from 'vitest';
import { fieldsInWords, transcriptMeaning } from './transcript-words.ts';

test('a frame has its meaning; one of no known name has none, whatever it is called', () => {
  expect(transcriptMeaning('PPS-NULL')).toBe('end of block, the page goes on');
  for (const unknown of ['XYZ', '', 'constructor', '__proto__']) expect(transcriptMeaning(unknown)).toBe('');
});

test('fields are told with their names', () => {
  expect(fieldsInWords({ rate: 9600, ecm: true })).toBe('rate 9600, ecm true');
  expect(fieldsInWords({})).toBe('');
});
