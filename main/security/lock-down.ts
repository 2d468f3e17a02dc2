import type { App, Session, Shell, WebContents } from 'electron';
import { isAppUrl } from './app-origin.ts';
import { isSafeExternalUrl } from './external-links.ts';

interface LockDownParts {
  readonly app: App;
  readonly session: Session;
  readonly shell: Pick<Shell, 'openExternal'>;
  readonly onProblem: (error: unknown) => void;
}

/**
 * Closes what Electron leaves open, for every page the app will ever make: permissions are refused (by default they
 * are granted), pages stay where they are, no window opens, no webview attaches. A checked https link opens outside.
 */
export function lockDown(parts: LockDownParts): void {
  parts.session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  parts.session.setPermissionCheckHandler(() => false);
  parts.session.setDevicePermissionHandler(() => false);
  parts.app.on('web-contents-created', (_event, contents) => confine(contents, parts.shell, parts.onProblem));
}

function confine(contents: WebContents, shell: Pick<Shell, 'openExternal'>, onProblem: (error: unknown) => void): void {
  const openOutside = (url: string): void => {
    if (isSafeExternalUrl(url)) shell.openExternal(url).catch(onProblem);
  };
  contents.on('will-navigate', (event) => {
    event.preventDefault();
    if (!isAppUrl(event.url)) openOutside(event.url);
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
}
