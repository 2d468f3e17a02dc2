import { BrowserWindow } from 'electron';
import type { Door } from '../../app/contract/door.ts';
import type { StoredPagesRef } from '../../app/contract/requests.ts';
import { FaxError } from '../../app/model/errors.ts';
import { printPageUrl } from '../pages/print-page.ts';
import { webPreferences } from '../security/web-preferences.ts';

/** What Chromium says when the user closed the print dialog. */
const cancelled = /cancel/i;

/**
 * Prints stored pages: a hidden, sandboxed window without a preload script shows their images, one to a sheet, and the
 * system's print dialog asks for the rest. False when the user cancelled. Throws `ARGUMENT_INVALID` for no pages.
 */
export async function printPages(door: Pick<Door, 'request'>, source: StoredPagesRef): Promise<boolean> {
  const { pages } = await door.request('pages.list', { source });
  if (pages.length === 0) throw new FaxError('ARGUMENT_INVALID', { message: 'This fax has no pages to print.' });
  const window = new BrowserWindow({ show: false, webPreferences: webPreferences(undefined, false) });
  try {
    await window.loadURL(printPageUrl(source, pages.length));
    return await print(window);
  } finally {
    window.destroy();
  }
}

function print(window: BrowserWindow): Promise<boolean> {
  return new Promise((resolve, reject) => {
    window.webContents.print(
      { silent: false, printBackground: true, margins: { marginType: 'none' } },
      (done, reason) => {
        if (done) resolve(true);
        else if (cancelled.test(reason)) resolve(false);
        else
          reject(
            new FaxError('INTERNAL', {
              message: 'The printer did not take the fax.',
              next: 'Check the printer and try again.',
              cause: reason,
            }),
          );
      },
    );
  });
}
