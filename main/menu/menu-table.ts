import type { MenuItemConstructorOptions } from 'electron';

type Entry =
  | { readonly command: string; readonly label: string; readonly key?: string }
  | { readonly role: NonNullable<MenuItemConstructorOptions['role']> }
  | 'separator';

interface MenuSpec {
  readonly label: string;
  readonly entries: readonly Entry[];
  readonly only?: 'developer';
}

/**
 * The application menu as data: a command carries the id that the window's command registry knows it by. Keys are shown
 * here and handled by the page, which knows whether a field or a list has focus; they are not registered twice.
 */
export const menuTable: readonly MenuSpec[] = [
  {
    label: 'Fax',
    entries: [
      { command: 'fax.new', label: 'New Fax…', key: 'CmdOrCtrl+N' },
      { command: 'fax.paste', label: 'New Fax from Clipboard' },
      'separator',
      { command: 'fax.savePdf', label: 'Save as PDF…', key: 'CmdOrCtrl+S' },
      { command: 'fax.print', label: 'Print…', key: 'CmdOrCtrl+P' },
      'separator',
      { role: 'close' },
      { role: 'quit' },
    ],
  },
  {
    label: 'Edit',
    entries: [
      { role: 'undo' },
      { role: 'redo' },
      'separator',
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
    ],
  },
  {
    label: 'View',
    entries: [
      { command: 'view.jobs', label: 'Jobs', key: 'CmdOrCtrl+1' },
      { command: 'view.inbox', label: 'Inbox', key: 'CmdOrCtrl+7' },
      { command: 'view.ports', label: 'Ports', key: 'CmdOrCtrl+8' },
      { command: 'view.covers', label: 'Cover Pages', key: 'CmdOrCtrl+9' },
      { command: 'view.settings', label: 'Settings', key: 'CmdOrCtrl+,' },
      'separator',
      { command: 'app.palette', label: 'Find a Command…', key: 'CmdOrCtrl+K' },
      'separator',
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
    ],
  },
  { label: 'Developer', only: 'developer', entries: [{ role: 'reload' }, { role: 'toggleDevTools' }] },
  { label: 'Window', entries: [{ role: 'minimize' }, { role: 'close' }] },
  { label: 'Help', entries: [{ command: 'help.keys', label: 'Keys' }] },
];

interface MenuParts {
  readonly mac: boolean;
  readonly developer: boolean;
  readonly onCommand: (id: string) => void;
}

/** The table as Electron takes it. On macOS the first menu is the app's own. */
export function menuTemplate({ mac, developer, onCommand }: MenuParts): MenuItemConstructorOptions[] {
  const menus = menuTable
    .filter((each) => each.only !== 'developer' || developer)
    .map(({ label, entries }) => ({
      label,
      submenu: entries.map((entry) => menuItem(entry, onCommand)),
    }));
  return mac ? [{ role: 'appMenu' }, ...menus] : menus;
}

function menuItem(entry: Entry, onCommand: (id: string) => void): MenuItemConstructorOptions {
  if (entry === 'separator') return { type: 'separator' };
  if ('role' in entry) return { role: entry.role };
  return {
    id: entry.command,
    label: entry.label,
    ...(entry.key === undefined ? {} : { accelerator: entry.key, registerAccelerator: false }),
    click: () => onCommand(entry.command),
  };
}
