import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileNameOf, type NamedFax, unknownFields } from './file-name.ts';

const fax: NamedFax = {
  id: 12,
  receivedAt: Date.parse('2026-03-06T22:30:00Z'),
  pages: 3,
  tsid: ' +1 555 0177 ',
  csid: '5550100',
  callerId: '5550199',
  port: 'Line 1',
};
const nameOf = (pattern: string, more: Partial<NamedFax> = {}) =>
  fileNameOf(pattern, { ...fax, ...more }, 'Europe/Berlin');

describe('the name of a stored fax', () => {
  it('says what its fields say, in office time', () => {
    expect(nameOf('{date} {time} {from} ({id})')).toBe('2026-03-06 23-30 +1 555 0177 (12)');
    expect(nameOf('{port} {callerId} {tsid} {csid} {pages}')).toBe('Line 1 5550199 +1 555 0177 5550100 3');
  });

  it('says unknown where nothing is known', () => {
    expect(nameOf('{from} {callerId}', { tsid: ' ', callerId: null })).toBe('unknown unknown');
    expect(nameOf('{from}', { tsid: null })).toBe('5550199');
  });

  it.each([
    ['../../{id}', '_.._12'],
    ['a/b\\c:d*e?"<>|', 'a_b_c_d_e_____'],
    ['  . hidden ', 'hidden'],
    ['CON', '_CON'],
    ['lpt1.txt', '_lpt1.txt'],
    ['name...', 'name'],
    ['...', 'fax 12'],
    ['a\u0000b\u202ec', 'a_b_c'],
    ['{id', '{id'],
  ])('is one that every system takes: %j', (pattern, expected) => {
    expect(nameOf(pattern)).toBe(expected);
  });

  it('keeps what a caller calls itself from choosing a folder', () => {
    expect(nameOf('{from}', { tsid: '../../etc/passwd' })).toBe('_.._etc_passwd');
    expect(nameOf('{from}', { tsid: '{id}' })).toBe('{id}');
  });

  it('is never empty, too long, hidden or a path, whatever comes over the line', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(text, text, (pattern, tsid) => {
        const name = nameOf(pattern, { tsid });
        expect(name.length).toBeGreaterThan(0);
        expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(182);
        expect(name).not.toMatch(/[<>:"/\\|?*\p{Cc}]|^[.\s]|[.\s]$/u);
      }),
    );
  });
});

it('fields that do not exist are found', () => {
  expect(unknownFields('{date} {sender} {}')).toEqual(['sender', '']);
  expect(unknownFields('{id} {pages}')).toEqual([]);
});
