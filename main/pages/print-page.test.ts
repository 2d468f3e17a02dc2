import { expect, it } from 'vitest';
import { parsePrintPageUrl, printPage, printPageUrl } from './print-page.ts';

it('goes there and back', () => {
  expect(parsePrintPageUrl(printPageUrl({ kind: 'message', id: 7 }, 3))).toEqual({
    source: { kind: 'message', id: 7 },
    pages: 3,
  });
  expect(parsePrintPageUrl(printPageUrl({ kind: 'preview', id: 'ab-1' }, 1))?.source).toEqual({
    kind: 'preview',
    id: 'ab-1',
  });
});

it.each([
  'app://console/index.html',
  'app://console/print.html',
  'app://console/print.html?kind=job&id=x&pages=1',
  'app://console/print.html?kind=job&id=1&pages=1000000',
  'app://console/print.html?kind=file&id=1&pages=1',
])('refuses %s', (url) => {
  expect(parsePrintPageUrl(url)).toBeUndefined();
});

it('shows every page and runs no script', async () => {
  const html = await printPage({ kind: 'job', id: 4 }, 2).text();
  expect(html.match(/fax-page:\/\/job\/4\/\d/g)).toEqual(['fax-page://job/4/1', 'fax-page://job/4/2']);
  expect(html).not.toContain('<script');
});
