import { join } from 'node:path';
import { expect, root, seenBy, test } from '../fixtures.ts';
import { appOrigin } from '../host.ts';

/*
 * Electron's security list, item by item, on the built app. Fuses are asserted on the packaging configuration
 * (`e2e/standin/packaging.test.ts`); a page's preferences and the links that may go outside by unit tests in `main/`.
 */

test('the page has neither Node nor Electron, only the one frozen object', async ({ page }) => {
  const found = await page.evaluate(() => {
    const api = window.faxConsole;
    return {
      node: ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'electron', 'ipcRenderer'].filter(
        (name) => name in window,
      ),
      members: Object.keys(api).sort(),
      frozen: Object.isFrozen(api) && Object.values(api).every((member) => Object.isFrozen(member)),
      writable: Object.getOwnPropertyDescriptor(window, 'faxConsole')?.writable,
    };
  });
  expect(found).toEqual({
    node: [],
    members: ['onShell', 'pathsOf', 'request', 'shell', 'subscribe'],
    frozen: true,
    writable: false,
  });
});

test('the worlds are isolated: what the page does to its built-ins does not reach the preload script', async ({
  page,
}) => {
  const stolen = await page.evaluate(() => {
    let calls = 0;
    const { filter } = Array.prototype;
    // The preload script filters in `pathsOf`; in one shared world this would hand its values to the page.
    Array.prototype.filter = function stealing() {
      calls++;
      return [];
    };
    const paths = window.faxConsole.pathsOf([]);
    Array.prototype.filter = filter;
    return { calls, paths };
  });
  expect(stolen).toEqual({ calls: 0, paths: [] });
});

test('a strict content policy comes as a header', async ({ page, host }) => {
  const { policy, sniff } = await page.evaluate(async () => {
    const { headers } = await fetch('/index.html');
    return { policy: headers.get('content-security-policy') ?? '', sniff: headers.get('x-content-type-options') };
  });
  expect(policy).toMatch(/^default-src 'none'; script-src 'self';/);
  expect(policy).not.toMatch(/unsafe|\*|http/);
  expect(sniff).toBe('nosniff');
  expect(await page.evaluate(() => location.origin)).toBe(appOrigin(host));
});

test('no inline script, no eval, no foreign script, no connection outside', async ({ page }) => {
  const result = await page.evaluate(async () => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    const foreign = document.createElement('script');
    foreign.src = 'https://example.org/x.js';
    document.head.append(script, foreign);
    // In a task of its own: what a debugger evaluates may use eval.
    const evalRefused = await new Promise((resolve) => {
      setTimeout(() => {
        try {
          resolve(Reflect.construct(Function, ['return false'])());
        } catch {
          resolve(true);
        }
      });
    });
    const fetchRefused = await fetch('http://127.0.0.1:9/').then(
      () => false,
      () => true,
    );
    const frame = document.createElement('iframe');
    frame.src = 'https://example.org/';
    document.body.append(frame);
    await new Promise((resolve) => setTimeout(resolve, 200));
    frame.remove();
    return { inline: 'inlineRan' in window, evalRefused, fetchRefused, violations: [...new Set(violations)].sort() };
  });
  expect(result).toMatchObject({ inline: false, evalRefused: true, fetchRefused: true });
  expect(result.violations).toEqual(expect.arrayContaining(['connect-src', 'frame-src', 'script-src-elem']));
});

test('permissions are refused', async ({ page }) => {
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone'] as const;
    const asked = await Promise.all(names.map((name) => navigator.permissions.query({ name: name as PermissionName })));
    return {
      states: asked.map((each) => each.state),
      notification: await Notification.requestPermission(),
      position: await new Promise((resolve) => {
        navigator.geolocation.getCurrentPosition(
          () => resolve('given'),
          () => resolve('refused'),
        );
      }),
    };
  });
  expect(states.states).not.toContain('granted');
  expect(states.notification).not.toBe('granted');
  expect(states.position).toBe('refused');
});

