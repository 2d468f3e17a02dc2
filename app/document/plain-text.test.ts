import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns, decodeText, linesOnPage, settableRow, textPages } from './plain-text.ts';

const pages = (text: string) => [...textPages(text)];

describe('text on pages', () => {
  it('breaks lines after a space, and inside a word only where it must', () => {
    expect(pages('one two')).toEqual([['one two']]);
    expect(pages(`${'a'.repeat(78)} bcd`)).toEqual([['a'.repeat(78), 'bcd']]);
    expect(pages('x'.repeat(100))).toEqual([['x'.repeat(80), 'x'.repeat(20)]]);
  });

  it('takes every line end, tabs and form feeds', () => {
    expect(pages('a\r\nb\nc\rd')).toEqual([['a', 'b', 'c', 'd']]);
    expect(pages('a\tb\n12345678\tc')).toEqual([['a       b', '12345678        c']]);
    expect(pages('one\ftwo')).toEqual([['one'], ['two']]);
  });

  it('begins a page after so many lines', () => {
    const [first, second, ...more] = pages('line\n'.repeat(linesOnPage + 1));
    expect(first).toHaveLength(linesOnPage);
    expect(second).toEqual(['line']);
    expect(more).toEqual([]);
  });

  it('drops what cannot be seen and joins what belongs together', () => {
    expect(pages('\ufeffA\u0008\u200bB')).toEqual([['AB']]);
    expect(pages('e\u0301')).toEqual([['\u00e9']]);
  });

  it('never makes a row too long and never loses a word', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,120}$/), { maxLength: 60 }), (words) => {
        const rows = pages(words.join(' ')).flat();
        expect(rows.every((row) => row.length <= columns)).toBe(true);
        expect(rows.join('').replace(/ /g, '')).toBe(words.join(''));
      }),
    );
  });

  it('reads UTF-8, UTF-16 and, with a note, windows-1252', () => {
    expect(decodeText(Buffer.from('\ufeffGrün'))).toEqual({ text: 'Grün', note: null });
    expect(decodeText(Buffer.from('\ufeffGrün', 'utf16le'))).toEqual({ text: 'Grün', note: null });
    expect(decodeText(Buffer.from('Gr\xfcn \x80', 'latin1'))).toMatchObject({
      text: 'Grün €',
      note: expect.any(String),
    });
  });

  it('refuses letters that it cannot set and counts signs', () => {
    const latin = (codePoint: number) => codePoint < 0x250;
    expect(settableRow('ok \u{1f600}', latin, 'f')).toEqual({ row: 'ok ?', replaced: 1 });
    expect(() => settableRow('\u4f60', latin, 'f')).toThrow(/script/);
    expect(() => settableRow('\u05e9', () => true, 'f')).toThrow(/script/);
  });
});
