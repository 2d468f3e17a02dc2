import { expect, it } from 'vitest';
import { fromAlias, toAlias } from './scheme-alias.ts';

it('goes there and back', () => {
  for (const url of ['app://console/index.html', 'app://console/a/b.js?x=1#y', 'app://console/']) {
    expect(fromAlias(toAlias(url), ['fax-page', 'app'])).toBe(url);
  }
  expect(toAlias('app://console')).toBe('http://console.app.localhost/');
});

it('leaves every other address as it is', () => {
  for (const url of [
    'https://example.org/',
    'http://localhost/',
    'http://console.app.localhost.example.org/',
    'about:blank',
  ]) {
    expect(fromAlias(url, ['app'])).toBe(url);
  }
});

it('refuses an address without a host', () => {
  expect(() => toAlias('app:index.html')).toThrow(/has no host/);
});
