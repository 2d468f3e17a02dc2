import { expect, test } from 'vitest';
import { type SendFacts, sendHindrance, sendLabel } from './send-words.ts';

const ready: SendFacts = {
  files: 2,
  faultyFiles: 0,
  faultyName: null,
  pages: 6,
  making: false,
  previewError: null,
  recipients: 1,
  faultyRecipients: 0,
  typing: false,
  start: 'now',
  whenProblem: null,
  cover: false,
  receiptProblem: null,
  closed: null,
  sending: false,
};
const words = (facts: Partial<SendFacts>) => sendHindrance({ ...ready, ...facts })?.words ?? null;

test('the button says what will happen', () => {
  expect(sendLabel(ready)).toBe('Send 6 pages now');
  expect(sendLabel({ ...ready, pages: 1, start: 'tomorrow at 09:00' })).toBe('Send 1 page tomorrow at 09:00');
  expect(sendLabel({ ...ready, recipients: 500, start: 'at 20:00' })).toBe('Send 6 pages to 500 numbers at 20:00');
  expect(sendLabel({ ...ready, pages: null })).toBe('Send now');
  expect(sendLabel({ ...ready, cover: true })).toBe('Send cover and 6 pages now');
  expect(sendLabel({ ...ready, cover: true, pages: null })).toBe('Send now');
  expect(sendLabel({ ...ready, cover: true, files: 0, pages: null, recipients: 2 })).toBe(
    'Send cover page to 2 numbers now',
  );
});

test('a reason stands where the button cannot be pressed, the first one in the order of the sheet', () => {
  expect(words({})).toBeNull();
  expect(words({ recipients: 0, files: 0 })).toBe('Add a fax number.');
  expect(words({ recipients: 0, typing: true })).toBeNull();
  expect(words({ recipients: 0, faultyRecipients: 1 })).toBe('The number is not right.');
  expect(words({ recipients: 1, faultyRecipients: 1 })).toBe('1 of 2 numbers is not right.');
  expect(words({ recipients: 4, faultyRecipients: 3 })).toBe('3 of 7 numbers are not right.');
  expect(words({ files: 0, pages: null })).toBe('Add a file to send.');
  expect(words({ files: 0, pages: null, cover: true }), 'a cover page may go alone').toBeNull();
  expect(words({ receiptProblem: 'This is not an e-mail address.' })).toBe('This is not an e-mail address.');
  expect(words({ faultyFiles: 1 })).toContain('One file cannot be faxed');
  expect(words({ making: true })).toBe('The pages are being made.');
  expect(words({ previewError: 'The disk is full.' })).toBe('The disk is full.');
  expect(words({ whenProblem: 'Choose the time.' })).toBe('Choose the time.');
  expect(words({ closed: 'Not connected.', recipients: 0 })).toBe('Not connected.');
});
