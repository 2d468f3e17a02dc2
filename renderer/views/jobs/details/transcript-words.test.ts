import { expect, test } from 'vitest';
import type { TranscriptEntry } from '../../../../app/model/job.ts';
import { transcriptLine } from './transcript-words.ts';

const line = (type: string, fields: TranscriptEntry['fields'] = {}) =>
  transcriptLine({ t: 0, dir: 'tx', type, hex: '', fields });

test('a frame keeps its field’s name and gets a meaning with the facts that matter', () => {
  expect(line('CNG')).toEqual({ name: 'CNG', meaning: 'Calling tone' });
  expect(line('DCS', { rate: 14400, resolution: 'fine', coding: 'mmr', width: 'a4', ecm: true })).toEqual({
    name: 'DCS',
    meaning: 'How the pages will be sent: 14400, fine, mmr, a4, ECM',
  });
});

test('a page, and each part of it where it is sent in blocks, is named by its place in the document', () => {
  expect(line('page', { page: 2 }).name).toBe('Page 2');
  expect(line('block', { page: 3, block: 0, frames: 256 })).toEqual({ name: 'Page 3', meaning: '256 frames' });
  expect(line('block', { page: 3, block: 2, frames: 86 }).name).toBe('Page 3, part 3');
});

test('a page that is sent again, and what was lost of one, is said', () => {
  expect(line('page', { page: 2, again: true, coding: 'mmr' }).meaning).toBe('sent again, mmr');
  expect(line('page', { page: 2, cutShort: true, badRows: 3 }).meaning).toBe('3 damaged lines, cut short');
  expect(line('page', { page: 2, cutShort: false, badRows: 0 }).meaning).toBe('');
});

test('a frame that nobody knows is shown as it came', () => {
  expect(line('XYZ')).toEqual({ name: 'XYZ', meaning: '' });
});
