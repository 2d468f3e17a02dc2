import type { ConsoleApi } from '../app/contract/shell.ts';

/** What the desktop was asked to do, as plain data for a test; `spies.cjs` collects it in the main process. */
export interface Seen {
  readonly notices: readonly { readonly title: string; readonly body: string }[];
  readonly trays: readonly {
    readonly words: string;
    readonly menu: readonly { readonly id: string; readonly label: string; readonly enabled: boolean }[];
  }[];
  readonly opened: readonly string[];
  readonly shownInFolder: readonly string[];
  readonly printed: readonly { readonly url: string; readonly options: Electron.WebContentsPrintOptions }[];
  readonly dragged: readonly { readonly file: string }[];
}

/** The same in the main process, with the live objects. */
interface LiveSeen extends Omit<Seen, 'notices' | 'trays'> {
  readonly notices: readonly {
    readonly title: string;
    readonly body: string;
    readonly notice: Electron.Notification;
  }[];
  readonly trays: readonly (Electron.Tray & { readonly shownWords: string; readonly shownMenu: Electron.Menu })[];
}

declare global {
  var faxSeen: LiveSeen;
  interface Window {
    readonly faxConsole: ConsoleApi<File>;
  }
}
