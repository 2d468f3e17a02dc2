import { basename, join } from 'node:path';
import { app, ipcMain, Menu, nativeTheme, powerSaveBlocker, protocol, safeStorage, session, shell } from 'electron';
import { pageScheme } from '../app/contract/page-url.ts';
import type { ShellEvent } from '../app/contract/shell.ts';
import { accountName } from '../app/office/account-name.ts';
import { enterOffice } from '../app/office/office.ts';
import { systemClock } from '../app/office/system-clock.ts';
import type { StartArguments } from './arguments.ts';
import { findFiles } from './files/present-files.ts';
import { TemporaryFolder } from './files/temporary-folder.ts';
import { openIpc } from './ipc/ipc.ts';
import { menuTemplate } from './menu/menu-table.ts';
import { Notices } from './notices/notices.ts';
import { OfficeDoor } from './office/office-door.ts';
import { sealedSecrets } from './office/sealed-secrets.ts';
import { WatchedSnapshot } from './office/watched-snapshot.ts';
import type { Opening, OpeningQueue } from './opening.ts';
import { servePageImages } from './pages/page-images.ts';
import { parsePrintPageUrl, printPage } from './pages/print-page.ts';
import { serveRenderer } from './pages/renderer-files.ts';
import { Preferences } from './preferences.ts';
import type { ProblemLog } from './problems.ts';
import { orderlyQuit } from './quit.ts';
import { appScheme } from './security/app-origin.ts';
import { lockDown } from './security/lock-down.ts';
import { TrustedSenders } from './security/sender.ts';
import { CallPower } from './shell/call-power.ts';
import { shellHandlers } from './shell/shell-handlers.ts';
import { TaskBar } from './shell/task-bar.ts';
import { TrayDesk } from './tray/tray-desk.ts';
import { ConsoleWindow } from './window/console-window.ts';

/** How long calls may take to end in an orderly way at quit. */
const CLOSE_LIMIT = 10_000;

interface ConsoleStart {
  readonly start: StartArguments;
  readonly dataDir: string;
  readonly openings: OpeningQueue;
  /** The folder of the main bundle; preload, renderer and resources lie at fixed places from it. */
  readonly folder: string;
  readonly problems: ProblemLog;
}

/** Wires the console together once Electron is ready: office, window, tray, notices, menus, IPC, and the quit. */
export async function runConsole({ start, dataDir, openings, folder, problems }: ConsoleStart): Promise<void> {
  const icons = join(folder, '../../resources/icons');
  const mac = process.platform === 'darwin';
  const onProblem = problems.add;
  problems.openIn(app.getPath('userData'));

  lockDown({ app, session: session.defaultSession, shell, onProblem });
  const preferences = await Preferences.load(app.getPath('userData'), onProblem);
  nativeTheme.themeSource = preferences.values.theme;
  const temporary = new TemporaryFolder(app.getPath('temp'));
  const door = new OfficeDoor(() =>
    enterOffice({ dataDir, takeOver: true, onProblem, secrets: sealedSecrets(dataDir, safeStorage) }),
  );
  const steps = [
    () => door.close(CLOSE_LIMIT),
    () => preferences.settled(),
    () => temporary.remove(),
    () => tray.close(),
    () => problems.settled(),
  ];
  const quit = orderlyQuit(app, steps, onProblem);
  const senders = new TrustedSenders();
  const window = new ConsoleWindow({
    preload: join(folder, '../preload/index.cjs'),
    icon: join(icons, 'app/256.png'),
    title: app.getName(),
    preferences,
    senders,
    developer: !app.isPackaged,
    nativeFrame: start.frame === 'native',
    hidesOnClose: () => !quit.asked && (tray.present || mac),
    onHidden: () => tray.explainOnce(),
    onProblem,
  });
  /** Brings the window up and tells it what to show. */
  const present = (event: ShellEvent): void => {
    window.show();
    window.tell(event);
  };
  const notices = new Notices({
    clock: systemClock(),
    icon: join(icons, 'app/256.png'),
    onClick: ({ view, id }) => present({ type: 'show', view, id }),
    onProblem,
  });
  const newFax = (): void => present({ type: 'newFax', files: [] });
  const tray = new TrayDesk({ icons, window, door, notices, preferences, newFax, quit: quit.now, onProblem });

  // What the page needs must be there before the page is.
  servePages(join(folder, '../renderer'), door, onProblem);
  const shellParts = { door, problems, dataDir, temporary, preferences, dragIcon: join(icons, 'app/32.png') };
  openIpc({
    ipc: ipcMain,
    senders,
    door,
    shell: shellHandlers({ ...shellParts, hasTray: () => tray.present, quit: quit.now }),
    account: accountName(),
    onListening: () => window.pageListens(),
    onProblem,
  });
  const onCommand = (id: string): void => present({ type: 'command', id });
  const template = menuTemplate({ mac, developer: !app.isPackaged, onCommand });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));

  await tray.open(start.tray);
  window.open(start.hidden && tray.present);
  watchOffice({ door, window, tray, notices, onProblem });
  takeOpenings({ start, openings, window, onProblem });
  problems.onDefect(({ message, next }) => {
    window.tell({ type: 'problem', message: `${message} ${next}` });
    notices.tell({ title: message, body: next, view: 'jobs', id: null, urgent: true });
  });
  // macOS only: a click on the Dock's icon.
  if (mac) app.on('activate', () => window.show());
  app.on('window-all-closed', () => {
    if (!mac) quit.now();
  });
}

