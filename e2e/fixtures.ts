import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test';
import type { Result } from 'axe-core';
import { appOrigin, type Host, hostProgram, pickHost, root } from './host.ts';
import type { Seen } from './seen.ts';

/** How one start of the console differs from the usual one. */
export interface LaunchOptions {
  /** Arguments of the app's own: files, `--hidden`, … */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The data folder; the test's own by default. */
  readonly dataDir?: string;
  /** The app's folder; the checkout by default. */
  readonly app?: string;
  /** The desktop has a tray; true by default. */
  readonly tray?: boolean;
}

interface Fixtures {
  /** An empty data folder, removed after the test. */
  readonly dataDir: string;
  /** Starts the console once more; whatever was started is closed after the test. */
  readonly launch: (options?: LaunchOptions) => Promise<ElectronApplication>;
  /** The console, started on the data folder. */
  readonly app: ElectronApplication;
  /** Its window. */
  readonly page: Page;
  /** Drops files from the desktop on what the selector finds. */
  readonly dropFiles: (selector: string, files: readonly string[]) => Promise<void>;
}

const environment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

/** The arguments with which a host starts the console, after its own. */
export function consoleArguments(options: LaunchOptions & { readonly dataDir: string }): string[] {
  const { app = root, dataDir, tray = true, args = [] } = options;
  return [app, `--data=${dataDir}`, `--tray=${tray ? 'on' : 'off'}`, ...args];
}

export const test = base.extend<Fixtures, { readonly host: Host }>({
  host: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
    async ({}, use) => {
      await use(pickHost());
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
  dataDir: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'fax-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  },
  launch: async ({ host, dataDir }, use) => {
    const started: { readonly app: ElectronApplication; readonly child: ChildProcess }[] = [];
    const temporary = join(dataDir, 'tmp');
    await mkdir(temporary, { recursive: true });
    await use(async (options = {}) => {
      const spies = ['-r', join(root, 'e2e/spies.cjs')];
      const app = await _electron.launch({
        args: [
          ...(host === 'electron' ? ['--no-sandbox'] : []),
          ...spies,
          ...consoleArguments({ dataDir, ...options }),
        ],
        // Sockets of killed consoles lie here too, so that they go with the folder.
        env: { ...environment(), XDG_RUNTIME_DIR: join(dataDir, 'run'), TMPDIR: temporary, ...options.env },
        // Without it Playwright forces the light theme, in real Electron too.
        colorScheme: null,
      });
      started.push({ app, child: app.process() });
      return app;
    });
    for (const { app, child } of started) {
      if (child.exitCode === null && child.signalCode === null) await app.close();
    }
  },
  app: async ({ launch }, use) => {
    await use(await launch());
  },
  page: async ({ app, host }, use) => {
    await use(await consoleWindow(app, host));
  },
  dropFiles: async ({ page }, use) => {
    await use(async (selector, files) => {
      const box = await page.locator(selector).first().boundingBox();
      if (box === null) throw new Error(`Nothing to drop on: ${selector} is not visible.`);
      const session = await page.context().newCDPSession(page);
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        const data = { items: [], files: [...files], dragOperationsMask: 1 };
        await session.send('Input.dispatchDragEvent', { type, x, y, data });
      }
      await session.detach();
    });
  },
});

export { expect, root };

/** The console's window, once it shows the app and listens: on a busy machine a key before that reaches nobody. */
export async function consoleWindow(app: ElectronApplication, host: Host): Promise<Page> {
  const page = await app.firstWindow();
  await page.waitForURL(`${appOrigin(host)}/**`);
  await page.locator('main').waitFor({ state: 'attached' });
  // React runs its effects, which listen, in tasks of their own after drawing; a hidden window draws no frames.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
  return page;
}

/** Starts the console a second time, as a user would by "Open with"; resolves with its exit code. */
export async function startAgain(host: Host, dataDir: string, args: readonly string[]): Promise<number | null> {
  return (await startToEnd(host, consoleArguments({ dataDir, args }).slice(1))).code;
}

/** A start that should have ended by itself is ended, ms. */
const LONGEST_START = 20_000;

/** Starts the console with these arguments of its own alone, and waits until it has ended by itself. */
export function startToEnd(
  host: Host,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly stderr: string }> {
  const flags = host === 'electron' ? ['--no-sandbox'] : [];
  const child = spawn(hostProgram(host), [...flags, root, ...args], {
    env: { ...environment(), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (octets: Buffer) => {
    stderr += octets.toString('utf8');
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_START);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stderr });
    });
  });
}

/** What the desktop was asked to do so far: notices, tray, links, printing. */
export function seenBy(app: ElectronApplication): Promise<Seen> {
  return app.evaluate(() => {
    const { notices, trays, ...rest } = globalThis.faxSeen;
    return {
      ...rest,
      notices: notices.map(({ title, body }) => ({ title, body })),
      trays: trays.map((tray) => ({
        words: tray.shownWords,
        menu: tray.shownMenu.items.map(({ id, label, enabled }) => ({ id, label, enabled })),
      })),
    };
  });
}

/** Clicks an entry of the tray's menu. */
export async function clickTray(app: ElectronApplication, id: string): Promise<void> {
  await app.evaluate((_electron, wanted) => {
    const item = globalThis.faxSeen.trays[0]?.shownMenu.getMenuItemById(wanted);
    if (!item) throw new Error(`The tray has no ${wanted}.`);
    item.click();
  }, id);
}

/** Clicks an entry of the application menu. */
export async function clickMenu(app: ElectronApplication, id: string): Promise<void> {
  await app.evaluate(({ Menu, BrowserWindow }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    if (!item) throw new Error(`The menu has no ${wanted}.`);
    item.click(undefined, BrowserWindow.getAllWindows()[0], undefined);
  }, id);
}

/** Clicks a notice that was shown, the newest by default. */
export async function clickNotice(app: ElectronApplication, index = -1): Promise<void> {
  await app.evaluate((_electron, at) => {
    const shown = globalThis.faxSeen.notices.at(at);
    if (!shown) throw new Error('No such notice was shown.');
    shown.notice.emit('click');
  }, index);
}

/** What axe finds wrong with the page by WCAG 2.2 AA: one line each, empty when all is well. */
export async function accessibilityViolations(page: Page, within = 'body'): Promise<readonly string[]> {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source);
  const violations = await page.evaluate(async (selector): Promise<Result[]> => {
    const axe = (globalThis as unknown as { axe: typeof import('axe-core') }).axe;
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    return (await axe.run(selector, { runOnly: { type: 'tag', values: tags } })).violations;
  }, within);
  return violations.map(
    (each) => `${each.id}: ${each.help} (${each.nodes.map((node) => node.target.join(' ')).join('; ')})`,
  );
}
