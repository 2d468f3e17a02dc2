import type { Protocol } from '../cdp/protocol.ts';
import { type PageMessage, pageFetchSchema, pageMessageSchema } from '../page/messages.ts';
import { makeWire } from '../page/wire.js';
import { app } from './app.ts';
import { asElectron } from './as-electron.ts';
import { StandinBrowserWindow } from './browser-window.ts';
import { host } from './host.ts';
import { ipcMain } from './ipc-main.ts';
import { StandinNativeImage } from './native-image.ts';
import { nativeTheme } from './native-theme.ts';
import { type PageListener, PageTarget } from './page-target.ts';
import { pdfParameters } from './print-to-pdf.ts';
import { record } from './record.ts';
import { fromAlias, toAlias } from './scheme-alias.ts';
import { session } from './session.ts';
import { preventable, StandinEmitter } from './strictness.ts';
import { type ProvidedMember, pageEvents, refuseUnsafe } from './web-contents-scope.ts';

const wire = makeWire();
let lastId = 0;

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

/** Electron's `WebContents` over one page of Chromium. */
export class StandinWebContents extends StandinEmitter implements Pick<Electron.WebContents, ProvidedMember> {
  readonly id = ++lastId;
  readonly session = asElectron.session(session.defaultSession);
  readonly preferences: Electron.WebPreferences;
  #window: StandinBrowserWindow | null = null;
  readonly #opened: Promise<PageTarget>;
  #target: PageTarget | null = null;
  #url = '';
  #title = '';
  #loading = false;
  #destroyed = false;
  readonly #asked = new Set<string>();
  #openHandler: OpenHandler | null = null;

  static fromDevToolsTargetId(id: string): Electron.WebContents | undefined {
    const found = [...host.contents.values()].find((each) => each.#target?.targetId === id);
    return found && asElectron.webContents(found);
  }
  static fromId(id: number): Electron.WebContents | undefined {
    const found = host.contents.get(id);
    return found && asElectron.webContents(found);
  }
  static getAllWebContents(): Electron.WebContents[] {
    return [...host.contents.values()].map(asElectron.webContents);
  }
  static getFocusedWebContents(): Electron.WebContents | null {
    return host.focused ? host.focused.webContents : null;
  }

  constructor(preferences: Electron.WebPreferences, size: { readonly width: number; readonly height: number }) {
    super('WebContents', pageEvents);
    refuseUnsafe(preferences);
    this.preferences = preferences;
    host.contents.set(this.id, this);
    const setUp = {
      chromium: host.chromium,
      size,
      schemes: [...host.schemes.keys()],
      preload: preferences.preload,
      dark: nativeTheme.shouldUseDarkColors,
    };
    this.#opened = PageTarget.open(setUp, this.#listener());
    this.#opened.then(
      (target) => {
        this.#target = target;
      },
      (error: unknown) => {
        if (!this.#destroyed) process.stderr.write(`electron stand-in: ${error}\n`);
      },
    );
    queueMicrotask(() => app.emit('web-contents-created', preventable(), this));
  }

  belongTo(window: StandinBrowserWindow): void {
    this.#window = window;
  }

  get window(): StandinBrowserWindow | null {
    return this.#window;
  }

  #real(url: string): string {
    return fromAlias(url, host.schemes.keys());
  }

  #listener(): PageListener {
    return {
      message: (payload) => this.#onMessage(payload),
      console: (level, message) => this.emit('console-message', { level, message }),
      navigated: (url) => this.#onNavigated(this.#real(url)),
      domReady: () => {
        if (this.#url !== '') this.emit('dom-ready', preventable());
      },
      loaded: () => this.#onLoaded(),
      painted: () => this.#window?.painted(),
      crashed: () => this.emit('render-process-gone', preventable(), { reason: 'crashed', exitCode: 1 }),
      gone: () => this.gone(),
      asked: (url) => this.#asked.add(withoutHash(url)),
      request: (paused, ofMainFrame) => void this.#onRequest(paused, ofMainFrame),
    };
  }

