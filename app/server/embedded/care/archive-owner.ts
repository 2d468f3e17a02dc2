import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { archiveFiles, archiveParts } from './archive-names.ts';

/** The first of `stem`, `stem 2`… that is nobody else's: two offices may file in one folder. */
export async function freeStem(folder: string, stem: string, key: string): Promise<string> {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? stem : `${stem} ${n}`;
    const tiff = join(folder, `${name}.tif`);
    const owner = await ownerOf(tiff);
    if (owner === key) return name;
    if (owner === null && !(await isThere(tiff))) return name;
  }
}

/**
 * Whether a place that was claimed for the fax of this key is still its own, by the transcript that comes there first:
 * its own, or none yet.
 */
export async function isOurs(tiff: string, key: string): Promise<boolean> {
  const owner = await ownerOf(tiff);
  return owner === null || owner === key;
}

/** Removes what was filed at a place that was claimed and is not used, and what was on its way there. */
export async function removeOurs(tiff: string, key: string, id: number): Promise<void> {
  for (const path of archiveParts(tiff, id)) await rm(path, { force: true });
  if ((await ownerOf(tiff)) !== key) return;
  // The transcript last: it tells whose the others are.
  for (const path of archiveFiles(tiff).toReversed()) await rm(path, { force: true });
}

/** Whose an archived fax is; null where there is no transcript. A file that is no transcript is somebody else's. */
async function ownerOf(tiff: string): Promise<string | null> {
  try {
    const text = await readFile(tiff.replace(/\.tif$/, '.json'), 'utf8');
    const { fax }: { readonly fax?: { readonly key?: unknown } } = JSON.parse(text);
    return typeof fax?.key === 'string' ? fax.key : '';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? null : '';
  }
}

export const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return false;
      throw error;
    },
  );
