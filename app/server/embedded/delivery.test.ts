import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SimulatedOffice } from './simulation/simulated-office.ts';

let office: SimulatedOffice;

beforeEach(async () => {
  office = new SimulatedOffice();
  await office.start();
});

afterEach(() => office.remove());

describe('a fax from one practice port to the other', () => {
  it('is delivered, received, filed and announced', async () => {
    const [job] = await office.submit('555-0101', '3-letter.pdf');
    expect(job).toMatchObject({ id: 1, state: 'dialing', number: '5550101', pages: 3, practice: true });
    await office.untilState(1, 'delivered');
    expect(office.job(1)).toMatchObject({
      outcome: 'ok',
      pagesConfirmed: 3,
      attempts: 1,
      port: 'Practice 1',
      reason: 'Delivered 3 pages. Practice: not sent to the telephone network',
      allowed: [],
    });
    await office.time.pass(1000);
    expect(office.job(2)).toMatchObject({ direction: 'in', state: 'received', messageId: 2, pages: 3 });
    expect(office.snapshot.messages).toMatchObject([
      { id: 2, pages: 3, state: 'complete', read: false, tsid: '5550100', csid: '5550101', port: 'Practice 2' },
    ]);
    expect(office.notices.map(({ notice, id }) => [notice, id]).sort()).toEqual([
      ['delivered', 1],
      ['received', 2],
    ]);
  });
});
