import fc from 'fast-check';
import { expect, it } from 'vitest';
import { archiveFiles, archivePlace } from './archive-names.ts';

const at = Date.parse('2026-03-07T13:05:59Z');
const fax = { id: 12, at, direction: 'out', number: '5550101', name: 'Front desk' } as const;

it('tells when, to or from whom and which, in the office’s time', () => {
  expect(archivePlace(fax, 'Europe/Berlin')).toEqual({
    folder: '2026/03',
    stem: '2026-03-07 14.05 to 5550101 Front desk (12)',
  });
  expect(archivePlace({ ...fax, direction: 'in', name: null }, 'UTC').stem).toBe('2026-03-07 13.05 from 5550101 (12)');
  expect(archivePlace({ ...fax, number: '', name: null }, 'UTC').stem).toBe('2026-03-07 13.05 (12)');
});

it('files by the office’s month, not by that of Greenwich', () => {
  const late = Date.parse('2026-03-31T23:30:00Z');
  expect(archivePlace({ ...fax, at: late }, 'Europe/Berlin')).toMatchObject({ folder: '2026/04' });
});

it('makes names that every system takes, of whatever a fax carries', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (number, name) => {
      const { stem } = archivePlace({ ...fax, number, name }, 'UTC');
      expect(stem).not.toMatch(/[\p{Cc}<>:"/\\|?*]/u);
      expect(stem).toMatch(/^2026-03-07 13\.05 .*\(12\)$/);
      expect(Buffer.byteLength(`${stem}.json`)).toBeLessThanOrEqual(255);
      expect([...stem].length).toBeLessThan(80);
    }),
  );
});

it('knows all files of a fax by its TIFF', () => {
  expect(archiveFiles('/a.tif/b (1).tif')).toEqual(['/a.tif/b (1).json', '/a.tif/b (1).pdf', '/a.tif/b (1).tif']);
});
