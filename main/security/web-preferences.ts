/**
 * What every page of the app runs with, each point said though most are Electron's defaults, so that a change of
 * default changes nothing here (Electron's security list 2, 3, 4, 6, 8, 9, 10, 11).
 */
export function webPreferences(preload: string | undefined, developer: boolean): Electron.WebPreferences {
  return {
    ...(preload === undefined ? {} : { preload }),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    enableBlinkFeatures: '',
    webviewTag: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    devTools: developer,
  };
}
