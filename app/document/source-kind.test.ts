import { describe, expect, it } from 'vitest';
import { sourceKind } from './source-kind.ts';

const kind = (content: string, name: string) => sourceKind(Buffer.from(content, 'latin1'), `/tmp/${name}`);

describe('what a file is', () => {
  it.each([
    ['%PDF-1.7\n', 'x', 'pdf'],
    ['junk before\n%PDF-1.4', 'x.pdf', 'pdf'],
    ['\x89PNG\r\n\x1a\n', 'letter.pdf', 'image'],
    ['\xff\xd8\xff\xe0', 'x.png', 'image'],
    ['GIF89a', 'x', 'image'],
    ['RIFF\x10\0\0\0WEBPVP8 ', 'x', 'image'],
    ['II*\0\x08\0\0\0', 'x', 'tiff'],
    ['MM\0*\0\0\0\x08', 'x', 'tiff'],
    ['{\\rtf1 x}', 'x.txt', 'office'],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'x.doc', 'office'],
    ['PK\x03\x04 ... word/document.xml', 'x', 'office'],
    ['PK\x03\x04 anything', 'x.ods', 'office'],
    ['<!-- hello -->\n<!DOCTYPE html><html>', 'x', 'html'],
    ['some words', 'x.html', 'html'],
    ['plain words\n', 'x', 'text'],
    ['a,b,c\n', 'x.csv', 'text'],
    ['\xff\xfeh\0i\0', 'x', 'text'],
  ])('goes by the content of %j first', (content, name, expected) => {
    expect(kind(content, name)).toBe(expected);
  });

  it.each([
    ['PK\x03\x04 pictures/1.bin', 'x.zip'],
    ['<svg xmlns="http://www.w3.org/2000/svg">', 'x.svg'],
    ['%!PS-Adobe-3.0', 'x.ps'],
    ['\x7fELF\0\0\0', 'x'],
  ])('does not take %j', (content, name) => {
    expect(() => kind(content, name)).toThrowError(expect.objectContaining({ code: 'FILE_TYPE_UNKNOWN' }));
  });

  it('calls a file damaged that is not what its name promises', () => {
    expect(() => kind('words', 'photo.jpg')).toThrowError(expect.objectContaining({ code: 'FILE_DAMAGED' }));
  });
});
