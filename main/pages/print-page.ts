import { randomBytes } from 'node:crypto';
import { pageUrl } from '../../app/contract/page-url.ts';
import { pageSourceSchema, type StoredPagesRef } from '../../app/contract/requests.ts';
import { appOrigin } from '../security/app-origin.ts';
import { securityHeaders } from '../security/content-policy.ts';

const PATH = '/print.html';
const MAX_PAGES = 99_999;

/** The address of the page that shows stored pages for printing. */
export function printPageUrl(source: StoredPagesRef, pages: number): string {
  return `${appOrigin}${PATH}?${new URLSearchParams({ kind: source.kind, id: String(source.id), pages: String(pages) })}`;
}

/** What a print page's address asks for; undefined when it is not one. */
export function parsePrintPageUrl(url: string): { source: StoredPagesRef; pages: number } | undefined {
  const { pathname, searchParams } = new URL(url);
  if (pathname !== PATH) return undefined;
  const kind = searchParams.get('kind');
  const id = searchParams.get('id') ?? '';
  const source = pageSourceSchema.safeParse({ kind, id: kind === 'preview' ? id : Number(id) });
  const pages = Number(searchParams.get('pages'));
  if (!source.success || !Number.isInteger(pages) || pages < 1 || pages > MAX_PAGES) return undefined;
  return { source: source.data, pages };
}

/** The print page: no script, one stored page to a sheet. */
export function printPage(source: StoredPagesRef, pages: number): Response {
  const nonce = randomBytes(16).toString('base64');
  const images = Array.from({ length: pages }, (_, index) => `<img alt="" src="${pageUrl(source, index + 1)}">`);
  const style =
    '@page{margin:0}body{margin:0}img{display:block;width:100vw;height:100vh;object-fit:contain;break-after:page}';
  const html = `<!doctype html><meta charset="utf-8"><title>Fax</title><style nonce="${nonce}">${style}</style>${images.join('')}`;
  return new Response(html, { headers: { ...securityHeaders(nonce), 'content-type': 'text/html; charset=utf-8' } });
}
