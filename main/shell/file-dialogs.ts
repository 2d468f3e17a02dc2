import { join } from 'node:path';
import { type BrowserWindow, dialog } from 'electron';
import { safeFileName } from '../files/file-names.ts';

const sendable = [
  'pdf',
  'tif',
  'tiff',
  'png',
  'jpg',
  'jpeg',
  'webp',
  'txt',
  'doc',
  'docx',
  'odt',
  'rtf',
  'html',
  'xls',
  'xlsx',
  'ods',
];

/** The system's dialog for files to send; empty when it was cancelled. */
export async function chooseFiles(window: BrowserWindow): Promise<readonly string[]> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Choose files to fax',
    buttonLabel: 'Add',
    properties: ['openFile', 'multiSelections'],
    filters: [
      { name: 'Documents and pictures', extensions: sendable },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  return canceled ? [] : filePaths;
}

/** Asks where to save a fax; null when the dialog was cancelled. */
export async function chooseSavePath(
  window: BrowserWindow,
  folder: string,
  name: string,
  format: 'pdf' | 'tif',
  title = 'Save the fax',
): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title,
    defaultPath: join(folder, safeFileName(name, format)),
    filters: [format === 'pdf' ? { name: 'PDF', extensions: ['pdf'] } : { name: 'TIFF', extensions: ['tif', 'tiff'] }],
  });
  return canceled || filePath === '' ? null : filePath;
}
