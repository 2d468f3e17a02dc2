import { stat } from 'node:fs/promises';

/** Those of the paths that are regular files now, in order and each once. */
export async function presentFiles(paths: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    [...new Set(paths)].map(async (path) => {
      const facts = await stat(path).catch(() => null);
      return facts?.isFile() ? path : null;
    }),
  );
  return found.filter((path) => path !== null);
}
