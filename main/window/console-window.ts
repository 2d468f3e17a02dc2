import { BrowserWindow, nativeTheme, screen } from 'electron';
import { channels } from '../../app/contract/channels.ts';
import type { FaxEvent } from '../../app/contract/events.ts';
import type { ShellEvent } from '../../app/contract/shell.ts';
import type { Preferences } from '../preferences.ts';
import { appPage } from '../security/app-origin.ts';
import type { TrustedSenders } from '../security/sender.ts';
import { webPreferences } from '../security/web-preferences.ts';
import { placeWindow, smallestSize } from './window-placement.ts';

/** Height of the title bar that the page draws; the system's window buttons lie over it. */
const TITLE_BAR_HEIGHT = 40;

/** The window has come to rest when it did not move for so many milliseconds. */
const SETTLED = 400;

/** So many crashes within so many milliseconds are answered at once. */
const QUICK_RELOADS = 3;
const CRASHES_COUNT = 60_000;

interface ConsoleWindowParts {
  readonly preload: string;
  readonly icon: string;
  readonly title: string;
  readonly preferences: Preferences;
  readonly senders: TrustedSenders;
  readonly developer: boolean;
  /** The system draws the title bar. */
  readonly nativeFrame: boolean;
  /** Asked when the user closes the window: true keeps it, hidden. */
  readonly hidesOnClose: () => boolean;
  readonly onHidden: () => void;
  readonly onProblem: (error: unknown) => void;
}

/** The one window of the console: made once, shown and hidden, gone only when the app quits. */
export class ConsoleWindow {
  readonly #parts: ConsoleWindowParts;
  #window: BrowserWindow | null = null;
  /** Shell events wait here until the page listens. */
  #waiting: ShellEvent[] = [];
  #pageListens = false;
  /** When the page crashed lately. */
  #crashes: readonly number[] = [];

  constructor(parts: ConsoleWindowParts) {
    this.#parts = parts;
  }

  get browserWindow(): BrowserWindow | null {
    return this.#window;
  }

  get visible(): boolean {
    return this.#window?.isVisible() === true && !this.#window.isMinimized();
  }

  /** Makes the window and loads the page; shown at its first paint unless it starts hidden. */
  open(hidden: boolean): void {
    if (this.#window) return;
    const { preferences, senders, preload, icon, title, developer, nativeFrame } = this.#parts;
    const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((each) => each.workArea);
    const window = new BrowserWindow({
      ...placeWindow(preferences.values.window, areas),
      minWidth: smallestSize.width,
      minHeight: smallestSize.height,
      show: false,
      title,
      icon,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#1b1d21' : '#ffffff',
      ...(nativeFrame ? {} : { titleBarStyle: 'hidden' as const, titleBarOverlay: overlayColours() }),
      autoHideMenuBar: true,
      webPreferences: webPreferences(preload, developer),
    });
    this.#window = window;
    senders.trust(window.webContents);
    if (preferences.values.window?.maximized) window.maximize();
    if (!hidden) window.once('ready-to-show', () => window.show());
    this.#watch(window);
    window.loadURL(appPage).catch(this.#parts.onProblem);
  }

  #watch(window: BrowserWindow): void {
    const remember = (): void => {
      if (window.isMinimized()) return;
      this.#parts.preferences.set({ window: { ...window.getNormalBounds(), maximized: window.isMaximized() } });
    };
    const onTheme = (): void => {
      if (!this.#parts.nativeFrame) window.setTitleBarOverlay(overlayColours());
    };
    // 'resized' and 'moved' come once but not on Linux; these come often, so the last of a row is taken.
    let due: NodeJS.Timeout | undefined;
    const rememberSoon = (): void => {
      clearTimeout(due);
      due = setTimeout(remember, SETTLED);
    };
    window.on('resize', rememberSoon);
    window.on('move', rememberSoon);
    window.on('maximize', remember);
    window.on('unmaximize', remember);
    window.on('close', (event) => {
      remember();
      if (!this.#parts.hidesOnClose()) return;
      event.preventDefault();
      window.hide();
      this.#parts.onHidden();
    });
    window.on('closed', () => {
      clearTimeout(due);
      nativeTheme.off('updated', onTheme);
      this.#window = null;
      this.#pageListens = false;
    });
    nativeTheme.on('updated', onTheme);
    window.webContents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) this.#pageListens = false;
    });
    window.webContents.on('render-process-gone', (_event, details) => {
      this.#parts.onProblem(new Error(`The window's process ended: ${details.reason}`));
      if (details.reason !== 'clean-exit') this.#reloadAfterCrash(window);
    });
  }

  /** At once the first times; a page that goes on crashing must not take the processor from the calls. */
  #reloadAfterCrash(window: BrowserWindow): void {
    const now = performance.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < CRASHES_COUNT), now];
    if (this.#crashes.length <= QUICK_RELOADS) window.reload();
    else setTimeout(() => window.isDestroyed() || window.reload(), CRASHES_COUNT / 2).unref();
  }

  /** Brings the window to the front, out of the tray or the task bar. */
  show(): void {
    if (!this.#window) this.open(false);
    const window = this.#window;
    if (!window) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  hide(): void {
    this.#window?.hide();
  }

  /** Tells the page; what comes before the page listens is told then, in order. */
  tell(event: ShellEvent): void {
    if (this.#window && this.#pageListens) this.#window.webContents.send(channels.shellEvent, event);
    else this.#waiting.push(event);
  }

  /** Hands a fax event to the page; one that has not asked for a snapshot yet needs none. */
  forward(event: FaxEvent): void {
    if (this.#window && !this.#window.webContents.isDestroyed()) {
      this.#window.webContents.send(channels.event, event);
    }
  }

  /** The page has asked for the desktop's facts: it listens now. */
  pageListens(): void {
    this.#pageListens = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const event of waiting) this.tell(event);
  }
}

function overlayColours(): { color: string; symbolColor: string; height: number } {
  return {
    color: '#00000000',
    symbolColor: nativeTheme.shouldUseDarkColors ? '#e8eaed' : '#3c4043',
    height: TITLE_BAR_HEIGHT,
  };
}
