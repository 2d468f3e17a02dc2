import type { Chromium } from '../cdp/chromium.ts';
import type { StandinBrowserWindow } from './browser-window.ts';
import type { StandinWebContents } from './web-contents.ts';

type SchemeHandler = (request: Request) => Response | Promise<Response>;

/** What the module's classes share: the browser once it runs, the windows, the pages, the schemes. */
class StandinHost {
  readonly windows = new Map<number, StandinBrowserWindow>();
  readonly contents = new Map<number, StandinWebContents>();
  /** Registered schemes, with their handlers where they have one. */
  readonly schemes = new Map<string, SchemeHandler | null>();
  focused: StandinBrowserWindow | null = null;
  #chromium: Chromium | null = null;

  get running(): boolean {
    return this.#chromium !== null;
  }

  get chromium(): Chromium {
    if (this.#chromium) return this.#chromium;
    throw new Error('electron stand-in: this cannot be used before the app is ready');
  }

  launched(chromium: Chromium): void {
    this.#chromium = chromium;
  }
}

export const host = new StandinHost();
