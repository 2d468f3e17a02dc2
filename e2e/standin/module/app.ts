import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Chromium } from '../cdp/chromium.ts';
import { commandLine } from './command-line.ts';
import { host } from './host.ts';
import { InstanceLock } from './instance-lock.ts';
import type { StandinMenu } from './menu.ts';
import { record } from './record.ts';
import { preventable, StandinEmitter } from './strictness.ts';

const events = [
  'will-finish-launching',
  'ready',
  'before-quit',
  'will-quit',
  'quit',
  'window-all-closed',
  'second-instance',
  'web-contents-created',
  'browser-window-created',
  'browser-window-focus',
  'browser-window-blur',
];

type Provided =
  | 'name'
  | 'isPackaged'
  | 'whenReady'
  | 'isReady'
  | 'getName'
  | 'setName'
  | 'getVersion'
  | 'getAppPath'
  | 'getLocale'
  | 'getSystemLocale'
  | 'getPreferredSystemLanguages'
  | 'getPath'
  | 'setPath'
  | 'setBadgeCount'
  | 'setAppUserModelId'
  | 'requestSingleInstanceLock'
  | 'hasSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'quit'
  | 'exit';

/** Electron's `app`: the program's life, its places and its single-instance lock. */
class StandinApp extends StandinEmitter implements Pick<Electron.App, Provided> {
  name = 'Electron';
  isPackaged = false;
  readonly commandLine = commandLine;
  applicationMenu: StandinMenu | null = null;
  #version = '0.0.0';
  #appPath = process.cwd();
  readonly #paths = new Map<string, string>();
  readonly #ready = Promise.withResolvers<void>();
  #isReady = false;
  #quitting = false;
  #lock: InstanceLock | null = null;

  constructor() {
    super('App', events);
  }

  /** The app that was started: its folder and what its package says. */
  describe(appPath: string, { name, version }: { readonly name: string; readonly version: string }): void {
    this.#appPath = appPath;
    this.name = name;
    this.#version = version;
  }

  launched(chromium: Chromium): void {
    host.launched(chromium);
    this.#isReady = true;
    this.#ready.resolve();
    this.emit('will-finish-launching');
    this.emit('ready', preventable(), {});
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }
  isReady(): boolean {
    return this.#isReady;
  }
  getName(): string {
    return this.name;
  }
  setName(name: string): void {
    this.name = name;
  }
  getVersion(): string {
    return this.#version;
  }
  getAppPath(): string {
    return this.#appPath;
  }
  getLocale(): string {
    return commandLine.getSwitchValue('lang') || 'en-US';
  }
  getSystemLocale(): string {
    return 'en-US';
  }
  getPreferredSystemLanguages(): string[] {
    return ['en-US'];
  }
  setAppUserModelId(): void {
    // Windows only; nothing to do elsewhere in Electron either.
  }
  setBadgeCount(count = 0): boolean {
    record.badges.push(count);
    return false;
  }

  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    const home = homedir();
    const config = process.env.XDG_CONFIG_HOME ?? join(home, '.config');
    const own = this.#paths.get('userData') ?? (commandLine.getSwitchValue('user-data-dir') || join(config, this.name));
    const known: Readonly<Record<string, string>> = {
      home,
      appData: config,
      userData: own,
      sessionData: own,
      logs: join(own, 'logs'),
      temp: tmpdir(),
      exe: process.execPath,
      desktop: join(home, 'Desktop'),
      documents: join(home, 'Documents'),
      downloads: join(home, 'Downloads'),
      pictures: join(home, 'Pictures'),
    };
    const path = this.#paths.get(name) ?? known[name];
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    if (name === 'userData' || name === 'logs') mkdirSync(path, { recursive: true });
    return path;
  }
  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  requestSingleInstanceLock(data?: Record<string, unknown>): boolean {
    this.#lock ??= new InstanceLock(this.getPath('userData'), (argv, folder, handedOver) => {
      this.emit('second-instance', preventable(), argv, folder, handedOver);
    });
    return this.#lock.take(data);
  }
  hasSingleInstanceLock(): boolean {
    return this.#lock?.held ?? false;
  }
  releaseSingleInstanceLock(): void {
    this.#lock?.release();
  }

  quit(): void {
    if (this.#quitting) return;
    const event = preventable();
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.#quitting = true;
    for (const window of [...host.windows.values()]) {
      window.close();
      if (!window.isDestroyed()) {
        this.#quitting = false;
        return;
      }
    }
    this.#willQuit();
  }
  #willQuit(): void {
    const event = preventable();
    this.emit('will-quit', event);
    if (event.defaultPrevented) this.#quitting = false;
    else this.exit(0);
  }
  exit(code = 0): void {
    this.emit('quit', preventable(), code);
    process.exit(code);
  }

  /** A window is gone; when it was the last one, the app may go too. */
  windowClosed(): void {
    if (host.windows.size > 0 || this.#quitting) return;
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }
}

export const app = new StandinApp();
