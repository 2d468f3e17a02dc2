import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { clickTray, consoleWindow, expect, root, seenBy, startAgain, startToEnd, test } from '../fixtures.ts';
import { appOrigin } from '../host.ts';

/* What every other spec stands on: the host does what Electron does. Most of these run on Electron's binary as well. */

test('the window opens with the app, under its own origin', async ({ app, page, host }) => {
  expect(await page.evaluate(() => location.origin)).toBe(appOrigin(host));
  const url = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL());
  expect(url).toBe('app://console/index.html');
  expect(await page.evaluate(() => window.faxConsole.shell('info', {}))).toMatchObject({
    owner: true,
    tray: true,
    error: null,
  });
  expect((await seenBy(app)).trays).toHaveLength(1);
});

test('dropped and chosen files have their paths', async ({ page, dataDir, dropFiles }) => {
  const file = join(dataDir, 'in box', 'Brief für Müller.pdf');
  await mkdir(join(dataDir, 'in box'));
  await writeFile(file, '%PDF-1.4 hello');
  await page.evaluate(() => {
    const place = document.createElement('input');
    place.type = 'file';
    place.id = 'place';
    place.style.cssText = 'position: fixed; inset: 0; z-index: 9999';
    document.body.append(place);
    const show = (files: FileList | null | undefined) => {
      document.title = window.faxConsole.pathsOf([...(files ?? [])]).join();
    };
    place.addEventListener('dragover', (event) => event.preventDefault());
    place.addEventListener('drop', (event) => {
      event.preventDefault();
      event.stopPropagation();
      show(event.dataTransfer?.files);
    });
    place.addEventListener('change', () => show(place.files));
  });
  await dropFiles('#place', [file]);
  await expect(page).toHaveTitle(file);
  await page.evaluate(() => {
    document.title = '';
  });
  await page.locator('#place').setInputFiles(file);
  await expect(page).toHaveTitle(file);
});

test('a reload runs the preload script again', async ({ page }) => {
  await page.reload();
  expect(await page.evaluate(() => window.faxConsole.shell('info', {}).then((info) => info.owner))).toBe(true);
});

test('closing hides to the tray, which is explained once, and the tray brings it back', async ({ app, page }) => {
  const window = await app.browserWindow(page);
  const visible = () => window.evaluate((each) => each.isVisible());
  await expect.poll(visible).toBe(true);
  for (let times = 0; times < 2; times++) {
    await window.evaluate((each) => each.close());
    expect(await visible()).toBe(false);
    await clickTray(app, 'show');
    await expect.poll(visible).toBe(true);
  }
  const titles = (await seenBy(app)).notices.map((each) => each.title);
  expect(titles.filter((each) => each === 'Fax Console is still running')).toHaveLength(1);
});

test('quitting from the tray ends the process in order', async ({ app, page }) => {
  await page.waitForLoadState();
  const child = app.process();
  const closed = app.waitForEvent('close');
  await clickTray(app, 'quit');
  await closed;
  await expect.poll(() => child.exitCode).toBe(0);
});

test('without a tray closing the window quits', async ({ launch, host }) => {
  const app = await launch({ tray: false });
  const window = await app.browserWindow(await consoleWindow(app, host));
  const child = app.process();
  const closed = app.waitForEvent('close');
  await window.evaluate((each) => setTimeout(() => each.close()));
  await closed;
  await expect.poll(() => child.exitCode).toBe(0);
});

test('a second start hands its files over and leaves', async ({ app, page, host, dataDir }) => {
  const file = join(dataDir, 'second.txt');
  await writeFile(file, 'hello');
  await page.evaluate(() => {
    window.faxConsole.onShell((event) => {
      document.title = JSON.stringify(event);
    });
  });
  const shown = await app.browserWindow(page);
  await shown.evaluate((each) => each.hide());
  expect(await startAgain(host, dataDir, [file, join(dataDir, 'missing.pdf')])).toBe(0);
  const event = { type: 'newFax', files: [file], number: null, missing: ['missing.pdf'] };
  await expect(page).toHaveTitle(JSON.stringify(event));
  expect(await shown.evaluate((each) => each.isVisible())).toBe(true);
});

test('a start with a file that is not there says so by name, and opens no sheet for nothing', async ({
  launch,
  host,
  dataDir,
}) => {
  const page = await consoleWindow(await launch({ args: [join(dataDir, 'missing.pdf')] }), host);
  await expect(page.getByText('This file is not there')).toBeVisible();
  await expect(page.getByText('missing.pdf', { exact: false }).first()).toBeVisible();
  await expect(page.getByRole('dialog', { name: 'New fax' })).toBeHidden();
});

