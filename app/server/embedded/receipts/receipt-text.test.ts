import { describe, expect, it } from 'vitest';
import type { JobRecord } from '../../../store/records.ts';
import { sampleNewJob } from '../../../store/testing/sample-records.ts';
import { receiptText } from './receipt-text.ts';

const at = Date.parse('2026-03-06T22:30:00Z');
const fax = (more: Partial<JobRecord>, pagesConfirmed = 0) => ({
  record: {
    ...sampleNewJob,
    id: 1,
    subject: 'Offer',
    number: '5550101',
    recipient: null,
    pages: 3,
    practice: false,
    finishedAt: at,
    ...more,
  },
  pagesConfirmed,
});

describe('a receipt', () => {
  it('tells of a fax that was delivered', () => {
    const delivered = fax({ state: 'delivered', recipient: 'Accounts', attempts: 2, port: 'Line 1', outcome: 'ok' }, 3);
    const { subject, text } = receiptText([delivered], 'Europe/Berlin');
    expect(subject).toBe('Fax delivered: “Offer” to Accounts');
    expect(text).toContain('Result:     Delivered\n');
    expect(text).toContain('Number:     5550101\n');
    expect(text).toContain('Pages:      3 pages\n');
    expect(text).toContain('Time:       2026-03-06 23:30 (Europe/Berlin)\n');
    expect(text).toContain('Attempts:   2\nLine:       Line 1\n');
    expect(text).not.toContain('Reason');
    expect(text).not.toContain('Practice');
  });

  it('tells why a fax failed and what to do', () => {
    const failed = fax(
      { state: 'failed', recipient: null, outcome: 'no-answer', words: 'No answer after 4 attempts' },
      1,
    );
    const { subject, text } = receiptText([failed], 'UTC');
    expect(subject).toBe('Fax failed: “Offer” to 5550101');
    expect(text).toContain('Pages:      1 of 3 pages confirmed\n');
    expect(text).toContain('Reason:     No answer after 4 attempts.\nNext:       Check the number.\n');
  });

  it('says that the last page is not certain, and what to ask', () => {
    const { subject, text } = receiptText([fax({ state: 'uncertain', outcome: 'uncertain', words: null })], 'UTC');
    expect(subject).toMatch(/^Fax not certain/);
    expect(text).toContain('Ask the recipient');
  });

  it('says that a fax is being sent again', () => {
    expect(receiptText([fax({ state: 'retrying' })], 'UTC').text).toContain('Result:     Being sent again\n');
  });

  it('of a broadcast lists each recipient', () => {
    const faxes = [
      fax({ state: 'delivered', number: '5550101' }, 3),
      fax({ state: 'failed', number: '5550102', outcome: 'busy' }),
      fax({ state: 'delivered', number: '5550103' }, 3),
    ];
    const { subject, text } = receiptText(faxes, 'UTC');
    expect(subject).toBe('Fax “Offer” to 3 recipients: 2 delivered, 1 failed');
    for (const number of ['5550101', '5550102', '5550103']) expect(text).toContain(`Number:     ${number}\n`);
  });

  it('lets nothing that was typed break its lines', () => {
    const { subject, text } = receiptText(
      [fax({ state: 'failed', subject: 'a\r\nBcc: x', recipient: 'b\nResult: ok' })],
      'UTC',
    );
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text.match(/^Result:/gm)).toHaveLength(1);
  });

  it('says so where a fax was practice', () => {
    expect(receiptText([fax({ state: 'delivered', practice: true })], 'UTC').text).toContain('Practice: not sent');
  });
});
