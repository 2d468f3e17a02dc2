import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from './files/atomic-write.ts';

export const themeSchema = z.enum(['system', 'light', 'dark']);
export type Theme = z.infer<typeof themeSchema>;

const boundsSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  maximized: z.boolean(),
});
export type WindowState = Readonly<z.infer<typeof boundsSchema>>;

const preferencesSchema = z.object({
  version: z.literal(1).default(1),
  theme: themeSchema.catch('system').default('system'),
  window: boundsSchema.nullable().catch(null).default(null),
  /** Closing to the tray is explained once. */
  trayExplained: z.boolean().catch(false).default(false),
});
export type PreferenceValues = Readonly<z.infer<typeof preferencesSchema>>;

const defaults = preferencesSchema.parse({});

/** What this console remembers between starts: look and place, never faxes. Lies in `preferences.json`. */
export class Preferences {
  readonly #path: string;
  readonly #onProblem: (error: unknown) => void;
  #values: PreferenceValues;
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string, values: PreferenceValues, onProblem: (error: unknown) => void) {
    this.#path = path;
    this.#values = values;
    this.#onProblem = onProblem;
  }

  /** Reads them; a file that is missing or damaged gives the defaults. */
  static async load(folder: string, onProblem: (error: unknown) => void): Promise<Preferences> {
    const path = join(folder, 'preferences.json');
    try {
      return new Preferences(path, preferencesSchema.parse(JSON.parse(await readFile(path, 'utf8'))), onProblem);
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')) onProblem(thrown);
      return new Preferences(path, defaults, onProblem);
    }
  }

  get values(): PreferenceValues {
    return this.#values;
  }

  /** Changes some and writes them, one write after the other. A write that fails is told and changes nothing else. */
  set(changes: Partial<PreferenceValues>): void {
    this.#values = { ...this.#values, ...changes };
    const text = `${JSON.stringify(this.#values, null, 2)}\n`;
    this.#writing = this.#writing.then(() => writeAtomically(this.#path, text)).catch(this.#onProblem);
  }

  /** Resolves when everything is on disk. */
  settled(): Promise<void> {
    return this.#writing;
  }
}
