import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The name under which the synced state of a file is kept: it stays the same when the file is renamed. */
export const keptName = ({ ino, birthtimeNs }: { readonly ino: bigint; readonly birthtimeNs: bigint }): string =>
  `${ino}-${birthtimeNs}`;

/** SQLite syncs by itself, past what is watched here; the lock and the door hold no faxes. */
const notOurs = /^(fax\.db.*|lock\.db.*|door\.json.*|secrets.*)$/;

/**
 * Puts the files below some folders into the state that a power cut leaves: each as it was when it was last synced,
 * empty where it never was. `kept` is the folder in which `synced-files.ts` keeps what was synced. Gives how many
 * files lost something.
 */
export async function losePower(folders: readonly string[], kept: string): Promise<number> {
  const copies = new Set(await readdir(kept));
  let lost = 0;
  for (const folder of folders)
    for (const path of await filesBelow(folder)) {
      const name = keptName(await stat(path, { bigint: true }));
      const synced = copies.has(name) ? await readFile(join(kept, name)) : Buffer.alloc(0);
      const now = await readFile(path);
      if (now.equals(synced)) continue;
      lost += 1;
      await writeFile(path, synced);
    }
  return lost;
}

/** Every file below a folder, by its full path; none where the folder is not there. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && !notOurs.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
