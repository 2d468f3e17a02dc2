import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { pageScheme } from '../app/contract/page-url.ts';
import { toFaxError } from '../app/model/errors.ts';
import { createDataFolder, dataFolder } from '../app/office/data-folder.ts';
import { numberOfLink, ownArguments, parseArguments } from './arguments.ts';
import { runConsole } from './console.ts';
import { OpeningQueue, parseOpening } from './opening.ts';
import { ProblemLog } from './problems.ts';
import { appScheme } from './security/app-origin.ts';

/*
 * What must happen before Electron is ready, in this order: the data folder, the single-instance lock in it, the
 * schemes, and the queue for what the system wants opened. Everything else is `console.ts`.
 */
const problems = new ProblemLog(process.stderr);
process.on('uncaughtException', problems.addDefect);
process.on('unhandledRejection', problems.addDefect);
// A terminal that was closed: telling of it there would be the next error, and so on without end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

// npm changes to the project's folder first and leaves the user's here. A packaged app is never started by it.
const cwd = app.isPackaged ? process.cwd() : (process.env.INIT_CWD ?? process.cwd());
const start = parseArguments(ownArguments(process.argv, app.isPackaged ? null : app.getAppPath()), cwd);
const dataDir = nameDataFolder();
try {
  const own = join(await createDataFolder(dataDir), 'window');
  await mkdir(own, { recursive: true, mode: 0o700 });
  app.setPath('userData', own);
} catch (thrown) {
  // The window still opens, from Electron's own place, and says why the data folder cannot be used.
  problems.add(thrown);
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
  void app
    .whenReady()
    .then(() => runConsole({ start, dataDir, openings, folder: import.meta.dirname, problems }))
    .catch(giveUp);
} else {
  app.quit();
}

/** The data folder's path; a start with an impossible name ends here. */
function nameDataFolder(): string {
  try {
    return dataFolder(start.data ?? undefined, { cwd });
  } catch (thrown) {
    return giveUp(thrown);
  }
}

/** A start that cannot go on says so and ends: without a window nobody could end it. */
function giveUp(thrown: unknown): never {
  problems.add(thrown);
  const { message, next } = toFaxError(thrown);
  try {
    dialog.showErrorBox('Fax Console cannot start', `${message} ${next}`);
  } finally {
    process.exit(1);
  }
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
