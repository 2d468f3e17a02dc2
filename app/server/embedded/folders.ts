import { copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { FaxError, toFaxError } from '../../model/errors.ts';

/** Where the server keeps files: all below the data folder. */
export class Folders {
  readonly data: string;
  readonly documents: string;
  readonly inbox: string;
  readonly previews: string;
  /** Documents that no fax refers to since the database had to be repaired. */
  readonly recovered: string;

  constructor(dataDir: string) {
    this.data = dataDir;
    this.documents = join(dataDir, 'documents');
    this.inbox = join(dataDir, 'inbox');
    this.previews = join(dataDir, 'previews');
    this.recovered = join(dataDir, 'recovered');
  }

  document(name: string): string {
    return join(this.documents, name);
  }

  /** The file of a received fax, by the id of the job that receives it. */
  received(id: number): string {
    return join(this.inbox, receivedName(id));
  }

  /**
   * Throws `ARGUMENT_INVALID` for a path at which a person's file would take the place of one of ours: documents and
   * received faxes do not change once they are written.
   */
  assertNotOurs(path: string): void {
    const own = [this.documents, this.inbox, this.previews, this.recovered];
    const full = resolve(path);
    if (own.some((folder) => full === folder || full.startsWith(folder + sep)))
      throw new FaxError('ARGUMENT_INVALID', {
        message: 'This folder is the fax server’s own.',
        next: 'Name a file in another folder.',
      });
  }

  /**
   * Makes the folders and removes what nobody refers to: documents of submissions that were cut off, temporary files
   * and old previews. Throws `DATA_FOLDER_UNUSABLE`.
   *
   * @param keepOrphans true where the list of faxes has lost some: their documents go to the `recovered` folder
   */
  async prepare(documentsInUse: ReadonlySet<string>, keepOrphans = false): Promise<void> {
    try {
      await rm(this.previews, { recursive: true, force: true });
      for (const folder of [this.documents, this.inbox, this.previews])
        await mkdir(folder, { recursive: true, mode: 0o700 });
      // A folder whose own name is not on the disk takes with it, at a power cut, all that was synced in it.
      await syncFolder(dirname(this.documents));
      // After years there are a hundred thousand names.
      const [names, received] = await Promise.all([readdir(this.documents), readdir(this.inbox)]);
      const orphans = names.filter((name) => !documentsInUse.has(name));
      for (const name of orphans) await this.#orphan(name, keepOrphans);
      // The inbox may hold what people put there; only what a cut rewriting left is ours to remove.
      for (const name of received)
        if (/^\.fax-\d+\.tif\..*\.part$/.test(name)) await rm(join(this.inbox, name), { force: true });
    } catch (error) {
      throw new FaxError('DATA_FOLDER_UNUSABLE', { cause: error });
    }
  }

  async #orphan(name: string, keep: boolean): Promise<void> {
    // A name with a dot before it is a file that was never finished.
    if (!keep || !/^[^.].*\.tif$/.test(name)) return rm(this.document(name), { force: true, recursive: true });
    await mkdir(this.recovered, { recursive: true, mode: 0o700 });
    await rename(this.document(name), join(this.recovered, name));
    await syncFolder(this.recovered);
    await syncFolder(this.documents);
  }
}

export const receivedName = (id: number): string => `fax-${id}.tif`;

/** Copies a finished file durably: the copy is whole and on the disk when this resolves. Throws `DISK_FULL`, `WRITE_FAILED`. */
export async function copyDurably(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to);
    // Both at once: the disk's journal is written once for the two.
    await Promise.all([syncFile(to), syncFolder(dirname(to))]);
  } catch (error) {
    await rm(to, { force: true });
    throw writeError(error);
  }
}

/** Makes the names in a folder durable. Windows keeps them by itself and cannot open folders. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform !== 'win32') await syncFile(folder);
}

/** Waits until a file that was written is on the disk. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, process.platform === 'win32' ? 'r+' : 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A failed system call as `DISK_FULL` or `WRITE_FAILED`. */
export function writeError(error: unknown): FaxError {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new FaxError('DISK_FULL', { cause: error });
  return code === null ? toFaxError(error) : new FaxError('WRITE_FAILED', { cause: error });
}
