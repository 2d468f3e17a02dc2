import type { ConsoleApi } from '../app/contract/shell.ts';

/** The way to the desktop and to the owner of the data folder, as preload puts it into the page. */
export type PageApi = ConsoleApi<File>;

declare global {
  interface Window {
    readonly faxConsole: PageApi;
  }
}
