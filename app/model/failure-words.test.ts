import { describe, expect, it } from 'vitest';
import { failurePlace } from './failure-words.ts';

describe('failurePlace', () => {
  it.each([
    ['theirs', 'C', 'the far end, within a page (phase C)'],
    ['network', 'A', 'the telephone network, while the call was set up (phase A)'],
    ['ours', null, 'this end'],
    [null, 'D', 'while a page was confirmed (phase D)'],
    [null, null, ''],
  ] as const)('of %s in phase %s', (who, phase, words) => {
    expect(failurePlace({ who, phase })).toBe(words);
  });
});
