import { randomBytes } from 'node:crypto';
import type { Chromium } from '../cdp/chromium.ts';
import type { CdpSession } from '../cdp/connection.ts';
import type { Protocol } from '../cdp/protocol.ts';
import { mainWorldSource, preloadWorldName, preloadWorldSource } from '../page/sources.ts';
import type { WorldOptions } from '../page/world-options.ts';
import { aliasPattern } from './scheme-alias.ts';

/** What a page's target tells its `WebContents`. */
export interface PageListener {
  message(payload: string): void;
  console(level: string, words: string): void;
  navigated(url: string): void;
  domReady(): void;
  loaded(): void;
  painted(): void;
  crashed(): void;
  gone(): void;
  /** The page itself asked to go there; the host's own navigations and a test's are not told. */
  asked(url: string): void;
  request(paused: Protocol.Fetch.requestPausedPayload, ofMainFrame: boolean): void;
}

interface PageSetUp {
  readonly chromium: Chromium;
  readonly size: { readonly width: number; readonly height: number };
  readonly schemes: readonly string[];
  readonly preload: string | undefined;
  readonly dark: boolean;
}

/** One page in Chromium: made, attached, its two worlds prepared, its events told. */
export class PageTarget {
  readonly #listener: PageListener;
  readonly #session: CdpSession;
  readonly targetId: string;
  readonly headed: boolean;
  #mainFrame = '';
  /** The isolated world of the document that is shown; null between two documents. */
  #world: string | null = null;

  private constructor(targetId: string, session: CdpSession, listener: PageListener, headed: boolean) {
    this.targetId = targetId;
    this.#session = session;
    this.#listener = listener;
    this.headed = headed;
  }

  static async open(setUp: PageSetUp, listener: PageListener): Promise<PageTarget> {
    const { chromium, size } = setUp;
    const { cdp, headed } = chromium;
    const targetId = headed ? await headedTarget(chromium) : undefined;
    const created =
      targetId ?? (await cdp.send('Target.createTarget', { url: 'about:blank', ...size, newWindow: true })).targetId;
    const { sessionId } = await cdp.send('Target.attachToTarget', { targetId: created, flatten: true });
    const page = new PageTarget(created, cdp.session(sessionId), listener, headed);
    cdp.on('Target.targetDestroyed', (gone) => {
      if (gone.targetId === created) listener.gone();
    });
    page.#listen();
    await page.#prepare(setUp);
    return page;
  }

