import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rendererPath, serveRenderer } from './renderer-files.ts';

describe("the renderer's files", () => {
  it('are named by plain paths', () => {
    expect(rendererPath('app://console/')).toEqual(['index.html']);
    expect(rendererPath('app://console/assets/index-Bx_1.js?x=1#y')).toEqual(['assets', 'index-Bx_1.js']);
  });
  it.each([
    'app://console/../../etc/passwd.html',
    'app://console/..%2f..%2fpackage.js',
    'app://console/%2e%2e/%2e%2e/secret.js',
    'app://console/assets%5c..%5c..%5cx.js',
    'app://console/.env.js',
    'app://console//etc/x.js',
    'app://console/a%00.js',
    'app://console/%.js',
    'app://console/index.js.map',
    'app://console/assets/',
    'app://other/index.html',
    'file:///index.html',
  ])('are not %s', (url) => {
    const path = rendererPath(url);
    // What `new URL` has already made plain may pass as a plain name, but never with a `..` in it.
    expect(path === undefined || !path.includes('..')).toBe(true);
    if (!url.includes('/../') && !url.includes('/%2e%2e/')) expect(path).toBeUndefined();
  });
});

describe('the app scheme', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderer-'));
    await mkdir(join(folder, 'built'));
    await writeFile(join(folder, 'secret.js'), 'secret');
    await writeFile(join(folder, 'built/index.html'), '<script nonce="__CSP_NONCE__"></script>');
    await symlink('../secret.js', join(folder, 'built/link.js'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const get = (url: string, init?: RequestInit) => serveRenderer(join(folder, 'built'))(new Request(url, init));

  it('serves a page with a policy and a nonce of its own', async () => {
    const [first, second] = [await get('app://console/'), await get('app://console/')];
    const policy = first.headers.get('content-security-policy') ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? 'none';
    expect(await first.text()).toBe(`<script nonce="${nonce}"></script>`);
    expect(second.headers.get('content-security-policy')).not.toBe(policy);
    expect(first.headers.get('x-content-type-options')).toBe('nosniff');
  });
  it('answers 404 for a missing file, a link that leads out, and another method', async () => {
    expect((await get('app://console/missing.js')).status).toBe(404);
    expect((await get('app://console/link.js')).status).toBe(404);
    expect((await get('app://console/', { method: 'POST' })).status).toBe(404);
  });
});
