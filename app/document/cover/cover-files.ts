import { open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FaxError } from '../../model/errors.ts';
import { fileError } from '../look-at-file.ts';
import { defaultResourcesDir } from '../resources.ts';
import { type CoverTemplate, coverTemplateSchema } from './cover-template.ts';

/** A cover page with its name: that of its file without the ending. */
export interface NamedCover {
  readonly name: string;
  readonly path: string;
}

const ending = '.json';
/** A cover page is a few kilobytes; pictures will be files beside it. */
const maxSize = 1_000_000;
/** No office has more, and a folder may hold anything. */
const maxCovers = 500;

/** Where the cover pages lie that come with the product. */
export const builtInCovers = (resourcesDir: string = defaultResourcesDir()): string => join(resourcesDir, 'covers');

/** The files of a folder that may be cover pages, by name; none where there is no such folder. Throws `FILE_NOT_READABLE`. */
export async function coverFilesIn(folder: string): Promise<readonly NamedCover[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    const error = fileError(cause, basename(folder));
    return error.code === 'FILE_NOT_FOUND' ? [] : Promise.reject(error);
  });
  return names
    .filter((name) => name.toLowerCase().endsWith(ending) && !name.startsWith('.'))
    .sort()
    .slice(0, maxCovers)
    .map((name) => ({ name: name.slice(0, -ending.length), path: join(folder, name) }));
}

/**
 * Reads a cover page. Throws `COVER_NOT_FOUND`; `COVER_INVALID` with what is not right in it, also for a cover page of
 * Windows Fax (.cov), whose format is not public; `FILE_NOT_READABLE`.
 */
export async function readCover(path: string): Promise<CoverTemplate> {
  const name = basename(path);
  const text = await readBounded(path, name);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw invalid(name, cause);
  }
  const result = coverTemplateSchema.safeParse(parsed);
  if (result.success) return result.data;
  if (isNewer(parsed))
    throw new FaxError('COVER_INVALID', {
      message: `The cover page “${name}” was made with a newer version of Fax Console.`,
      next: 'Install the newer version, or choose another cover page.',
    });
  const [issue] = result.error.issues;
  throw invalid(name, result.error, issue && `${issue.path.join('.') || 'the file'}: ${issue.message}`);
}

async function readBounded(path: string, name: string): Promise<string> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    const error = fileError(cause, name);
    if (error.code !== 'FILE_NOT_FOUND') throw error;
    throw new FaxError('COVER_NOT_FOUND', { message: `There is no cover page “${name}”.`, cause });
  });
  try {
    const facts = await file.stat();
    if (!facts.isFile() || facts.size > maxSize) throw invalid(name, `${facts.size} octets`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

function invalid(name: string, cause: unknown, detail?: string): FaxError {
  if (name.toLowerCase().endsWith('.cov'))
    return new FaxError('COVER_INVALID', {
      message: `“${name}” is a cover page of Windows Fax; its format is not public, so it cannot be read.`,
      cause,
    });
  const found = detail === undefined ? '' : ` (${detail.slice(0, 200)})`;
  return new FaxError('COVER_INVALID', { message: `“${name}” is not a cover page${found}.`, cause });
}

function isNewer(parsed: unknown): boolean {
  return (
    typeof parsed === 'object' &&
    parsed !== null &&
    'kind' in parsed &&
    parsed.kind === 'fax-console-cover' &&
    'version' in parsed &&
    typeof parsed.version === 'number' &&
    parsed.version > 1
  );
}
