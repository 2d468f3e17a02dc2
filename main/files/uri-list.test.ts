import { expect, it } from 'vitest';
import { pathsOfUriList } from './uri-list.ts';

it('gives the paths of files, and nothing for the rest', () => {
  const list =
    '# two files\r\nfile:///home/ann/Brief%20f%C3%BCr%20M.pdf\r\nhttps://example.org/x.pdf\nfile:///b.tif\n\n';
  expect(pathsOfUriList(list)).toEqual(['/home/ann/Brief für M.pdf', '/b.tif']);
});

it('takes no file of another machine and no escaped separator', () => {
  expect(pathsOfUriList('file://server/share/x.pdf\nfile:///a%2f..%2fb.pdf\nfile:nonsense%\n')).toEqual([]);
});
