import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeError } from './look-at-file.ts';

/**
 * Writes a file so that it is there whole or not at all: beside its place under another name, synced, then renamed.
 * Throws `WRITE_FAILED` or `DISK_FULL`; what `write` throws goes through, and nothing is left behind.
 */
export async function writeWhole<T>(path: string, write: (file: FileHandle) => Promise<T>): Promise<T> {
  const name = basename(path);
  const temporary = temporaryBeside(path);
  const failed = (cause: unknown) => Promise.reject(writeError(cause, name));
  const file = await open(temporary, 'wx').catch(failed);
  try {
    let result: T;
    try {
      result = await write(file);
      await file.sync().catch(failed);
    } finally {
      await file.close();
    }
    await rename(temporary, path).catch(failed);
    await syncFolder(dirname(path)).catch(failed);
    return result;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * The same where somebody else does the writing, by the temporary file's name: a page thread. They make the file.
 * Throws `WRITE_FAILED` or `DISK_FULL`; what `write` throws goes through, and nothing is left behind.
 */
export async function writeWholeBy<T>(path: string, write: (temporary: string) => Promise<T>): Promise<T> {
  const temporary = temporaryBeside(path);
  const failed = (cause: unknown) => Promise.reject(writeError(cause, basename(path)));
  try {
    const result = await write(temporary);
    const file = await open(temporary, 'r+').catch(failed);
    try {
      await file.sync().catch(failed);
    } finally {
      await file.close();
    }
    await rename(temporary, path).catch(failed);
    await syncFolder(dirname(path)).catch(failed);
    return result;
  } catch (error) {
    // A thread that was just ended may still hold it.
    await rm(temporary, { force: true, maxRetries: 10, retryDelay: 50 });
    throw error;
  }
}

/** Names are at most 255 octets long, and a letter may take three of them. */
const temporaryBeside = (path: string): string =>
  join(dirname(path), `.${basename(path).slice(0, 60)}.${randomUUID()}.part`);

/** What a system says that has no such call for folders, or does not let this user make it. */
const cannotSync = new Set(['EINVAL', 'ENOTSUP', 'EACCES', 'EPERM']);

/**
 * Makes a rename last through a power cut. Windows has no such call, and needs none; some network drives have none
 * either, and the file is in its place there all the same.
 */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && cannotSync.has(String(error.code)))) throw error;
  }
}

/** Writes octets to the end of an open file, all of them. Throws `WRITE_FAILED` or `DISK_FULL`. */
export async function appendOctets(file: FileHandle, octets: Uint8Array, name: string): Promise<void> {
  try {
    for (let done = 0; done < octets.length; ) {
      const { bytesWritten } = await file.write(octets, done);
      done += bytesWritten;
    }
  } catch (cause) {
    throw writeError(cause, name);
  }
}
