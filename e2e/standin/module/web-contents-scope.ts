/** What `WebContents` emits here. */
export const pageEvents: readonly string[] = [
  'console-message',
  'did-start-loading',
  'did-start-navigation',
  'did-navigate',
  'dom-ready',
  'did-finish-load',
  'did-fail-load',
  'did-stop-loading',
  'did-create-window',
  'destroyed',
  'page-title-updated',
  'preload-error',
  'render-process-gone',
  'will-navigate',
  'will-redirect',
  // Cannot come: pages with a webview tag are refused below. Listened to for Electron's sake.
  'will-attach-webview',
];

/** The members of Electron's `WebContents` that are provided. */
export type ProvidedMember =
  | 'id'
  | 'session'
  | 'loadURL'
  | 'send'
  | 'getURL'
  | 'getTitle'
  | 'isLoading'
  | 'isDestroyed'
  | 'isFocused'
  | 'getType'
  | 'close'
  | 'focus'
  | 'reload'
  | 'setWindowOpenHandler'
  | 'executeJavaScript'
  | 'printToPDF'
  | 'print'
  | 'startDrag'
  | 'capturePage'
  | 'openDevTools'
  | 'closeDevTools'
  | 'isDevToolsOpened'
  | 'getOSProcessId';

/** What of a renderer can be hosted; the rest is refused instead of being run with other rights than in Electron. */
export function refuseUnsafe(preferences: Electron.WebPreferences): void {
  const { nodeIntegration, contextIsolation, sandbox, webviewTag, webSecurity } = preferences;
  if (nodeIntegration || webviewTag || contextIsolation === false || sandbox === false || webSecurity === false) {
    throw new Error('electron stand-in: only sandboxed, context-isolated pages without Node and webviews are hosted');
  }
}
