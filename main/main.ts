import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { app, protocol } from 'electron';
import { pageScheme } from '../app/contract/page-url.ts';
import { createDataFolder, dataFolder } from '../app/office/data-folder.ts';
import { numberOfLink, ownArguments, parseArguments } from './arguments.ts';
import { runConsole } from './console.ts';
import { OpeningQueue, parseOpening } from './opening.ts';
import { logProblem } from './problems.ts';
import { appScheme } from './security/app-origin.ts';

/*
 * What must happen before Electron is ready, in this order: the data folder, the single-instance lock in it, the
 * schemes, and the queue for what the system wants opened. Everything else is `console.ts`.
 */
process.on('uncaughtException', logProblem);
process.on('unhandledRejection', logProblem);

const cwd = process.env.INIT_CWD ?? process.cwd();
const start = parseArguments(ownArguments(process.argv, app.isPackaged ? null : app.getAppPath()), cwd);
const dataDir = dataFolder(start.data ?? undefined, { cwd });
try {
  const own = join(await createDataFolder(dataDir), 'window');
  await mkdir(own, { recursive: true, mode: 0o700 });
  app.setPath('userData', own);
} catch (thrown) {
  // The window still opens, from Electron's own place, and says why the data folder cannot be used.
  logProblem(thrown);
}

// Windows shows notices only of a program that it knows by this id, the one of the installer.
app.setAppUserModelId('org.fax-console.console');
const { files, number, newFax } = start;
if (app.requestSingleInstanceLock({ files, number, newFax })) {
  const openings = new OpeningQueue();
  app.on('second-instance', (_event, _argv, _cwd, handedOver) => {
    openings.add(parseOpening(handedOver) ?? { files: [], number: null, newFax: false });
  });
  if (process.platform === 'darwin') listenToFinder(openings);
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    { scheme: pageScheme, privileges: { standard: true, secure: true } },
  ]);
  void app.whenReady().then(() => runConsole({ start, dataDir, openings, folder: import.meta.dirname }));
} else {
  app.quit();
}

/** macOS tells of files and links by events, which may come before the app is ready. */
function listenToFinder(openings: OpeningQueue): void {
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openings.add({ files: [path], number: null, newFax: true });
  });
  app.on('open-url', (event, url) => {
    event.preventDefault();
    const linked = numberOfLink(url);
    if (linked !== null) openings.add({ files: [], number: linked, newFax: true });
  });
}
