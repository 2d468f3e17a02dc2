import { expect, it } from 'vitest';
import { type Opening, OpeningQueue, parseOpening } from './opening.ts';

const opening = (file: string): Opening => ({ files: [file], number: null, newFax: false });

it('keeps what comes before the window is there, in order', () => {
  const queue = new OpeningQueue();
  const taken: string[] = [];
  queue.add(opening('/a'));
  queue.add(opening('/b'));
  queue.drainTo((each) => taken.push(...each.files));
  queue.add(opening('/c'));
  expect(taken).toEqual(['/a', '/b', '/c']);
});

it('takes only what has the right shape from another process', () => {
  expect(parseOpening(opening('/a'))).toEqual(opening('/a'));
  for (const wrong of [null, 'x', {}, { files: 'x' }, { files: Array(300).fill('/a'), number: null, newFax: true }]) {
    expect(parseOpening(wrong)).toBeUndefined();
  }
});
