import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, parse } from 'node:path';
import { host } from './host.ts';
import { record } from './record.ts';
import { StandinWebContents } from './web-contents.ts';

/** A dialog that no test answers is an error, so that nothing passes by a silent "cancelled". */
function unanswered(name: string, args: readonly unknown[]): never {
  record.dialogs.push({ name, args });
  throw new Error(`electron stand-in: dialog.${name} was opened but the test scripted no answer`);
}

/** A name beside the proposed one that is still free; in the home folder when the proposed folder is not there. */
function freePath(proposed: string): string {
  const folder = existsSync(dirname(proposed)) ? dirname(proposed) : homedir();
  const { name, ext } = parse(basename(proposed));
  for (let n = 1; ; n++) {
    const path = join(folder, n === 1 ? `${name}${ext}` : `${name} (${n})${ext}`);
    if (!existsSync(path)) return path;
  }
}

/**
 * Electron's `dialog`. A test replaces the method that it expects. On a headed Chromium files are chosen by the
 * browser's own dialog, and a save goes to the proposed place without asking.
 */
export const dialog = {
  async showOpenDialog(
    window: { readonly webContents: unknown },
    options: Electron.OpenDialogOptions,
  ): Promise<Electron.OpenDialogReturnValue> {
    const contents = window.webContents;
    if (!host.chromium.headed || !(contents instanceof StandinWebContents)) unanswered('showOpenDialog', [options]);
    const filePaths = await contents.chooseFiles(options.properties?.includes('multiSelections') ?? false);
    return { canceled: filePaths.length === 0, filePaths };
  },
  async showSaveDialog(_window: object, options: Electron.SaveDialogOptions): Promise<Electron.SaveDialogReturnValue> {
    if (!host.chromium.headed || options.defaultPath === undefined) unanswered('showSaveDialog', [options]);
    return { canceled: false, filePath: freePath(options.defaultPath) };
  },
  showMessageBox: (...args: readonly unknown[]): never => unanswered('showMessageBox', args),
  showErrorBox: (...args: readonly unknown[]): never => unanswered('showErrorBox', args),
};
