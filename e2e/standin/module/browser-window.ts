import { app } from './app.ts';
import { asElectron } from './as-electron.ts';
import { host } from './host.ts';
import { type Preventable, preventable, StandinEmitter } from './strictness.ts';
import { StandinWebContents } from './web-contents.ts';

const events = [
  'show',
  'hide',
  'focus',
  'blur',
  'minimize',
  'restore',
  'maximize',
  'unmaximize',
  'enter-full-screen',
  'leave-full-screen',
  'resize',
  'move',
  'ready-to-show',
  'page-title-updated',
  'close',
  'closed',
];

type Provided =
  | 'id'
  | 'webContents'
  | 'loadURL'
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'focus'
  | 'blur'
  | 'minimize'
  | 'restore'
  | 'maximize'
  | 'unmaximize'
  | 'setFullScreen'
  | 'isVisible'
  | 'isFocused'
  | 'isMinimized'
  | 'isMaximized'
  | 'isFullScreen'
  | 'isDestroyed'
  | 'getTitle'
  | 'setTitle'
  | 'getBounds'
  | 'getNormalBounds'
  | 'getContentBounds'
  | 'getSize'
  | 'setBounds'
  | 'setSize'
  | 'setProgressBar'
  | 'setTitleBarOverlay'
  | 'reload'
  | 'close'
  | 'destroy'
  | 'capturePage';

/** Electron's `BrowserWindow`. What the window manager would know is kept as book-keeping. */
export class StandinBrowserWindow extends StandinEmitter implements Pick<Electron.BrowserWindow, Provided> {
  readonly id: number;
  readonly webContents: Electron.WebContents;
  readonly #contents: StandinWebContents;
  #title: string;
  #bounds: Electron.Rectangle;
  #visible = false;
  #state: 'normal' | 'minimized' | 'maximized' | 'fullscreen' = 'normal';
  #destroyed = false;
  #painted = false;
  #progress = -1;
  #overlay: Electron.TitleBarOverlayOptions | null;

  static getAllWindows(): Electron.BrowserWindow[] {
    return [...host.windows.values()].map(asElectron.window);
  }
  static getFocusedWindow(): Electron.BrowserWindow | null {
    return host.focused && asElectron.window(host.focused);
  }
  static fromWebContents(contents: unknown): Electron.BrowserWindow | null {
    const window = contents instanceof StandinWebContents ? contents.window : null;
    return window && asElectron.window(window);
  }
  static fromId(id: number): Electron.BrowserWindow | null {
    const window = host.windows.get(id);
    return window ? asElectron.window(window) : null;
  }

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super('BrowserWindow', events);
    if (!host.running) throw new Error('Cannot create BrowserWindow before app is ready');
    const { title, x = 100, y = 100, width = 800, height = 600, show, webPreferences = {}, titleBarOverlay } = options;
    this.#title = title ?? app.name;
    this.#bounds = { x, y, width, height };
    this.#overlay = typeof titleBarOverlay === 'object' ? titleBarOverlay : null;
    this.#contents = new StandinWebContents(webPreferences, { width, height });
    this.#contents.belongTo(this);
    this.webContents = asElectron.webContents(this.#contents);
    this.id = this.#contents.id;
    host.windows.set(this.id, this);
    app.emit('browser-window-created', preventable(), this);
    if (show !== false) this.show();
  }

  loadURL(url: string): Promise<void> {
    return this.#contents.loadURL(url);
  }
  reload(): void {
    this.#contents.reload();
  }
  capturePage(): Promise<Electron.NativeImage> {
    return this.#contents.capturePage();
  }

  show(): void {
    if (!this.#visible) {
      this.#visible = true;
      this.emit('show');
    }
    this.focus();
  }
  showInactive(): void {
    this.#visible = true;
    this.emit('show');
  }
  hide(): void {
    this.#visible = false;
    this.blur();
    this.emit('hide');
  }
  focus(): void {
    if (host.focused === this) return;
    host.focused?.blur();
    host.focused = this;
    this.emit('focus');
    app.emit('browser-window-focus', preventable(), this);
  }
  blur(): void {
    if (host.focused !== this) return;
    host.focused = null;
    this.emit('blur');
    app.emit('browser-window-blur', preventable(), this);
  }
  minimize(): void {
    this.#state = 'minimized';
    this.emit('minimize');
  }
  restore(): void {
    this.#state = 'normal';
    this.emit('restore');
  }
  maximize(): void {
    this.#state = 'maximized';
    this.emit('maximize');
  }
  unmaximize(): void {
    this.#state = 'normal';
    this.emit('unmaximize');
  }
  setFullScreen(full: boolean): void {
    this.#state = full ? 'fullscreen' : 'normal';
    this.emit(full ? 'enter-full-screen' : 'leave-full-screen');
  }

  isVisible(): boolean {
    return this.#visible;
  }
  isFocused(): boolean {
    return host.focused === this;
  }
  isMinimized(): boolean {
    return this.#state === 'minimized';
  }
  isMaximized(): boolean {
    return this.#state === 'maximized';
  }
  isFullScreen(): boolean {
    return this.#state === 'fullscreen';
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }

  getTitle(): string {
    return this.#title;
  }
  setTitle(title: string): void {
    this.#title = title;
  }
  getBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }
  getNormalBounds(): Electron.Rectangle {
    return this.getBounds();
  }
  getContentBounds(): Electron.Rectangle {
    return this.getBounds();
  }
  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height];
  }
  setBounds(bounds: Partial<Electron.Rectangle>): void {
    const before = this.#bounds;
    this.#bounds = { ...before, ...bounds };
    const { x, y, width, height } = this.#bounds;
    if (width !== before.width || height !== before.height) {
      void this.#contents.follow({ width, height });
      this.emit('resize');
    }
    if (x !== before.x || y !== before.y) this.emit('move');
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }
  setProgressBar(progress: number): void {
    this.#progress = progress;
  }
  /** The stand-in's own: what the task bar would show. */
  getProgressBar(): number {
    return this.#progress;
  }
  setTitleBarOverlay(options: Electron.TitleBarOverlayOptions): void {
    this.#overlay = { ...this.#overlay, ...options };
  }
  /** The stand-in's own: how the window's buttons would look. */
  getTitleBarOverlay(): Electron.TitleBarOverlayOptions | null {
    return this.#overlay;
  }

  close(): void {
    if (this.#destroyed) return;
    const event = preventable();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  destroy(): void {
    if (!this.#destroyed) this.#contents.destroy();
  }

  /** The page is gone, and the window with it. */
  contentsGone(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    host.windows.delete(this.id);
    if (host.focused === this) host.focused = null;
    this.emit('closed');
    app.windowClosed();
  }
  painted(): void {
    if (this.#painted || this.#contents.getURL() === '') return;
    this.#painted = true;
    this.emit('ready-to-show');
  }
  pageTitle(event: Preventable, title: string): void {
    this.emit('page-title-updated', event, title, true);
    if (!event.defaultPrevented) this.#title = title;
  }
}
