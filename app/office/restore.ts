import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, open, readdir, rename, rm, rmdir, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FaxError, toFaxError } from '../model/errors.ts';
import { type RestoredDatabase, settleRestored } from '../store/restored-database.ts';
import { createDataFolder, folderError } from './data-folder.ts';
import { tryLock } from './lock.ts';
import { unpackBackup } from './unpack-backup.ts';

export interface RestoreOptions {
  /** The backup, absolute. */
  readonly file: string;
  /** The data folder, absolute: empty, or not there yet. */
  readonly dataDir: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly signal?: AbortSignal;
}

export interface Restored extends RestoredDatabase {
  readonly dataDir: string;
  readonly files: number;
}

/** What an empty data folder may hold: what taking its lock leaves. */
const ownTraces: ReadonlySet<string> = new Set(['lock.db', 'lock.db-journal', 'fax.db']);

/**
 * Puts a backup into an empty data folder. It is unpacked and looked at beside the folder and renamed into its place:
 * a restore that is cut leaves the folder empty. Nothing is sent again by itself: faxes that were waiting are held.
 *
 * Throws `FOLDER_NOT_EMPTY`, `ALREADY_RUNNING`, `BACKUP_INVALID`, `STORE_TOO_NEW`, `FILE_NOT_FOUND`, `DISK_FULL`,
 * `DATA_FOLDER_UNUSABLE`, `CANCELLED`.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { file } = options;
  if (!(await isFile(file))) throw new FaxError('FILE_NOT_FOUND', { message: 'The backup is not there.' });
  await access(file, constants.R_OK).catch((cause: unknown) => {
    throw new FaxError('FILE_NOT_READABLE', { cause });
  });
  const wasThere = await isFolder(options.dataDir);
  if (wasThere) await assertEmpty(options.dataDir);
  const dataDir = await createDataFolder(options.dataDir);
  const lock = tryLock(dataDir);
  if (lock === null) throw new FaxError('ALREADY_RUNNING');
  const beside = join(dirname(dataDir), `.${basename(dataDir)}.restoring-${randomUUID().slice(0, 8)}`);
  try {
    // Somebody may have begun to use it before the lock was ours.
    await assertEmpty(dataDir);
    await removeOld(dataDir);
    const restored = await prepare(options, dataDir, beside);
    await putInPlace(beside, dataDir, () => lock.release());
    return restored;
  } catch (error) {
    lock.release();
    await rm(beside, { recursive: true, force: true });
    if (!wasThere) await removeEmpty(dataDir);
    if (options.signal?.aborted) throw new FaxError('CANCELLED', { cause: error });
    throw error instanceof FaxError ? error : folderError(dataDir, error);
  }
}

async function prepare({ file, now, signal }: RestoreOptions, dataDir: string, beside: string): Promise<Restored> {
  await mkdir(beside, { mode: 0o700 });
  const manifest = await unpackBackup(file, beside, await freeBytes(beside), signal);
  const { faxes, held } = settle(join(beside, 'fax.db'), {
    now,
    from: manifest.dataDir,
    to: dataDir,
    madeAt: manifest.at,
  });
  return { dataDir, faxes, held, files: manifest.files.length };
}

/** A database that is not whole is the backup's fault here. */
function settle(...given: Parameters<typeof settleRestored>): RestoredDatabase {
  try {
    return settleRestored(...given);
  } catch (thrown) {
    const error = toFaxError(thrown);
    throw error.code === 'STORE_DAMAGED' ? new FaxError('BACKUP_INVALID', { cause: error }) : error;
  }
}

/** One rename: the folder is empty before it and whole behind it. */
async function putInPlace(from: string, to: string, release: () => void): Promise<void> {
  release();
  for (const name of ownTraces) await rm(join(to, name), { force: true });
  try {
    await rmdir(to);
    await rename(from, to);
    await syncFolder(dirname(to));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') throw new FaxError('FOLDER_NOT_EMPTY', { cause: error });
    if (code === 'EBUSY' || code === 'EXDEV')
      throw new FaxError('DATA_FOLDER_UNUSABLE', {
        message: 'The data folder is the top of a disk; a backup cannot be put in its place.',
        next: 'Name a folder below it with --data.',
        cause: error,
      });
    throw error;
  }
}

/** Makes the new name durable. Windows does so by itself and cannot open folders. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const opened = await open(folder);
  await opened.sync().finally(() => opened.close());
}

async function assertEmpty(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const isTrace = ownTraces.has(name) && (name !== 'fax.db' || (await stat(join(dataDir, name))).size === 0);
    if (!isTrace) throw new FaxError('FOLDER_NOT_EMPTY');
  }
}

/** Removes what an earlier restore of this folder left beside it when it was killed. */
async function removeOld(dataDir: string): Promise<void> {
  const prefix = `.${basename(dataDir)}.restoring-`;
  for (const name of await readdir(dirname(dataDir)))
    if (name.startsWith(prefix)) await rm(join(dirname(dataDir), name), { recursive: true, force: true });
}

/** A folder that this restore has made goes again with it. */
async function removeEmpty(dataDir: string): Promise<void> {
  try {
    for (const name of ownTraces) await rm(join(dataDir, name), { force: true });
    await rmdir(dataDir);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