test('an exception that nobody caught is told in the window and by a notice, is in the log, and faxes go on', async ({
  app,
  page,
  dataDir,
}) => {
  await expect(page.getByRole('contentinfo')).toContainText('connected');
  await app.evaluate(() => {
    setImmediate(() => {
      throw new RangeError('defect while calling 5550123');
    });
    setImmediate(() => void Promise.reject(new RangeError('and a second one')));
  });
  await expect(page.getByText('Something in Fax Console went wrong.', { exact: false }).first()).toBeVisible();
  const info = await page.evaluate(() => window.faxConsole.shell('info', {}));
  expect(info).toMatchObject({ owner: true, error: expect.stringContaining('start it again') });
  const told = (await seenBy(app)).notices.filter(({ title }) => title === 'Something in Fax Console went wrong.');
  expect(told).toHaveLength(1);
  const log = () => readFile(join(dataDir, 'window/problems.log'), 'utf8').catch(() => '');
  await expect.poll(log).toContain('and a second one');
  expect(await log()).toContain('RangeError: defect while calling …23\n    at ');
  const sent = await page.evaluate(
    async (file) => {
      const { jobs } = await window.faxConsole.request('submit', {
        document: { kind: 'files', files: [file], options: {} },
        recipients: [{ number: '5550101' }],
        key: 'after-a-defect-1',
      });
      return jobs[0]?.id ?? 0;
    },
    join(root, 'resources/samples/sample.pdf'),
  );
  await expect
    .poll(() => page.evaluate(async (id) => (await window.faxConsole.request('jobs.get', { id })).job.state, sent))
    .toBe('delivered');
});

test('a start that cannot go on ends, with its reason', async ({ host }) => {
  const ended = await startToEnd(host, ['--data= ']);
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('DATA_FOLDER_UNUSABLE: The name of the data folder is empty.');
});

test('a store that cannot be read is kept beside a new one, and the window says so', async ({
  launch,
  host,
  dataDir,
}) => {
  const rubbish = 'this is no database, and it is long enough to be looked at'.repeat(100);
  await writeFile(join(dataDir, 'fax.db'), rubbish);
  const page = await consoleWindow(await launch(), host);
  const warnings = page.getByRole('region', { name: 'Needs attention' });
  await expect(warnings).toContainText('The fax database was damaged and could not be read; a new one was begun.');
  const kept = (await readdir(dataDir)).find((name) => name.startsWith('fax.db.damaged-')) ?? '';
  await expect(warnings).toContainText(kept);
  expect(await readFile(join(dataDir, kept), 'utf8')).toBe(rubbish);
  expect(await page.evaluate(() => window.faxConsole.shell('info', {}))).toMatchObject({ owner: true, error: null });
});

test('a store of another program is a sentence in the window, not a crash', async ({ launch, host, dataDir }) => {
  const other = new DatabaseSync(join(dataDir, 'fax.db'));
  other.exec('CREATE TABLE recipes (name TEXT); PRAGMA application_id = 7');
  other.close();
  const page = await consoleWindow(await launch(), host);
  const info = await page.evaluate(() => window.faxConsole.shell('info', {}));
  expect(info).toMatchObject({ owner: false, error: expect.stringMatching(/damaged\. .+\.$/) });
  const code = await page.evaluate(() =>
    window.faxConsole.request('snapshot', {}).then(
      () => 'answered',
      (thrown: { readonly code: string }) => thrown.code,
    ),
  );
  expect(code).toBe('STORE_DAMAGED');
});

test('the theme reaches the page and is remembered', async ({ page, dataDir }) => {
  await page.evaluate(() => window.faxConsole.shell('setTheme', { theme: 'dark' }));
  await expect.poll(() => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
  await expect
    .poll(async () => JSON.parse(await readFile(join(dataDir, 'window/preferences.json'), 'utf8')).theme)
    .toBe('dark');
});

test('a page of a document is shown and printed', async ({ app, page, dataDir }) => {
  const file = join(dataDir, 'note.txt');
  await writeFile(file, 'Hello');
  const size = await page.evaluate(async (path) => {
    const previewId = 'preview-01';
    await window.faxConsole.request('preview.open', { previewId, files: [path], options: {} });
    await window.faxConsole.shell('print', { source: { kind: 'preview', id: previewId } });
    return new Promise((resolve, reject) => {
      const image = new Image();
      image.onload = () => resolve(image.naturalWidth);
      image.onerror = () => reject(new Error('the page image did not load'));
      image.src = `fax-page://preview/${previewId}/1?width=300`;
    });
  }, file);
  expect(size).toBe(300);
  expect((await seenBy(app)).printed).toEqual([
    expect.objectContaining({ url: 'app://console/print.html?kind=preview&id=preview-01&pages=1' }),
  ]);
});

test('a fax is dragged out of the window as a PDF', async ({ app, page, dataDir }) => {
  const file = join(dataDir, 'note.txt');
  await writeFile(file, 'Hello');
  const id = await page.evaluate(async (path) => {
    const { jobs } = await window.faxConsole.request('submit', {
      document: { kind: 'files', files: [path], options: {} },
      recipients: [{ number: '5550101' }],
      when: { kind: 'time', at: new Date(Date.now() + 3_600_000).toISOString() },
      key: 'drag-out-1',
    });
    await window.faxConsole.shell('dragOut', { id: jobs[0]?.id ?? 0 });
    return jobs[0]?.id;
  }, file);
  const [dragged] = (await seenBy(app)).dragged;
  expect(dragged?.file).toMatch(new RegExp(`Fax ${id}\\.pdf$`));
  expect((await readFile(dragged?.file ?? '')).subarray(0, 5).toString()).toBe('%PDF-');
});

const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('a picture on the clipboard becomes a file', async ({ app, page }) => {
  await app.evaluate(async ({ clipboard, ClipboardItem }, base64) => {
    const picture = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type: 'image/png' });
    await clipboard.write([new ClipboardItem({ 'image/png': picture })]);
  }, onePixel);
  const { files } = await page.evaluate(() => window.faxConsole.shell('pasteFiles', {}));
  expect(files).toHaveLength(1);
  expect((await readFile(files[0] ?? '')).subarray(1, 4).toString()).toBe('PNG');
});

