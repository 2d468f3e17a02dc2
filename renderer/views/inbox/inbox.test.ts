import { describe, expect, test } from 'vitest';
import type { Message } from '../../../app/model/message.ts';
import { sampleMessage } from '../../../app/model/testing/samples.ts';
import {
  answeringWords,
  arrivalWords,
  callerOf,
  routingSentence,
  senderOf,
  troubleSentence,
  troubleWords,
} from './inbox-words.ts';
import { arrivedAbove, filterMessages } from './message-filter.ts';

const now = new Date(2026, 2, 3, 13, 58).getTime();
const message = (id: number, replace: Partial<Message> = {}): Message => ({
  ...sampleMessage(),
  id,
  receivedAt: new Date(now - id * 60_000).toISOString(),
  pages: 3,
  state: 'complete',
  read: false,
  tsid: null,
  csid: null,
  callerId: null,
  port: 'Practice 2',
  file: `/inbox/${id}.tif`,
  badLines: 0,
  routing: [],
  practice: false,
  ...replace,
});
const page = (badLines: number) => ({ width: 1728, rows: 2292, xDpi: 204, yDpi: 196, badLines });

describe('a received fax in words', () => {
  test('is from whom its machine says, else from the caller, else from nobody known', () => {
    expect(senderOf({ tsid: 'RECORDS OFFICE', callerId: '5550142' })).toBe('RECORDS OFFICE');
    expect(callerOf({ tsid: 'RECORDS OFFICE', callerId: '5550142' })).toBe('555 0142');
    expect(senderOf({ tsid: ' ', callerId: '5550142' })).toBe('555 0142');
    expect(callerOf({ tsid: null, callerId: '5550142' })).toBeNull();
    expect(senderOf({ tsid: null, callerId: null })).toBe('Unknown sender');
  });

  test('came at a time, on a day, at a date', () => {
    expect(arrivalWords(new Date(2026, 2, 3, 9, 5).toISOString(), now)).toBe('09:05');
    expect(arrivalWords(new Date(2026, 2, 1, 9, 5).toISOString(), now)).toBe('Sun');
    expect(arrivalWords(new Date(2026, 1, 3, 9, 5).toISOString(), now)).toBe('3 Feb');
  });

  test('says on its row and in a sentence where it could not be sent on to', () => {
    const route = { rule: 'To print', method: 'print', target: 'Floor 2', attempts: 1, nextAt: null } as const;
    const failed = { ...route, state: 'failed', error: 'There is no printer of this name.' } as const;
    const retrying = { ...route, method: 'email', target: null, state: 'retrying', error: null } as const;
    expect(troubleWords(message(1, { routing: [retrying, failed] }))).toBe('Not sent on: Printer');
    expect(troubleWords(message(1, { routing: [retrying] })), 'it is still tried').toBeNull();
    expect(routingSentence(message(1, { routing: [failed] }))).toBe(
      'Printer (Floor 2): There is no printer of this name.',
    );
    expect(routingSentence(message(1, { routing: [retrying] }))).toBe('E-mail: not yet reached.');
    expect(routingSentence(message(1, { routing: [retrying, failed] }))).toBe('2 places could not be reached.');
    expect(routingSentence(message(1, { routing: [{ ...route, state: 'done', error: null }] }))).toBeNull();
  });

  test('says what is wrong with it, and what to do', () => {
    expect(troubleWords(message(1))).toBeNull();
    expect(troubleWords(message(1, { state: 'partial', pages: 4 }))).toBe('Call cut: 4 pages arrived');
    expect(troubleWords(message(1, { badLines: 12 }))).toBe('12 damaged lines');
    expect(troubleSentence(message(1), [])).toBeNull();
    expect(troubleSentence(message(1, { state: 'partial', pages: 1 }), [page(0)])).toEqual({
      title: 'The call was cut.',
      words: 'One page had arrived and is kept; its end may be missing. Ask the sender to send it again.',
    });
    expect(troubleSentence(message(1, { badLines: 12 }), [page(0), page(7), page(5)])?.words).toContain(
      '(pages 2 and 3)',
    );
    expect(
      troubleSentence(
        message(1, { badLines: 9 }),
        Array.from({ length: 9 }, () => page(1)),
      )?.words,
    ).toContain('and 3 more');
  });

  test('an empty inbox says who answers', () => {
    expect(answeringWords([{ name: 'Line 1', number: '5550100', receive: 'auto' }])).toContain(
      'Line 1 (555 0100) answers',
    );
    expect(answeringWords([{ name: 'Line 1', number: '5550100', receive: 'none' }])).toBeNull();
  });
});

describe('the list of received faxes', () => {
  const messages = [message(3, { callerId: '+1 (555) 014-2' }), message(1, { read: true, tsid: 'STORES' }), message(2)];

  test('is newest first, and shows the unread with the open one', () => {
    expect(filterMessages(messages, { filter: 'all', search: '', keep: null }).map((each) => each.id)).toEqual([
      1, 2, 3,
    ]);
    expect(filterMessages(messages, { filter: 'unread', search: '', keep: null }).map((each) => each.id)).toEqual([
      2, 3,
    ]);
    expect(filterMessages(messages, { filter: 'unread', search: '', keep: 1 }).map((each) => each.id)).toEqual([
      1, 2, 3,
    ]);
  });

  test('finds a number however it is grouped', () => {
    for (const search of ['15550142', '555 0142', '(555)', 'practice 2 5550142'])
      expect(filterMessages(messages, { filter: 'all', search, keep: null }).map((each) => each.id)).toContain(3);
    expect(filterMessages(messages, { filter: 'all', search: 'stores', keep: null }).map((each) => each.id)).toEqual([
      1,
    ]);
    expect(filterMessages(messages, { filter: 'all', search: 'nothing', keep: null })).toEqual([]);
  });

  test('keeps what is in sight where it is when faxes arrive above', () => {
    const before = [5, 6, 7, 8].map((id) => message(id));
    const after = [1, 2, 5, 6, 7, 8].map((id) => message(id));
    expect(arrivedAbove(before, after, 1)).toBe(2);
    expect(arrivedAbove(before, before, 1)).toBe(0);
    expect(arrivedAbove(before, after.slice(4), 0)).toBe(0);
  });
});
