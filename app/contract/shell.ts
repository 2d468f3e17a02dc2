import { z } from 'zod';
import type { FaxErrorData } from '../model/errors.ts';
import { idSchema } from '../model/job.ts';
import type { Door } from './door.ts';
import { pageSourceSchema } from './requests.ts';

/** What the desktop does for the window, over IPC only: dialogs, printing, dragging out, the theme. */
export const shellRequests = {
  info: {
    input: z.object({}),
    output: z.object({
      version: z.string(),
      platform: z.string(),
      /** Where the faxes lie. */
      dataDir: z.string(),
      /** False when another process owns the data folder and this window is its client. */
      owner: z.boolean(),
      tray: z.boolean(),
      /** Where the data can no longer be reached: the sentence, or null. */
      error: z.string().nullable(),
      /** The chosen theme, as `setTheme` kept it. */
      theme: z.enum(['system', 'light', 'dark']),
    }),
  },
  /** The system's file dialog; an empty list when it was cancelled. */
  chooseFiles: { input: z.object({}), output: z.object({ files: z.array(z.string()).readonly() }) },
  /** Files on the clipboard; images on it are written to a file first. Empty when there is nothing to fax. */
  pasteFiles: { input: z.object({}), output: z.object({ files: z.array(z.string()).readonly() }) },
  /** Asks where, then saves; null when the dialog was cancelled. */
  saveAs: {
    input: z.object({ id: idSchema, format: z.enum(['pdf', 'tif']), name: z.string().max(120) }),
    output: z.object({ path: z.string().nullable() }),
  },
  /** Asks where, then writes the proof of a fax that has ended; null when the dialog was cancelled. */
  saveProof: {
    input: z.object({ id: idSchema, name: z.string().max(120) }),
    output: z.object({ path: z.string().nullable() }),
  },
  print: { input: z.object({ source: pageSourceSchema }), output: z.object({ printed: z.boolean() }) },
  /** Starts dragging the fax out of the window as a PDF. */
  dragOut: { input: z.object({ id: idSchema }), output: z.object({}) },
  /** Puts a text on the clipboard: the page itself has no permission to. */
  copyText: { input: z.object({ text: z.string().max(2_000_000) }), output: z.object({}) },
  showInFolder: { input: z.object({ path: z.string().max(4096) }), output: z.object({}) },
  setTheme: { input: z.object({ theme: z.enum(['system', 'light', 'dark']) }), output: z.object({}) },
  quit: { input: z.object({}), output: z.object({}) },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export type ShellRequestName = keyof typeof shellRequests;
export type ShellInput<N extends ShellRequestName> = z.input<(typeof shellRequests)[N]['input']>;
export type ShellOutput<N extends ShellRequestName> = z.output<(typeof shellRequests)[N]['output']>;

/** What the desktop tells the window. */
export const shellEventSchema = z.discriminatedUnion('type', [
  /** Open the send sheet with these files (second start, "Open with", tray, menu). */
  z.object({
    type: z.literal('newFax'),
    files: z.array(z.string()).readonly(),
    /** The number to fill in, of a `fax:` link. */
    number: z.string().nullable().optional(),
    /** Names of what was asked for as well and is not there, or is no file; left out when there is none. */
    missing: z.array(z.string()).readonly().optional(),
  }),
  /** The program itself went wrong and goes on; `info` gives the same sentence as its error. */
  z.object({ type: z.literal('problem'), message: z.string() }),
  z.object({
    type: z.literal('show'),
    view: z.enum(['jobs', 'inbox', 'ports', 'covers', 'settings']),
    id: idSchema.nullable(),
  }),
  /** A command of the application menu, by the id of the renderer's command registry. */
  z.object({ type: z.literal('command'), id: z.string() }),
]);
export type ShellEvent = Readonly<z.infer<typeof shellEventSchema>>;

/**
 * The one object that preload puts into the page, as `window.faxConsole`. `PageFile` is the page's own `File`.
 * A refused request rejects with `FaxErrorData`, since a class does not survive the bridge between the two worlds;
 * `toFaxError` makes the `FaxError` of it again.
 */
export interface ConsoleApi<PageFile> extends Door {
  shell<N extends ShellRequestName>(name: N, input: ShellInput<N>): Promise<ShellOutput<N>>;
  onShell(listener: (event: ShellEvent) => void): () => void;
  /** The paths of files that were dropped or chosen in the page; files without one are left out. */
  pathsOf(files: readonly PageFile[]): readonly string[];
}

/** An answer as it crosses IPC or the socket: errors are data, since a thrown error would lose its code on the way. */
export type WireAnswer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: FaxErrorData };

export { channels } from './channels.ts';
