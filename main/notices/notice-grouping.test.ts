import { describe, expect, it } from 'vitest';
import type { FaxNotice } from '../../app/contract/events.ts';
import { groupNotices } from './notice-grouping.ts';

const notice = (kind: FaxNotice['notice'], id: number, changes: Partial<FaxNotice> = {}): FaxNotice => ({
  type: 'notice',
  notice: kind,
  id,
  pages: 2,
  practice: false,
  outcome: null,
  words: `words ${id}`,
  ...changes,
});

describe('notices', () => {
  it('tell of few faxes one by one, with the words of the row', () => {
    expect(groupNotices([notice('delivered', 1, { pages: 1 }), notice('failed', 2)])).toEqual([
      { title: 'Fax delivered', body: 'words 1', view: 'jobs', id: 1, urgent: false },
      { title: 'Fax failed', body: 'words 2', view: 'jobs', id: 2, urgent: true },
    ]);
  });
  it('open the inbox for a received fax', () => {
    expect(groupNotices([notice('received', 7)])[0]).toMatchObject({ view: 'inbox', id: 7, urgent: false });
  });
  it('open the ports for a line that is out of service, which needs a person', () => {
    const down = { title: 'Line out of service', body: 'words 3', view: 'ports', id: null, urgent: true };
    expect(groupNotices([notice('line-down', 3)])).toEqual([down]);
  });
  it('make one summary of a burst, what needs a person first', () => {
    const burst = [notice('delivered', 1), notice('delivered', 2), notice('failed', 3), notice('uncertain', 4)];
    expect(groupNotices(burst)).toEqual([
      { title: 'Faxes: 1 failed, 1 uncertain, 2 delivered', body: '', view: 'jobs', id: null, urgent: true },
    ]);
  });
  it('say of a burst of practice that it was practice', () => {
    const burst = [1, 2, 3].map((id) => notice('delivered', id, { practice: true }));
    expect(groupNotices(burst)[0]?.body).toMatch(/^Practice/);
    expect(groupNotices([...burst, notice('delivered', 4)])[0]?.body).toBe('');
  });
  it('open the inbox for a burst of received faxes', () => {
    expect(groupNotices([1, 2, 3].map((id) => notice('received', id)))[0]).toMatchObject({ view: 'inbox', id: null });
  });
  it('are none for nothing', () => {
    expect(groupNotices([])).toEqual([]);
  });
});