test('the page stays where it is and opens no window; only checked https links go outside', async ({
  app,
  page,
  host,
}) => {
  await page.evaluate(() => {
    for (const url of [
      'https://example.org/help',
      'http://example.org/',
      'file:///etc/passwd',
      'javascript:alert(1)',
    ]) {
      window.open(url);
    }
    const link = document.createElement('a');
    link.href = 'https://example.org/linked';
    link.target = '_blank';
    document.body.append(link);
    link.click();
  });
  await page.evaluate(() => {
    location.href = 'https://example.org/away';
  });
  await expect
    .poll(async () => (await seenBy(app)).opened)
    .toEqual(['https://example.org/help', 'https://example.org/linked', 'https://example.org/away']);
  await page.evaluate(() => {
    location.href = 'data:text/html,<title>away</title>';
  });
  await page.waitForTimeout(200);
  expect(page.url().startsWith(appOrigin(host))).toBe(true);
  expect(app.windows()).toHaveLength(1);
  expect((await seenBy(app)).opened).toHaveLength(3);
});

test('the app scheme serves the built renderer and nothing else', async ({ page }) => {
  const answers = await page.evaluate(async () => {
    const paths = [
      '/index.html',
      '/../package.json',
      '/..%2f..%2fpackage.json',
      '/%2e%2e/main/index.js',
      '/index.html.map',
    ];
    return Promise.all(
      paths.map(async (path) => {
        const { status } = await fetch(path);
        return `${path} ${status}`;
      }),
    );
  });
  expect(answers).toEqual([
    '/index.html 200',
    '/../package.json 404',
    '/..%2f..%2fpackage.json 404',
    '/%2e%2e/main/index.js 404',
    '/index.html.map 404',
  ]);
});

test('a page that is not the console may not ask', async ({ app, page }) => {
  await page.waitForLoadState();
  const preload = join(root, 'out/preload/index.cjs');
  const [stranger] = await Promise.all([
    app.waitForEvent('window'),
    app.evaluate(({ BrowserWindow }, path) => {
      const window = new BrowserWindow({ show: false, webPreferences: { preload: path, sandbox: true } });
      void window.loadURL('data:text/html,<title>stranger</title>');
    }, preload),
  ]);
  await expect.poll(() => stranger.title()).toBe('stranger');
  const refusals = await stranger.evaluate(async () => {
    const sentence = (thrown: unknown) => (thrown as { message: string }).message;
    return [
      await window.faxConsole.request('snapshot', {}).then(() => 'answered', sentence),
      await window.faxConsole.shell('quit', {}).then(() => 'answered', sentence),
    ];
  });
  expect(refusals).toEqual(['This page may not ask.', 'This page may not ask.']);
});

test('requests are checked: name, shape and size', async ({ page }) => {
  const codes = await page.evaluate(async () => {
    const ask = window.faxConsole.request as (name: string, input: unknown) => Promise<unknown>;
    const shell = window.faxConsole.shell as (name: string, input: unknown) => Promise<unknown>;
    const code = (asked: Promise<unknown>) =>
      asked.then(
        () => 'answered',
        (thrown: { code: string }) => thrown.code,
      );
    return Promise.all([
      code(ask('constructor', {})),
      code(ask('nothing', {})),
      code(ask('jobs.get', { id: '1; drop table' })),
      code(ask('jobs.pause', { ids: Array(20_000).fill(1) })),
      code(ask('submit', { document: { kind: 'files', files: ['/x\0y'], options: {} }, recipients: [], key: 'x' })),
      code(shell('__proto__', {})),
      code(shell('setTheme', { theme: 'purple' })),
      code(shell('showInFolder', { path: 'not/absolute' })),
    ]);
  });
  expect(codes).toEqual(Array(8).fill('ARGUMENT_INVALID'));
});

test('page images come by a scheme of their own, and only for stored pages', async ({ page }) => {
  const loaded = await page.evaluate(async () => {
    const load = (src: string) =>
      new Promise<string>((resolve) => {
        const image = new Image();
        image.onload = () => resolve('shown');
        image.onerror = () => resolve('refused');
        image.src = src;
      });
    return [
      await load('fax-page://job/999/1'),
      await load('fax-page://file/etc/1'),
      await load('file:///etc/hostname'),
    ];
  });
  expect(loaded).toEqual(['refused', 'refused', 'refused']);
});

test('there is no webview in the page', async ({ app, page }) => {
  await page.evaluate(() => {
    const view = document.createElement('webview');
    view.setAttribute('src', 'https://example.org/');
    document.body.append(view);
  });
  expect(await page.evaluate(() => document.querySelector('webview') instanceof HTMLUnknownElement)).toBe(true);
  expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
});
