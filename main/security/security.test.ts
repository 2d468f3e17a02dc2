import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { isAppUrl } from './app-origin.ts';
import { contentPolicy } from './content-policy.ts';
import { isSafeExternalUrl } from './external-links.ts';
import { lockDown } from './lock-down.ts';
import { TrustedSenders } from './sender.ts';
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

it('pages are sandboxed, isolated and without Node, each point said', () => {
  expect(webPreferences('/p.cjs', false)).toEqual({
    preload: '/p.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    enableBlinkFeatures: '',
    webviewTag: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    devTools: false,
  });
  expect(webPreferences(undefined, true)).not.toHaveProperty('preload');
});

describe('a sender of IPC', () => {
  const page = {} as WebContents;
  const event = (sender: WebContents, frame: object | null) => ({ sender, senderFrame: frame }) as IpcMainInvokeEvent;
  const appFrame = { url: 'app://console/index.html', parent: null };
  const senders = new TrustedSenders();
  senders.trust(page);

  it('is the top frame of the window that shows the app', () => {
    expect(senders.accepts(event(page, appFrame))).toBe(true);
  });
  it.each([
    ['another page that shows the app', event({} as WebContents, appFrame)],
    ['the window when it shows something else', event(page, { url: 'https://example.org/', parent: null })],
    ['a frame inside the page', event(page, { ...appFrame, parent: appFrame })],
    ['a frame that is gone', event(page, null)],
  ])('is not %s', (_, refused) => expect(senders.accepts(refused)).toBe(false));
});

describe('every page that is ever made', () => {
  type Listener = (event: { url?: string; preventDefault(): void }) => void;

  function confined() {
    const answers: Record<string, (...args: never[]) => unknown> = {};
    const put = (name: string) => (handler: (...args: never[]) => unknown) => {
      answers[name] = handler;
    };
    const session = {
      setPermissionRequestHandler: put('request'),
      setPermissionCheckHandler: put('check'),
      setDevicePermissionHandler: put('device'),
    };
    const opened: string[] = [];
    const shell = { openExternal: async (url: string) => void opened.push(url) };
    const listeners = new Map<string, Listener>();
    const contents = {
      on: (name: string, listener: Listener) => listeners.set(name, listener),
      setWindowOpenHandler: put('open'),
    };
    const app = { on: (_name: string, made: (event: object, contents: object) => void) => made({}, contents) };
    lockDown({ app, session, shell, onProblem: () => undefined } as never);
    const prevented = (name: string, url: string) => {
      let stopped = false;
      listeners.get(name)?.({ url, preventDefault: () => (stopped = true) });
      return stopped;
    };
    const call = (name: string, ...args: unknown[]) => answers[name]?.(...(args as never[]));
    return { call, opened, prevented };
  }

  it('gets no permission, asked or checked, and no device', () => {
    const { call } = confined();
    const given: boolean[] = [];
    call('request', {}, 'media', (granted: boolean) => given.push(granted));
    expect([given, call('check', {}, 'geolocation'), call('device', {})]).toEqual([[false], false, false]);
  });

  it.each(['will-navigate', 'will-redirect', 'will-attach-webview'])('is stopped at %s', (name) => {
    const { prevented } = confined();
    for (const url of ['https://example.org/', 'app://console/index.html', 'file:///etc/passwd']) {
      expect(prevented(name, url)).toBe(true);
    }
  });

  it('opens no window; only a checked link opens outside', () => {
    const { call, opened, prevented } = confined();
    for (const url of ['https://example.org/a', 'file:///etc/passwd', 'http://example.org/']) {
      expect(call('open', { url })).toEqual({ action: 'deny' });
    }
    prevented('will-navigate', 'https://example.org/b');
    prevented('will-redirect', 'https://example.org/c');
    prevented('will-navigate', 'ms-settings:');
    expect(opened).toEqual(['https://example.org/a', 'https://example.org/b']);
  });
});
