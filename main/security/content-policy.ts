import { pageScheme } from '../../app/contract/page-url.ts';

/** What the bundler writes where a nonce belongs; the page is served with a fresh one each time. */
export const noncePlaceholder = '__CSP_NONCE__';

/**
 * The Content-Security-Policy of the window. Scripts only from the app; styles from the app, and style elements that
 * the component kit makes at run time with the page's nonce; images from the app, stored pages, and small icons in
 * style sheets; no connection but to the app itself; nothing may frame the page or be framed by it.
 */
export function contentPolicy(nonce: string): string {
  const rules = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': `'self' 'nonce-${nonce}'`,
    'img-src': `'self' ${pageScheme}: data:`,
    'font-src': "'self'",
    'connect-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-src': "'none'",
    'frame-ancestors': "'none'",
    'object-src': "'none'",
    'worker-src': "'none'",
  };
  return Object.entries(rules)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

/** The headers of every answer under the app's scheme. */
export function securityHeaders(nonce: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentPolicy(nonce),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  };
}
