import { app } from './app.ts';
import { StandinBrowserWindow } from './browser-window.ts';
import { clipboard, powerSaveBlocker, StandinClipboardItem, screen, shell } from './desktop.ts';
import { dialog } from './dialog.ts';
import { ipcMain } from './ipc-main.ts';
import { StandinMenu, StandinMenuItem } from './menu.ts';
import { StandinNativeImage } from './native-image.ts';
import { nativeTheme } from './native-theme.ts';
import { StandinNotification } from './notification.ts';
import { safeStorage } from './safe-storage.ts';
import { protocol, session } from './session.ts';
import { strict } from './strictness.ts';
import { StandinTray } from './tray.ts';
import { StandinWebContents } from './web-contents.ts';

const classes = {
  App: Object.getPrototypeOf(app),
  NativeTheme: Object.getPrototypeOf(nativeTheme),
  WebContents: StandinWebContents.prototype,
  BrowserWindow: StandinBrowserWindow.prototype,
  Menu: StandinMenu.prototype,
  Tray: StandinTray.prototype,
  Notification: StandinNotification.prototype,
};
for (const [name, prototype] of Object.entries(classes)) strict(name, prototype);
strict('defaultSession', session.defaultSession);

/** The module that `import … from 'electron'` gives; a member that it lacks throws when it is touched. */
export const electron = strict('electron', {
  app,
  BrowserWindow: StandinBrowserWindow,
  clipboard: strict('clipboard', clipboard),
  ClipboardItem: StandinClipboardItem,
  dialog: strict('dialog', dialog),
  ipcMain: strict('ipcMain', ipcMain),
  Menu: StandinMenu,
  MenuItem: StandinMenuItem,
  nativeImage: StandinNativeImage,
  nativeTheme,
  Notification: StandinNotification,
  powerSaveBlocker: strict('powerSaveBlocker', powerSaveBlocker),
  protocol: strict('protocol', protocol),
  safeStorage: strict('safeStorage', safeStorage),
  screen: strict('screen', screen),
  session: strict('session', session),
  shell: strict('shell', shell),
  Tray: StandinTray,
  webContents: StandinWebContents,
});
