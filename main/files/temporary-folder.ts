import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeWorkFolder } from '../../app/office/work-folder.ts';

/** A folder for files on their way (pasted pictures, a PDF being dragged): made when first asked for, gone at quit. */
export class TemporaryFolder {
  readonly #parent: string;
  #made: Promise<string> | null = null;

  constructor(parent: string) {
    this.#parent = parent;
  }

  path(): Promise<string> {
    this.#made ??= makeWorkFolder(this.#parent);
    return this.#made;
  }

  /** A new folder in it, for a file that must bear a plain name. */
  async fresh(): Promise<string> {
    return mkdtemp(join(await this.path(), 'f-'));
  }

  async remove(): Promise<void> {
    if (this.#made) await rm(await this.#made, { recursive: true, force: true, maxRetries: 3 });
  }
}
