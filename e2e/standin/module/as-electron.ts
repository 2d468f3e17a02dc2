import type { StandinBrowserWindow } from './browser-window.ts';
import type { StandinMenu } from './menu.ts';
import type { StandinWebContents } from './web-contents.ts';

/*
 * Where a stand-in's object is handed out as Electron's own type. The one place of such casts: each class names the
 * members that it provides and is checked against Electron's types for them; touching any other member throws.
 */
export const asElectron = {
  window: (window: StandinBrowserWindow): Electron.BrowserWindow => window as unknown as Electron.BrowserWindow,
  webContents: (contents: StandinWebContents): Electron.WebContents => contents as unknown as Electron.WebContents,
  session: (session: object): Electron.Session => session as Electron.Session,
  menu: (menu: StandinMenu): Electron.Menu => menu as unknown as Electron.Menu,
  image: (image: object): Electron.NativeImage => image as Electron.NativeImage,
};
