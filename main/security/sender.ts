import type { IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron';
import { isAppUrl } from './app-origin.ts';

/** The pages that may speak by IPC: added when the window is made, gone with it (Electron's security list 17). */
export class TrustedSenders {
  readonly #trusted = new WeakSet<WebContents>();

  trust(contents: WebContents): void {
    this.#trusted.add(contents);
  }

  /** True for a message of the top frame of a trusted page that shows the app's own origin. */
  accepts(event: IpcMainInvokeEvent | IpcMainEvent): boolean {
    const frame = event.senderFrame;
    return this.#trusted.has(event.sender) && frame !== null && frame.parent === null && isAppUrl(frame.url);
  }
}
