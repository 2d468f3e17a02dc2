import { expect, test } from 'vitest';
import { fakeJob } from '../../testing/fake-facts.ts';
import { cancelWords } from './cancel-dialog.tsx';

const now = Date.parse('2026-03-03T13:58:00Z');
const job = (pages: number, pagesConfirmed: number) =>
  fakeJob(1, now, { recipient: 'Records office', pages, pagesConfirmed });

test('the question names the fax and says what is lost', () => {
  expect(cancelWords([job(12, 4)])).toEqual({
    title: 'Cancel the fax to Records office?',
    words: '4 pages have arrived there. The other 8 will not be sent.',
    act: 'Cancel this fax',
  });
  expect(cancelWords([job(2, 1)]).words).toBe('1 page has arrived there. The other one will not be sent.');
  expect(cancelWords([job(2, 0)]).words).toBe('Nothing of it has arrived there yet. It will not be sent.');
});

test('several faxes are counted', () => {
  expect(cancelWords([job(1, 0), job(1, 0), job(1, 0)])).toMatchObject({
    title: 'Cancel 3 faxes?',
    act: 'Cancel 3 faxes',
  });
});
