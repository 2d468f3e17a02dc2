import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dialects, pageResponseOf, postMessageOf } from './dialect.ts';
import { parseIdentification, parseNumber, parsePageStatus, parseReport, quoteIdentification } from './reports.ts';

describe('reports of the modem', () => {
  it.each([
    ['2', '+FCON', 'connected', ''],
    ['2', '+FCSI: "  +1 555 0101"', 'called-id', '"  +1 555 0101"'],
    ['2', '+FDCS:1,5,0,2,0,0,0,0', 'chosen', '1,5,0,2,0,0,0,0'],
    ['2', '+FHNG: 100', 'hang-up', '100'],
    ['2.0', '+FCO', 'connected', ''],
    ['2.0', '+FIS:1,5,0,2,1,0,0,0', 'capabilities', '1,5,0,2,1,0,0,0'],
    ['2.0', '+FHS:A1', 'hang-up', 'A1'],
    ['2.1', '+FPO', 'poll-offered', ''],
    ['2.0', '+fcs: 0,3,0,2,0,0,0,4', 'chosen', '0,3,0,2,0,0,0,4'],
  ] as const)('are read in Class %s: %s', (serviceClass, line, kind, text) => {
    expect(parseReport(line, dialects[serviceClass])).toEqual({ kind, text });
  });

  it('of the other class are none', () => {
    expect(parseReport('+FHS:00', dialects['2'])).toBeNull();
    expect(parseReport('+FDCS:1,5', dialects['2.0'])).toBeNull();
    expect(parseReport('RING', dialects['2'])).toBeNull();
  });

  it('never throw, whatever the line', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('2', '2.0', '2.1'), (line, serviceClass) => {
        const report = parseReport(line, dialects[serviceClass]);
        if (report === null) return;
        parseIdentification(report.text);
        parsePageStatus(report.text, 16);
        parseNumber(report.text, 10);
      }),
    );
  });

  it('have numbers in the base of their class', () => {
    expect(parsePageStatus('1,47f,3,1', 16)).toEqual({ response: 1, lines: 1151, badLines: 3 });
    expect(parsePageStatus('2,1151', 10)).toEqual({ response: 2, lines: 1151, badLines: null });
    expect(parsePageStatus('', 10)).toBeNull();
    expect(parseNumber('0A,1', 16)).toBe(10);
  });

  it('say the post-page message and response by number', () => {
    expect([0, 1, 2, 3, 4, 6].map(postMessageOf)).toEqual(['MPS', 'EOM', 'EOP', null, 'MPS', 'EOP']);
    expect([0, 1, 2, 3, 4, 5, 6].map(pageResponseOf)).toEqual([null, 'MCF', 'RTN', 'RTP', 'PIN', 'PIP', null]);
  });
});

describe('identifications', () => {
  it('lose quotes, padding and what cannot be printed', () => {
    expect(parseIdentification('"   +1 555 0101\u0007  "')).toBe('+1 555 0101');
  });

  it('given to the modem cannot end their string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(quoteIdentification(text)).toMatch(/^"[\x20-\x21\x23-\x7e]{0,20}"$/);
      }),
    );
  });
});
