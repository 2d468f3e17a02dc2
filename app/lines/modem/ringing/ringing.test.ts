import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adaptiveDecision, callKindOf } from './adaptive-answer.ts';
import { answersRing } from './answers-ring.ts';
import { heardRing, noRing, parseRingReport, type RingState } from './ring-report.ts';

describe('a line about a call that comes in', () => {
  it.each([
    ['RING', { kind: 'ring', ringKind: null }],
    ['RING A', { kind: 'ring', ringKind: 'A' }],
    ['RING 2', { kind: 'ring', ringKind: '2' }],
    ['+CRING: FAX', { kind: 'ring', ringKind: 'FAX' }],
    ['NMBR = 5550100', { kind: 'number', number: '5550100' }],
    ['NMBR=(555) 555-0100', { kind: 'number', number: '5555550100' }],
    ['NMBR=P', { kind: 'number', number: null }],
    ['NMBR=O', { kind: 'number', number: null }],
    ['CALLER NUMBER: 5550100', { kind: 'number', number: '5550100' }],
    ['+CLIP: "+15555550100",145', { kind: 'number', number: '+15555550100' }],
    ['NAME = Modem Zero', { kind: 'name', name: 'Modem Zero' }],
    ['NAME=P', { kind: 'name', name: null }],
    ['DDN_NMBR= 5550102', { kind: 'called', number: '5550102' }],
    ['DRON=8', { kind: 'cadence', on: true, tenths: 8 }],
    ['DROF = 40', { kind: 'cadence', on: false, tenths: 40 }],
    ['DATE = 0307', null],
    ['OK', null],
    ['RINGING', null],
    ['', null],
  ])('%j is read', (line, expected) => {
    expect(parseRingReport(line)).toEqual(expected);
  });

  it('never throws, and gives bounded plain texts, whatever the network sends', () => {
    const line = fc.tuple(
      fc.constantFrom('NMBR=', 'NAME=', 'RING ', 'DDN_NMBR=', 'DRON=', '+CLIP: "', ''),
      fc.string(),
    );
    fc.assert(
      fc.property(line, ([start, rest]) => {
        for (const value of Object.values(parseRingReport(start + rest) ?? {}))
          if (typeof value === 'string') expect(value).toMatch(/^[\x20-\x7e]{1,40}$/);
      }),
    );
  });
});

describe('a call that rings', () => {
  const heard = (...lines: string[]): RingState =>
    lines.flatMap((line) => parseRingReport(line) ?? []).reduce(heardRing, noRing);

  it('is known with its caller after the second ring', () => {
    expect(heard('RING', 'DATE=0307', 'TIME=0815', 'NMBR=5550100', 'NAME=Modem Zero', 'RING')).toEqual({
      rings: 2,
      callerId: '5550100',
      callerName: 'Modem Zero',
      ringKind: null,
      cadence: [],
    });
  });

  it('has the kind that the modem names', () => {
    expect(heard('RING B').ringKind).toBe('B');
    expect(heard('DDN_NMBR=5550102', 'RING').ringKind).toBe('5550102');
    expect(heard('DROF=40', 'DRON=8', 'DROF=4', 'DRON=8', 'DROF=40', 'RING').ringKind).toBe('8-4-8-40');
  });

  it('keeps a bounded cadence', () => {
    expect(heard(...Array.from({ length: 100 }, () => 'DRON=1')).cadence.length).toBeLessThan(10);
  });
});

describe('a line with a ring of its own', () => {
  it.each([
    [null, null, true],
    ['A', null, true],
    [null, 'A', false],
    ['a', 'A', true],
    ['B', 'A', false],
    ['5550102', '5550102', true],
    ['5555550102', '5550102', true],
    ['5550101', '5550102', false],
    ['8-4-8-40', '8-4-8-40', true],
    ['9-3-8-42', '8-4-8-40', true],
    ['20-40', '8-4-8-40', false],
    ['12-4-8-40', '8-4-8-40', false],
    ['8-4-8', '8-4-8-40', false],
  ])('a ring %j, line %j: answered %j', (ringKind, wanted, expected) => {
    expect(answersRing(ringKind, wanted)).toBe(expected);
  });
});

describe('adaptive answer', () => {
  it.each([
    ['FAX', 'fax'],
    ['+FCON', 'fax'],
    ['+FCO', 'fax'],
    ['DATA', 'data'],
    ['+FDM', 'data'],
    ['CONNECT 33600/ARQ', 'data'],
    ['VOICE', 'voice'],
    ['+FVO', 'voice'],
    ['CONNECT', null],
    ['OK', null],
    ['+FCSI: "5550100"', null],
  ])('%j is %j', (line, expected) => {
    expect(callKindOf(line)).toBe(expected);
  });

  it('takes fax calls and lets the others go', () => {
    expect(adaptiveDecision('fax')).toEqual({ act: 'receive' });
    expect(adaptiveDecision('data')).toMatchObject({ act: 'let-go' });
    expect(adaptiveDecision('voice')).toMatchObject({ act: 'let-go' });
  });
});