  #listen(): void {
    const { on } = this.#session;
    const listener = this.#listener;
    on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = (context.auxData ?? {}) as { frameId?: string };
      if (context.name === preloadWorldName && frameId === this.#mainFrame) this.#world = context.uniqueId;
    });
    on('Runtime.executionContextDestroyed', ({ executionContextUniqueId }) => {
      if (executionContextUniqueId === this.#world) this.#world = null;
    });
    on('Runtime.bindingCalled', ({ payload }) => listener.message(payload));
    on('Runtime.consoleAPICalled', ({ type, args }) =>
      listener.console(type, args.map((each) => String(each.value ?? each.description)).join(' ')),
    );
    on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined && frame.url !== 'about:blank') listener.navigated(frame.url);
    });
    on('Page.domContentEventFired', () => listener.domReady());
    on('Page.loadEventFired', () => listener.loaded());
    on('Page.lifecycleEvent', ({ name, frameId }) => {
      if (name === 'firstPaint' && frameId === this.#mainFrame) listener.painted();
    });
    on('Inspector.targetCrashed', () => listener.crashed());
    on('Page.frameRequestedNavigation', ({ frameId, url }) => {
      if (frameId === this.#mainFrame) listener.asked(url);
    });
    on('Fetch.requestPaused', (paused) => listener.request(paused, paused.frameId === this.#mainFrame));
  }

  async #prepare({ schemes, preload, size, dark }: PageSetUp): Promise<void> {
    const { send } = this.#session;
    const token = `standin-${randomBytes(8).toString('hex')}`;
    const { platform, arch, versions, execPath } = process;
    const options: WorldOptions = {
      schemes,
      preloadPath: preload,
      process: { platform, arch, versions, execPath, env: {}, argv: [], pid: 0 },
    };
    this.#mainFrame = (await send('Page.getFrameTree')).frameTree.frame.id;
    const patterns: Protocol.Fetch.RequestPattern[] = [
      { urlPattern: '*', resourceType: 'Document' },
      ...schemes.flatMap((each) => [{ urlPattern: aliasPattern(each) }, { urlPattern: `${each}:*` }]),
    ];
    await Promise.all([
      send('Page.enable'),
      send('Runtime.enable'),
      send('DOM.enable'),
      send('Page.setLifecycleEventsEnabled', { enabled: true }),
      send('Fetch.enable', { patterns }),
      this.resize(size.width, size.height),
      this.setDark(dark),
      send('Runtime.addBinding', { name: '__standinHost', executionContextName: preloadWorldName }),
      send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldSource(token, options) }),
      send('Page.addScriptToEvaluateOnNewDocument', {
        worldName: preloadWorldName,
        source: preloadWorldSource(token, options),
      }),
    ]);
  }

  get send(): CdpSession['send'] {
    return this.#session.send;
  }

  /** Runs an expression in the preload's world; does nothing while there is no document. */
  tell(expression: string): void {
    if (this.#world === null) return;
    // A document that goes away takes its world with it: there is nobody left to tell.
    this.send('Runtime.evaluate', { expression, uniqueContextId: this.#world }).catch(() => undefined);
  }

  /** The path of a file that the preload's world holds under an id and index. */
  async pathOfHeldFile(id: number, index: number): Promise<string> {
    if (this.#world === null) return '';
    const { result } = await this.send('Runtime.evaluate', {
      expression: `__standin.file(${id}, ${index})`,
      uniqueContextId: this.#world,
    });
    if (result.objectId === undefined) return '';
    const { path } = await this.send('DOM.getFileInfo', { objectId: result.objectId });
    this.send('Runtime.releaseObject', { objectId: result.objectId }).catch(() => undefined);
    return path;
  }

  /** The paths of files that the user chooses in the browser's own dialog; none when it was cancelled. */
  async chooseFiles(multiple: boolean): Promise<string[]> {
    const choice = `new Promise((resolve) => {
      const field = Object.assign(document.createElement('input'), { type: 'file', multiple: ${multiple} });
      field.onchange = () => resolve([...field.files]);
      field.oncancel = () => resolve([]);
      field.click();
    })`;
    const { result } = await this.send('Runtime.evaluate', {
      expression: choice,
      userGesture: true,
      awaitPromise: true,
    });
    if (result.objectId === undefined) return [];
    const { result: members } = await this.send('Runtime.getProperties', {
      objectId: result.objectId,
      ownProperties: true,
    });
    const files = members.flatMap((each) =>
      /^\d+$/.test(each.name) && each.value?.objectId ? [each.value.objectId] : [],
    );
    const found = files.map((objectId) => this.send('DOM.getFileInfo', { objectId }));
    return (await Promise.all(found)).map(({ path }) => path);
  }

  /** Gives the page a size: by its window where there is one on the screen. */
  async resize(width: number, height: number): Promise<void> {
    if (this.headed) {
      const { windowId } = await this.send('Browser.getWindowForTarget', { targetId: this.targetId });
      await this.send('Browser.setWindowBounds', { windowId, bounds: { width, height } });
      return;
    }
    await this.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  }

  async setDark(dark: boolean): Promise<void> {
    const features = [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }];
    await this.send('Emulation.setEmulatedMedia', { features });
  }
}

/** The window that a headed Chromium opened by itself, for the first page; later pages are made as usual. */
async function headedTarget({ cdp }: Chromium): Promise<string | undefined> {
  for (let tries = 0; tries < 50; tries++) {
    const { targetInfos } = await cdp.send('Target.getTargets');
    const pages = targetInfos.filter((each) => each.type === 'page');
    const first = pages.find((each) => each.url.startsWith('data:'));
    if (first) return first.targetId;
    // It shows the app by now.
    if (pages.length > 0) return undefined;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return undefined;
}
