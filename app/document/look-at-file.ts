import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { FaxError } from '../model/errors.ts';
import { headLength, type SourceKind, sourceKind } from './source-kind.ts';

/**
 * Whether a file can be read, and what it is. Throws `FILE_NOT_FOUND`, `FILE_NOT_READABLE` (also for folders, devices
 * and pipes, which are never opened: a pipe would wait for ever), `FILE_EMPTY`, `FILE_TOO_LARGE`, and what
 * {@link sourceKind} throws.
 */
export async function lookAtFile(path: string, maxSize: number): Promise<SourceKind> {
  const name = basename(path);
  const facts = await stat(path).catch((cause: unknown) => Promise.reject(fileError(cause, name)));
  if (facts.isDirectory())
    throw new FaxError('FILE_NOT_READABLE', { message: `“${name}” is a folder.`, next: 'Choose the files in it.' });
  if (!facts.isFile()) throw new FaxError('FILE_NOT_READABLE', { message: `“${name}” is not a file but a device.` });
  if (facts.size === 0) throw new FaxError('FILE_EMPTY', { message: `“${name}” is empty (0 bytes).` });
  if (facts.size > maxSize)
    throw new FaxError('FILE_TOO_LARGE', {
      message: `“${name}” is too large to fax: ${megabytes(facts.size)} MB, and at most ${megabytes(maxSize)} MB are taken.`,
    });
  const file = await open(path, 'r').catch((cause: unknown) => Promise.reject(fileError(cause, name)));
  try {
    const head = new Uint8Array(Math.min(headLength, facts.size));
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return sourceKind(head.subarray(0, bytesRead), path);
  } finally {
    await file.close();
  }
}

const megabytes = (octets: number) => Math.ceil(octets / 1_000_000);

/** A system error about a file as a sentence that names it. */
export function fileError(cause: unknown, name: string): FaxError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new FaxError('FILE_NOT_FOUND', { message: `“${name}” is not there.`, cause });
  return new FaxError('FILE_NOT_READABLE', { message: `“${name}” cannot be opened.`, cause });
}

/** A system error on writing as a sentence that names the file. */
export function writeError(cause: unknown, name: string): FaxError {
  if (cause instanceof FaxError) return cause;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new FaxError('DISK_FULL', { message: `The disk is full: “${name}” could not be written.`, cause });
  return new FaxError('WRITE_FAILED', { message: `“${name}” could not be written.`, cause });
}
