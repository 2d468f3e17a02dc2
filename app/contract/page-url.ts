import type { StoredPagesRef } from './requests.ts';

/** Scheme by which page images reach the renderer. */
export const pageScheme = 'fax-page';

/**
 * The address of a page's image: `fax-page://job/12/1?width=160`. Without a width it is in the page's own dots.
 */
export function pageUrl(source: StoredPagesRef, page: number, width?: number): string {
  const query = width === undefined ? '' : `?width=${width}`;
  return `${pageScheme}://${source.kind}/${encodeURIComponent(String(source.id))}/${page}${query}`;
}

/** A page's address read back; undefined when it is not one. */
export function parsePageUrl(url: string): { source: StoredPagesRef; page: number; width: number | null } | undefined {
  const match = /^fax-page:\/\/(job|message|preview)\/([\w-]{1,64})\/(\d{1,5})\/?(?:\?width=(\d{1,5}))?$/.exec(url);
  if (!match) return undefined;
  const [, kind, id = '', page, width] = match;
  const source: StoredPagesRef | undefined =
    kind === 'preview'
      ? { kind: 'preview', id }
      : /^\d+$/.test(id) && (kind === 'job' || kind === 'message')
        ? { kind, id: Number(id) }
        : undefined;
  return source && { source, page: Number(page), width: width === undefined ? null : Number(width) };
}
