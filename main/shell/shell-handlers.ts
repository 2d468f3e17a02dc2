import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { app, BrowserWindow, clipboard, nativeTheme, shell, type WebContents } from 'electron';
import { FaxError } from '../../app/model/errors.ts';
import type { TemporaryFolder } from '../files/temporary-folder.ts';
import type { ShellHandlers } from '../ipc/ipc.ts';
import type { OfficeDoor } from '../office/office-door.ts';
import type { Preferences } from '../preferences.ts';
import type { ProblemLog } from '../problems.ts';
import { dragOut } from './drag-out.ts';
import { chooseFiles, chooseSavePath } from './file-dialogs.ts';
import { pasteFiles } from './paste.ts';
import { printPages } from './printing.ts';

interface ShellParts {
  readonly door: OfficeDoor;
  readonly problems: Pick<ProblemLog, 'defect'>;
  readonly dataDir: string;
  readonly hasTray: () => boolean;
  readonly temporary: TemporaryFolder;
  readonly dragIcon: string;
  readonly preferences: Preferences;
  readonly quit: () => void;
}

/** What the desktop does for the window, from the system's own parts. */
export function shellHandlers(parts: ShellParts): ShellHandlers {
  const { door, temporary, preferences } = parts;
  return {
    info: async () => {
      await door.settled();
      const error = door.error ?? parts.problems.defect;
      return {
        version: app.getVersion(),
        platform: process.platform,
        dataDir: parts.dataDir,
        owner: door.role === 'owner',
        tray: parts.hasTray(),
        error: error && `${error.message} ${error.next}`,
        theme: preferences.values.theme,
      };
    },
    chooseFiles: async (_input, page) => ({ files: await chooseFiles(windowOf(page)) }),
    pasteFiles: async () => ({ files: await pasteFiles(temporary) }),
    saveAs: async ({ id, format, name }, page) => {
      const path = await chooseSavePath(windowOf(page), app.getPath('documents'), name, format);
      return path === null ? { path } : { path: (await door.request('save', { id, path, format })).path };
    },
    saveProof: async ({ id, name }, page) => {
      const path = await chooseSavePath(windowOf(page), app.getPath('documents'), name, 'pdf', 'Save the proof');
      return path === null ? { path } : { path: (await door.request('proof', { id, path })).path };
    },
    print: async ({ source }) => ({ printed: await printPages(door, source) }),
    dragOut: async ({ id }, page) => {
      await dragOut(page, door, temporary, parts.dragIcon, id);
      return {};
    },
    copyText: async ({ text }) => {
      await clipboard.writeText(text);
      return {};
    },
    showInFolder: async ({ path }) => {
      const facts = isAbsolute(path) ? await stat(path).catch(() => null) : null;
      if (facts === null) throw new FaxError('ARGUMENT_INVALID', { message: 'This file is no longer there.' });
      shell.showItemInFolder(path);
      return {};
    },
    setTheme: async ({ theme }) => {
      nativeTheme.themeSource = theme;
      preferences.set({ theme });
      return {};
    },
    quit: async () => {
      // After the answer: the page that asked is still there to get it.
      setImmediate(parts.quit);
      return {};
    },
  };
}

function windowOf(page: WebContents): BrowserWindow {
  const window = BrowserWindow.fromWebContents(page);
  if (window === null) throw new FaxError('INTERNAL', { cause: new Error('A page without a window asked.') });
  return window;
}
