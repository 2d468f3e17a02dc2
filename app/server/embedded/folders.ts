import { copyFile, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FaxError, toFaxError } from '../../model/errors.ts';

/** Where the server keeps files: all below the data folder. */
export class Folders {
  readonly documents: string;
  readonly inbox: string;
  readonly previews: string;

  constructor(dataDir: string) {
    this.documents = join(dataDir, 'documents');
    this.inbox = join(dataDir, 'inbox');
    this.previews = join(dataDir, 'previews');
  }

  document(name: string): string {
    return join(this.documents, name);
  }

  /** The file of a received fax, by the id of the job that receives it. */
  received(id: number): string {
    return join(this.inbox, receivedName(id));
  }

  /**
   * Makes the folders and removes what nobody refers to: documents of submissions that were cut off, temporary files
   * and old previews. Throws `DATA_FOLDER_UNUSABLE`.
   */
  async prepare(documentsInUse: ReadonlySet<string>): Promise<void> {
    try {
      await rm(this.previews, { recursive: true, force: true });
      for (const folder of [this.documents, this.inbox, this.previews])
        await mkdir(folder, { recursive: true, mode: 0o700 });
      const names = await readdir(this.documents);
      const orphans = names.filter((name) => !documentsInUse.has(name));
      for (const name of orphans) await rm(this.document(name), { force: true });
      // The inbox may hold what people put there; only what a cut rewriting left is ours to remove.
      for (const name of await readdir(this.inbox))
        if (/^\.fax-\d+\.tif\..*\.part$/.test(name)) await rm(join(this.inbox, name), { force: true });
    } catch (error) {
      throw new FaxError('DATA_FOLDER_UNUSABLE', { cause: error });
    }
  }
}

export const receivedName = (id: number): string => `fax-${id}.tif`;

/** Copies a finished file durably: the copy is whole and on the disk when this resolves. Throws `DISK_FULL`, `WRITE_FAILED`. */
export async function copyDurably(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to);
    await sync(to);
  } catch (error) {
    await rm(to, { force: true });
    throw writeError(error);
  }
}

/** Makes the names in a folder durable. Windows keeps them by itself and cannot open folders. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform !== 'win32') await sync(folder);
}

async function sync(path: string): Promise<void> {
  const file = await open(path, process.platform === 'win32' ? 'r+' : 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function writeError(error: unknown): FaxError {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new FaxError('DISK_FULL', { cause: error });
  return code === null ? toFaxError(error) : new FaxError('WRITE_FAILED', { cause: error });
}