test('dialogs are answered by the test', async ({ app, page }) => {
  await app.evaluate(({ dialog }) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: ['/somewhere/x.pdf'] });
  });
  const chosen = await page.evaluate(() => window.faxConsole.shell('chooseFiles', {}));
  expect(chosen).toEqual({ files: ['/somewhere/x.pdf'] });
});

test.describe('the stand-in', () => {
  test.beforeEach(({ host }) => test.skip(host === 'electron', 'about the stand-in alone'));

  test('makes an error of what it lacks, and of events that never come', async ({ app, page }) => {
    await page.waitForLoadState();
    const sentence = (name: string) =>
      app.evaluate((electron, asked) => {
        const attempts: Record<string, () => unknown> = {
          member: () => electron.app.getFileIcon('/x'),
          module: () => electron.autoUpdater,
          event: () => electron.app.on('gpu-info-update', () => undefined),
          windowEvent: () => electron.BrowserWindow.getAllWindows()[0]?.on('swipe', () => undefined),
          dialog: () => electron.dialog.showMessageBox({ message: 'x' }),
        };
        try {
          attempts[asked]?.();
          return 'nothing was thrown';
        } catch (thrown) {
          return String(thrown);
        }
      }, name);
    expect(await sentence('member')).toContain('App.getFileIcon is not provided');
    expect(await sentence('module')).toContain('electron.autoUpdater is not provided');
    expect(await sentence('event')).toContain("App never emits 'gpu-info-update'");
    expect(await sentence('windowEvent')).toContain("BrowserWindow never emits 'swipe'");
    expect(await sentence('dialog')).toContain('the test scripted no answer');
  });

  test('that finds no browser, or one that ends at once, says so and ends', async ({ host, dataDir }) => {
    for (const path of ['/bin/false', join(dataDir, 'not-a-program')]) {
      await writeFile(join(dataDir, 'not-a-program'), 'x');
      const ended = await startToEnd(host, [`--data=${dataDir}`], { CHROMIUM_PATH: path });
      expect(ended.code).toBe(3);
      expect(ended.stderr).toContain('electron stand-in: Chromium did not start');
    }
  });

  test('refuses a page with more rights than the app gives', async ({ app, page }) => {
    await page.waitForLoadState();
    for (const webPreferences of [{ sandbox: false }, { nodeIntegration: true }, { webviewTag: true }]) {
      const made = app.evaluate(({ BrowserWindow }, options) => void new BrowserWindow(options), { webPreferences });
      await expect(made).rejects.toThrow(/only sandboxed, context-isolated pages/);
    }
  });

  test('has every member of electron that the main bundle uses', async ({ app, page }) => {
    await page.waitForLoadState();
    const used = await membersUsed(join(root, 'out/main'));
    expect(used.length).toBeGreaterThan(20);
    const missing = await app.evaluate((electron, names) => {
      const has = (path: string): boolean => {
        try {
          return path.split('.').reduce<unknown>((at, name) => Reflect.get(Object(at), name), electron) !== undefined;
        } catch {
          return false;
        }
      };
      return names.filter((each) => !has(each));
    }, used);
    expect(missing).toEqual([]);
  });
});

/** `app`, `app.getPath`, … as the bundle's files import and use them. */
async function membersUsed(folder: string): Promise<string[]> {
  const found = new Set<string>();
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.js'));
  for (const name of files) {
    const text = await readFile(join(folder, name), 'utf8');
    const imports = [...text.matchAll(/import\s*\{([^}]*)\}\s*from\s*["']electron["']/g)];
    const code = text.replace(/'[^'\n]*'|"[^"\n]*"|\/\/.*/g, '');
    for (const [, list = ''] of imports) {
      for (const entry of list
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== '')) {
        const [exported = '', local = exported] = entry.split(/\s+as\s+/);
        found.add(exported);
        for (const [, member] of code.matchAll(new RegExp(`(?<![\\w.$])${local}\\.(\\w+)`, 'g'))) {
          found.add(`${exported}.${member}`);
        }
      }
    }
  }
  return [...found].sort();
}