/** Answers for the app's schemes: the built renderer and the print page, and the images of stored pages. */
function servePages(renderer: string, door: OfficeDoor, onProblem: (problem: unknown) => void): void {
  protocol.handle(appScheme, rendererOrPrintPage(renderer));
  protocol.handle(pageScheme, servePageImages(door, onProblem));
}

function rendererOrPrintPage(folder: string): (request: Request) => Promise<Response> {
  const serve = serveRenderer(folder);
  return async (request) => {
    const print = parsePrintPageUrl(request.url);
    return print ? printPage(print.source, print.pages) : serve(request);
  };
}

interface WatchParts {
  readonly door: OfficeDoor;
  readonly window: ConsoleWindow;
  readonly tray: TrayDesk;
  readonly notices: Notices;
  readonly onProblem: (problem: unknown) => void;
}

/** Keeps tray, task bar and power with the office's state, and hands every event to the page. */
function watchOffice({ door, window, tray, notices, onProblem }: WatchParts): void {
  const power = new CallPower(powerSaveBlocker);
  const taskBar = new TaskBar();
  const watched = new WatchedSnapshot(
    door,
    (snapshot) => {
      tray.update(snapshot);
      taskBar.update(window.browserWindow, snapshot);
      power.update(snapshot);
    },
    (problem) => {
      onProblem(problem);
      tray.update(null);
      power.update(null);
    },
  );
  door.subscribe((event) => {
    window.forward(event);
    if (event.type === 'notice') notices.add(event);
  });
  void watched.refresh();
}

interface OpeningParts {
  readonly start: StartArguments;
  readonly openings: OpeningQueue;
  readonly window: ConsoleWindow;
  readonly onProblem: (problem: unknown) => void;
}

/** The first start's own files wait for the page, which shows the window when it is painted; later ones call it up. */
function takeOpenings({ start, openings, window, onProblem }: OpeningParts): void {
  void takeOpening(start, window).catch(onProblem);
  openings.drainTo((opening) => {
    window.show();
    void takeOpening(opening, window).catch(onProblem);
  });
}

/** Opens a new fax with what was asked for, where anything was, and says what of it is not there. */
async function takeOpening(opening: Opening, window: ConsoleWindow): Promise<void> {
  const { present, missing } = await findFiles(opening.files);
  if (present.length === 0 && missing.length === 0 && !opening.newFax) return;
  const names = missing.length > 0 ? { missing: missing.map((path) => basename(path)) } : {};
  window.tell({ type: 'newFax', files: present, number: opening.number, ...names });
}
