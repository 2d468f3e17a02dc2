/** What the stand-in was asked to do where it has nothing real behind it. Not a part of Electron: for its own tests. */
export interface StandinRecord {
  readonly dialogs: { readonly name: string; readonly args: readonly unknown[] }[];
  readonly notifications: { readonly title: string; readonly body: string }[];
  readonly shell: { readonly method: string; readonly argument: string }[];
  readonly popups: { readonly url: string; readonly action: string }[];
  readonly permissions: { readonly permission: string; readonly granted: boolean }[];
  readonly printed: { readonly url: string; readonly options: unknown }[];
  readonly dragged: string[];
  readonly preloadErrors: string[];
  readonly badges: number[];
}

export const record: StandinRecord = {
  dialogs: [],
  notifications: [],
  shell: [],
  popups: [],
  permissions: [],
  printed: [],
  dragged: [],
  preloadErrors: [],
  badges: [],
};