  #onNavigated(url: string): void {
    this.#url = url;
    this.emit('did-start-navigation', { ...preventable(), url, isMainFrame: true, isSameDocument: false });
    this.emit('did-navigate', preventable(), url, 200, '');
  }

  #onLoaded(): void {
    if (this.#url === '') return;
    this.#loading = false;
    void this.#readTitle().then(() => {
      this.emit('did-finish-load', preventable());
      this.emit('did-stop-loading');
    });
  }

  async #readTitle(): Promise<void> {
    const target = await this.#opened;
    const { result } = await target.send('Runtime.evaluate', { expression: 'document.title' });
    const title = String(result.value ?? '');
    if (title === this.#title) return;
    this.#title = title;
    const event = preventable();
    this.emit('page-title-updated', event, title, true);
    this.#window?.pageTitle(event, title);
  }

  /** The event that IPC listeners get. */
  #ipcEvent(): object {
    const frame = this.mainFrame;
    const reply = (channel: string, ...args: unknown[]): void => this.send(channel, ...args);
    return {
      ...preventable(),
      sender: this,
      senderFrame: frame,
      processId: 1,
      frameId: 1,
      returnValue: undefined,
      reply,
    };
  }

  get mainFrame(): Pick<Electron.WebFrameMain, 'url' | 'origin' | 'parent' | 'top' | 'routingId' | 'processId'> {
    const url = this.#url;
    const origin = /^[a-z][a-z\d+.-]*:\/\/[^/]*/i.exec(url)?.[0] ?? 'null';
    return { url, origin, parent: null, top: null, routingId: 1, processId: 1 };
  }

  #onMessage(payload: string): void {
    const message = pageMessageSchema.parse(JSON.parse(payload));
    switch (message.t) {
      case 'send':
        ipcMain.emit(message.channel, this.#ipcEvent(), ...argumentsOf(message.args));
        return;
      case 'invoke':
        void this.#answerInvoke(message);
        return;
      case 'files':
        void this.#answerFiles(message);
        return;
      case 'fetch':
        void this.#answerFetch(message.req);
        return;
      case 'open':
        this.#answerOpen(message);
        return;
      case 'unhandled-drop':
        return;
      case 'preload-error':
        record.preloadErrors.push(message.message);
        this.emit('preload-error', preventable(), this.preferences.preload, new Error(message.message));
        process.stderr.write(`preload: ${message.message}\n`);
    }
  }

  async #answerInvoke({ id, channel, args }: Extract<PageMessage, { t: 'invoke' }>): Promise<void> {
    let error: string | null = null;
    let text = wire.encode(undefined);
    try {
      text = wire.encode(await ipcMain.invoke(channel, this.#ipcEvent(), argumentsOf(args)));
    } catch (thrown) {
      error = String(thrown);
    }
    this.#tell(`__standin.reply(${id}, ${JSON.stringify(error)}, ${JSON.stringify(text)})`);
  }

  async #answerFiles({ id, count }: Extract<PageMessage, { t: 'files' }>): Promise<void> {
    const target = await this.#opened;
    const paths: string[] = [];
    for (let index = 0; index < count; index++) paths.push(await target.pathOfHeldFile(id, index));
    this.#tell(`__standin.filesDone(${id}, ${JSON.stringify(paths)})`);
  }

  async #answerFetch(text: string): Promise<void> {
    const asked = pageFetchSchema.parse(wire.decode(text));
    const { id, url, method, headers, body } = asked;
    const answer = await this.#handle(url, { method, headers, ...(body.byteLength > 0 ? { body } : {}) }).then(
      async (response) => ({
        id,
        status: response.status,
        headers: [...response.headers],
        body: await response.arrayBuffer(),
      }),
      () => ({ id, error: true }),
    );
    this.#tell(`__standin.fetched(${JSON.stringify(wire.encode(answer))})`);
  }

  #answerOpen({ url, frameName, features, disposition }: Extract<PageMessage, { t: 'open' }>): void {
    const referrer = { url: this.#url, policy: 'default' as const };
    const answer = this.#openHandler?.({ url, frameName, features, disposition, referrer }) ?? { action: 'allow' };
    record.popups.push({ url, action: answer.action });
    if (answer.action !== 'allow') return;
    const window = new StandinBrowserWindow({});
    void window.loadURL(url);
    this.emit('did-create-window', window, { url });
  }

  /** The answer of a registered scheme's handler. */
  async #handle(url: string, init: RequestInit): Promise<Response> {
    const handler = host.schemes.get(url.slice(0, url.indexOf(':')));
    if (!handler) throw new Error('ERR_UNKNOWN_URL_SCHEME');
    return handler(new Request(url, init));
  }

  async #onRequest(paused: Protocol.Fetch.requestPausedPayload, ofMainFrame: boolean): Promise<void> {
    const target = await this.#opened;
    const { requestId, request, resourceType, redirectedRequestId } = paused;
    const url = this.#real(request.url);
    try {
      if (resourceType === 'Document' && ofMainFrame && this.#isPrevented(request.url, url, redirectedRequestId)) {
        await target.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      } else if (host.schemes.get(url.slice(0, url.indexOf(':')))) {
        const response = await this.#handle(url, { method: request.method, headers: request.headers });
        const body = Buffer.from(await response.arrayBuffer()).toString('base64');
        const responseHeaders = [...response.headers].map(([name, value]) => ({ name, value }));
        await target.send('Fetch.fulfillRequest', { requestId, responseCode: response.status, responseHeaders, body });
      } else {
        await target.send('Fetch.continueRequest', { requestId });
      }
    } catch {
      // The page may be gone by now; then so is the request.
      if (!this.#destroyed)
        target.send('Fetch.failRequest', { requestId, errorReason: 'Failed' }).catch(() => undefined);
    }
  }

  /** Whether a listener prevented a navigation that the page asked for, or a redirect of the main frame. */
  #isPrevented(shown: string, url: string, redirectedFrom: string | undefined): boolean {
    const details = { ...preventable(), url, isMainFrame: true, isSameDocument: false };
    if (redirectedFrom !== undefined) this.emit('will-redirect', details, url);
    else if (this.#asked.delete(withoutHash(shown))) this.emit('will-navigate', details, url);
    return details.defaultPrevented;
  }

  #tell(expression: string): void {
    this.#target?.tell(expression);
  }

  async loadURL(url: string): Promise<void> {
    this.#loading = true;
    this.#url = url;
    const target = await this.#opened;
    this.emit('did-start-loading');
    const scheme = url.slice(0, url.indexOf(':'));
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()));
    const shown = host.schemes.has(scheme) ? toAlias(url) : url;
    const { errorText } = await target.send('Page.navigate', { url: shown });
    if (errorText) {
      const code = errorText.replace('net::', '');
      this.emit('did-fail-load', preventable(), -3, errorText, url, true);
      throw Object.assign(new Error(`${code} (-3) loading '${url}'`), { code, url });
    }
    await loaded;
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
    this.#tell(`__standin.message(${JSON.stringify(channel)}, ${JSON.stringify(wire.encode(args))})`);
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const target = await this.#opened;
    const options = { expression: code, awaitPromise: true, returnByValue: true, userGesture };
    const { result, exceptionDetails } = await target.send('Runtime.evaluate', options);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async printToPDF(options: Electron.PrintToPDFOptions): Promise<Buffer> {
    const target = await this.#opened;
    return Buffer.from((await target.send('Page.printToPDF', pdfParameters(options))).data, 'base64');
  }

  print(options?: Electron.WebContentsPrintOptions, done?: (success: boolean, failureReason: string) => void): void {
    record.printed.push({ url: this.#url, options });
    done?.(true, '');
  }

  startDrag({ file }: Electron.Item): void {
    record.dragged.push(file);
  }

  async capturePage(): Promise<Electron.NativeImage> {
    const target = await this.#opened;
    const { data } = await target.send('Page.captureScreenshot', { format: 'png' });
    return StandinNativeImage.createFromBuffer(Buffer.from(data, 'base64'));
  }

  getURL(): string {
    return this.#url;
  }
  getTitle(): string {
    return this.#title;
  }
  isLoading(): boolean {
    return this.#loading;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  isFocused(): boolean {
    return host.focused === this.#window;
  }
  getType(): 'window' {
    return 'window';
  }
  getOSProcessId(): number {
    return host.chromium.pid;
  }
  reload(): void {
    void this.#opened.then((target) => target.send('Page.reload'));
  }
  focus(): void {
    this.#window?.focus();
  }
  openDevTools(): void {
    process.stderr.write('electron stand-in: open chrome://inspect in a browser for developer tools\n');
  }
  closeDevTools(): void {
    // Nothing was opened.
  }
  isDevToolsOpened(): boolean {
    return false;
  }
  close(): void {
    if (this.#window) this.#window.close();
    else this.destroy();
  }

  /** The stand-in's own: the user chooses files in the browser's dialog. */
  async chooseFiles(multiple: boolean): Promise<string[]> {
    return (await this.#opened).chooseFiles(multiple);
  }

  /** The theme or the size changed. */
  async follow(size: { readonly width: number; readonly height: number } | null): Promise<void> {
    const target = await this.#opened;
    if (size) await target.resize(size.width, size.height);
    else await target.setDark(nativeTheme.shouldUseDarkColors);
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.gone();
    // The page may have gone by itself meanwhile, which is what was wanted.
    this.#opened
      .then(({ targetId }) => host.chromium.cdp.send('Target.closeTarget', { targetId }))
      .catch(() => undefined);
  }

  gone(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    host.contents.delete(this.id);
    this.emit('destroyed');
    this.#window?.contentsGone();
  }
}

const withoutHash = (url: string): string => url.split('#')[0] ?? url;

function argumentsOf(text: string): readonly unknown[] {
  const decoded = wire.decode(text);
  return Array.isArray(decoded) ? decoded : [];
}
