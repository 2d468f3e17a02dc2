import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeFileName } from './file-names.ts';

describe('a file name made safe', () => {
  it.each([
    ['Fax 12', 'Fax 12.pdf'],
    ['Brief für Müller.pdf', 'Brief für Müller.pdf'],
    ['../../etc/passwd', 'etc passwd.pdf'],
    ['C:\\x\\y.exe', 'C x y.exe.pdf'],
    ['nul', 'Fax.pdf'],
    ['...', 'Fax.pdf'],
    ['', 'Fax.pdf'],
    ['invoice\u202efdp.exe', 'invoice fdp.exe.pdf'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeFileName(name, 'pdf')).toBe(safe);
  });
  it('is one plain name of bounded length for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (name) => {
        const safe = safeFileName(name, 'tif');
        return /^[^\p{Cc}/\\:]+\.tif$/u.test(safe) && !safe.startsWith('.') && safe.length <= 4 + 2 * 100;
      }),
    );
  });
});
