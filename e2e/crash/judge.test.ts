import { describe, expect, test } from 'vitest';
import { judge, type ReceivedFax, type ToldFax } from './judge.ts';

const told = (changes: Partial<ToldFax> = {}): ToldFax => ({
  job: 1,
  pages: 2,
  accepted: true,
  ids: [[1]],
  end: { state: 'delivered', pagesConfirmed: 2, archived: null },
  ...changes,
});

/** A message with pages of fax 1; a minus: the page was cut. */
const message = (id: number, pages: readonly number[], changes: Partial<ReceivedFax> = {}): ReceivedFax => ({
  id,
  state: 'complete',
  pagesTold: pages.length,
  marks: pages.map((page) => ({ job: 1, page: Math.abs(page), pages: 2, whole: page > 0 })),
  confirmed: null,
  ...changes,
});
const partial = { state: 'partial' } as const;
const uncertain = { end: { state: 'uncertain', pagesConfirmed: 1, archived: null } } as const;

const verdicts = (faxes: readonly ToldFax[], messages: readonly ReceivedFax[], allowed = 0) =>
  judge(faxes, messages, allowed).violations.map(({ verdict }) => verdict);

describe('what is right', () => {
  test.each<[string, ToldFax, readonly ReceivedFax[]]>([
    ['a fax that came whole', told(), [message(2, [1, 2])]],
    ['one that was cut and went on', told(), [message(2, [1], partial), message(3, [2])]],
    ['a page whose confirmation was cut comes again', told(), [message(2, [1], partial), message(3, [1, 2])]],
    ['so does a page that was cut itself', told(), [message(2, [1, -2], partial), message(3, [2])]],
    [
      'a last page that the receiver kept and did not confirm comes again',
      told(),
      [message(2, [1, 2], { ...partial, confirmed: 1 }), message(3, [2], { confirmed: 1 })],
    ],
    ['uncertain, with the last page whole at the receiver', told(uncertain), [message(2, [1, 2], partial)]],
  ])('%s', (_, fax, messages) => {
    expect(verdicts([fax], messages)).toEqual([]);
  });
});

describe('what is wrong', () => {
  test.each<[string, string, ToldFax, readonly ReceivedFax[]]>([
    ['lost', 'delivered, and a page never came', told(), [message(2, [1], partial)]],
    ['lost', 'accepted and not known any more', told({ end: null }), []],
    [
      'lost',
      'accepted and failed',
      told({ end: { state: 'failed', pagesConfirmed: 0, archived: null } }),
      [message(2, [1], partial)],
    ],
    ['lost', 'uncertain, and the last page is not there', told(uncertain), [message(2, [1], partial)]],
    [
      'stuck',
      'still waiting after the last start',
      told({ end: { state: 'waiting', pagesConfirmed: 0, archived: null } }),
      [],
    ],
    ['unanswered', 'never taken in', told({ accepted: false, ids: [], end: null }), []],
    ['doubled', 'delivered twice', told(), [message(2, [1, 2]), message(3, [1, 2])]],
    ['doubled', 'its last page confirmed twice', told(), [message(2, [1, 2], partial), message(3, [2])]],
    ['doubled', 'two answers to one key', told({ ids: [[1], [4]] }), [message(2, [1, 2])]],
    [
      'doubled',
      'a page again though the next had been begun',
      told({ pages: 3, end: { state: 'delivered', pagesConfirmed: 3, archived: null } }),
      [message(2, [1, 2], partial), message(3, [1, 2, 3])],
    ],
    ['half', 'a file that cannot be read', told(), [message(2, [1, 2]), message(3, [], { marks: 'damaged' })]],
    ['half', 'fewer pages than told', told(), [message(2, [1, 2], { pagesTold: 3 })]],
    ['half', 'complete, with a page that is not whole', told(), [message(2, [1, 2]), message(3, [-1])]],
  ])('%s: %s', (verdict, _, fax, messages) => {
    expect(verdicts([fax], messages)).toContain(verdict);
  });

  test('a fax that nobody sent', () => {
    expect(verdicts([], [message(2, [1])])).toEqual(['doubled']);
  });
});

test('uncertain without the last page counts, and is allowed as often as a kill could do that', () => {
  expect(verdicts([told(uncertain)], [message(2, [1], partial)], 1)).toEqual([]);
  expect(judge([told(uncertain)], [message(2, [1], partial)], 1)).toMatchObject({
    uncertainArrived: 0,
    uncertainNotArrived: 1,
  });
  expect(judge([told(uncertain)], [message(2, [1, 2], partial)], 0)).toMatchObject({ uncertainArrived: 1 });
});
