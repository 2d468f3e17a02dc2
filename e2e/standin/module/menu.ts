import { app } from './app.ts';
import { asElectron } from './as-electron.ts';
import type { StandinBrowserWindow } from './browser-window.ts';
import { host } from './host.ts';
import { StandinEmitter } from './strictness.ts';

type Options = Electron.MenuItemConstructorOptions;

interface Role {
  readonly label: string;
  readonly run?: (window: StandinBrowserWindow | null) => void;
  readonly submenu?: readonly Options[];
}

/** Roles by lower-case name: with what they do here, or with their label alone where the system does it. */
const roles: Readonly<Record<string, Role>> = {
  quit: { label: 'Quit', run: () => app.quit() },
  close: { label: 'Close', run: (window) => window?.close() },
  reload: { label: 'Reload', run: (window) => window?.reload() },
  minimize: { label: 'Minimize', run: (window) => window?.minimize() },
  togglefullscreen: { label: 'Full Screen', run: (window) => window?.setFullScreen(!window.isFullScreen()) },
  undo: { label: 'Undo' },
  redo: { label: 'Redo' },
  cut: { label: 'Cut' },
  copy: { label: 'Copy' },
  paste: { label: 'Paste' },
  selectall: { label: 'Select All' },
  toggledevtools: { label: 'Toggle Developer Tools' },
  zoomin: { label: 'Zoom In' },
  zoomout: { label: 'Zoom Out' },
  resetzoom: { label: 'Actual Size' },
  about: { label: 'About' },
  appmenu: { label: 'App', submenu: [{ role: 'about' }, { type: 'separator' }, { role: 'quit' }] },
};

type Provided = 'id' | 'label' | 'type' | 'enabled' | 'visible' | 'checked' | 'sublabel' | 'toolTip';

/** Electron's `MenuItem` as a model: no key is registered, no native menu is shown. */
export class StandinMenuItem implements Pick<Electron.MenuItem, Provided> {
  readonly id: string;
  readonly label: string;
  readonly type: Electron.MenuItem['type'];
  readonly role: Options['role'];
  readonly submenu?: StandinMenu;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly accelerator?: Electron.MenuItemConstructorOptions['accelerator'];
  readonly sublabel: string;
  readonly toolTip: string;
  readonly #options: Options;
  readonly #role: Role | undefined;

  constructor(options: Options) {
    const role = options.role === undefined ? undefined : roles[options.role.toLowerCase()];
    if (options.role !== undefined && !role)
      throw new Error(`electron stand-in: menu role ${options.role} is not provided`);
    const submenu = options.submenu ?? role?.submenu;
    this.#options = options;
    this.#role = role;
    this.id = options.id ?? '';
    this.label = options.label ?? role?.label ?? '';
    this.role = options.role;
    this.type = options.type ?? (submenu ? 'submenu' : 'normal');
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.accelerator = options.accelerator;
    this.sublabel = options.sublabel ?? '';
    this.toolTip = options.toolTip ?? '';
    if (Array.isArray(submenu)) this.submenu = StandinMenu.made(submenu);
    else if (submenu instanceof StandinMenu) this.submenu = submenu;
  }

  /** As a user's click: nothing happens where a user could not click. */
  click(event?: object, window?: Electron.BrowserWindow): void {
    if (!this.enabled || !this.visible) return;
    if (this.type === 'checkbox') this.checked = !this.checked;
    const own = window && 'id' in window ? (host.windows.get(window.id) ?? host.focused) : host.focused;
    if (this.#role?.run) this.#role.run(own);
    else {
      const item = this as unknown as Electron.MenuItem;
      this.#options.click?.(item, own ? asElectron.window(own) : undefined, (event ?? {}) as Electron.KeyboardEvent);
    }
  }
}

/** Electron's `Menu` as a model. */
export class StandinMenu extends StandinEmitter {
  readonly items: StandinMenuItem[] = [];

  constructor() {
    super('Menu', ['menu-will-show', 'menu-will-close']);
  }

  static made(template: readonly (Options | StandinMenuItem)[]): StandinMenu {
    const menu = new StandinMenu();
    for (const each of template) menu.append(each instanceof StandinMenuItem ? each : new StandinMenuItem(each));
    return menu;
  }
  static buildFromTemplate(template: readonly (Options | StandinMenuItem)[]): Electron.Menu {
    return asElectron.menu(StandinMenu.made(template));
  }
  static setApplicationMenu(menu: StandinMenu | null): void {
    app.applicationMenu = menu;
  }
  static getApplicationMenu(): StandinMenu | null {
    return app.applicationMenu;
  }

  append(item: StandinMenuItem): void {
    this.items.push(item);
  }
  getMenuItemById(id: string): StandinMenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
  popup(): void {
    this.emit('menu-will-show');
  }
  closePopup(): void {
    this.emit('menu-will-close');
  }
}
