import { stat } from 'node:fs/promises';

/** Paths as they are found on the disk now. */
export interface FoundFiles {
  /** Those that are regular files, in order and each once. */
  readonly present: readonly string[];
  /** The others: not there, not to be read, or folders. */
  readonly missing: readonly string[];
}

/** Looks which of the paths can be faxed. */
export async function findFiles(paths: readonly string[]): Promise<FoundFiles> {
  const found = await Promise.all(
    [...new Set(paths)].map(async (path) => ({
      path,
      isFile: (await stat(path).catch(() => null))?.isFile() ?? false,
    })),
  );
  return {
    present: found.filter(({ isFile }) => isFile).map(({ path }) => path),
    missing: found.filter(({ isFile }) => !isFile).map(({ path }) => path),
  };
}
