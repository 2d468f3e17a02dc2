import { expect, it } from 'vitest';
import type { TranscriptEntry } from '../../model/job.ts';
import { sampleAttempt, sampleJob } from '../../store/testing/sample-records.ts';
import { sentFactsOf } from './fax-facts.ts';

const tsi: TranscriptEntry = { t: 5, dir: 'tx', type: 'TSI', hex: '', fields: { id: '555 0100' } };
const job = sampleJob(7, { sender: 'J. Carter', tsid: 'given' });

it('a sent fax’s file tells the stations of the call that heard the other machine, and when pages began to go', () => {
  const attempts = [
    sampleAttempt(7, 1, { startedAt: 1000 }),
    sampleAttempt(7, 2, { startedAt: 2000, remoteId: '555 0101', pagesConfirmed: 1, transcript: [tsi] }),
    sampleAttempt(7, 3, { startedAt: 3000 }),
  ];
  expect(sentFactsOf(job, attempts)).toEqual({
    csid: '555 0101',
    tsid: '555 0100',
    callerId: null,
    receiveTime: '1970-01-01T00:00:02.000Z',
    recipientName: 'Front desk',
    recipientNumber: '5550101',
    senderName: 'J. Carter',
    routing: null,
  });
});

it('one that was never called has neither station nor time', () => {
  expect(sentFactsOf(job, [])).toMatchObject({ csid: null, tsid: 'given', receiveTime: null });
});
