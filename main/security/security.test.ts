import { describe, expect, it } from 'vitest';
import { isAppUrl } from './app-origin.ts';
import { contentPolicy } from './content-policy.ts';
import { isSafeExternalUrl } from './external-links.ts';
import { webPreferences } from './web-preferences.ts';

describe('the content policy', () => {
  const policy = contentPolicy('n0nce');
  it('runs no inline script and no eval', () => {
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
  });
  it('starts from nothing and lets stored pages be shown', () => {
    expect(policy).toMatch(/^default-src 'none'/);
    expect(policy).toContain("img-src 'self' fax-page: data:");
    expect(policy).toContain("'nonce-n0nce'");
  });
});

it("the window's origin is told by scheme and host together", () => {
  expect(isAppUrl('app://console/index.html#inbox')).toBe(true);
  for (const url of ['app://console.example.org/', 'app://x@console/', 'https://console/', 'about:blank', '', 'app:']) {
    expect(isAppUrl(url)).toBe(false);
  }
});

it('only plain https links go outside', () => {
  expect(isSafeExternalUrl('https://example.org/help?x=1')).toBe(true);
  for (const url of [
    'http://example.org/',
    'file:///etc/passwd',
    'https://user:secret@example.org/',
    'https://localhost/',
    'https://example.org:8443/',
    'javascript:alert(1)',
    'ms-settings:',
    'nonsense',
    `https://example.org/${'x'.repeat(3000)}`,
  ]) {
    expect(isSafeExternalUrl(url)).toBe(false);
  }
});

it('pages are sandboxed, isolated and without Node', () => {
  expect(webPreferences('/p.cjs', false)).toMatchObject({
    preload: '/p.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    devTools: false,
  });
});
