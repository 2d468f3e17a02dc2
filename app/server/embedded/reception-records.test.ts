import { describe, expect, it } from 'vitest';
import type { TranscriptEntry } from '../../model/job.ts';
import { calledOf, saidLastPage } from './reception-records.ts';

const said = (type: string, dir: 'rx' | 'tx' = 'rx', fields: TranscriptEntry['fields'] = {}): TranscriptEntry => ({
  t: 0,
  dir,
  type,
  hex: 'FF13',
  fields,
});

describe('the last page of a call', () => {
  it.each([
    [['DCS', 'EOP'], true],
    [['DCS', 'PPS-EOP'], true],
    [['DCS', 'PRI-EOP'], true],
    [['DCS', 'PPS-PRI-EOP'], true],
    [['DCS', 'PPS-NULL', 'PPS-EOP', 'page'], true],
    [['DCS', 'EOP', 'DCS', 'MPS'], false],
    [['DCS', 'MPS'], false],
    [['DCS', 'PPS-NULL'], false],
    [['DCS', 'EOM'], false],
    [['DCS'], false],
  ] as const)('is told by the command behind it: %j %s', (types, last) => {
    expect(saidLastPage(types.map((type) => said(type)))).toBe(last);
  });

  it('is not told by what we say ourselves', () => {
    expect(saidLastPage([said('MPS'), said('EOP', 'tx')])).toBe(false);
  });
});

describe('whom a caller wants', () => {
  it('is the sub-address, or else the number called, and no cadence', () => {
    expect(calledOf([said('SUB', 'rx', { id: '42' })], '5550101')).toBe('42');
    expect(calledOf([said('SUB', 'rx', { id: '' })], '5550101')).toBe('5550101');
    expect(calledOf([], '+1 (555) 0101')).toBe('+1 (555) 0101');
    expect(calledOf([], 'RING A')).toBeNull();
    expect(calledOf([], null)).toBeNull();
  });
});
