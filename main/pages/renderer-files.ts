import { randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { appOrigin, isAppUrl } from '../security/app-origin.ts';
import { noncePlaceholder, securityHeaders } from '../security/content-policy.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * The path inside the renderer's folder that an address means: its segments, or undefined where it is none of ours.
 * Only plain names pass: no dot files, no `..` in any spelling, no separator or NUL that was escaped, and only the
 * kinds of file that the bundler makes.
 */
export function rendererPath(url: string): readonly string[] | undefined {
  if (!isAppUrl(url)) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(new URL(url).pathname);
  } catch (thrown) {
    if (thrown instanceof URIError) return undefined;
    throw thrown;
  }
  const segments = (path === '/' ? '/index.html' : path).slice(1).split('/');
  const plain = segments.every((each) => /^[\w-][\w.-]*$/.test(each));
  return plain && Object.hasOwn(contentTypes, extname(path === '/' ? '/index.html' : path)) ? segments : undefined;
}

/** Answers requests under `app://`: the built renderer, read only from its folder, every answer with the CSP header. */
export function serveRenderer(folder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const nonce = randomBytes(16).toString('base64');
    const headers = securityHeaders(nonce);
    const segments = request.method === 'GET' ? rendererPath(request.url) : undefined;
    if (segments === undefined) return new Response(null, { status: 404, headers });
    const content = await readInside(folder, segments);
    if (content === undefined) return new Response(null, { status: 404, headers });
    const extension = extname(segments.at(-1) ?? '');
    const body = extension === '.html' ? content.toString('utf8').replaceAll(noncePlaceholder, nonce) : content;
    return new Response(typeof body === 'string' ? body : new Uint8Array(body), {
      headers: { ...headers, 'content-type': contentTypes[extension] ?? 'application/octet-stream' },
    });
  };
}

/** A file's content; undefined when there is none or when a link leads out of the folder. */
async function readInside(folder: string, segments: readonly string[]): Promise<Buffer | undefined> {
  try {
    const root = await realpath(folder);
    const path = await realpath(join(root, ...segments));
    return path.startsWith(root + sep) ? await readFile(path) : undefined;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR'))
      return undefined;
    throw thrown;
  }
}

export const rendererUrl = (name: string): string => `${appOrigin}/${name}`;
