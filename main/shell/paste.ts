import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clipboard } from 'electron';
import { findFiles } from '../files/present-files.ts';
import type { TemporaryFolder } from '../files/temporary-folder.ts';
import { pathsOfUriList } from '../files/uri-list.ts';

const FILES = 'text/uri-list';
const IMAGE = 'image/png';
const MAX_IMAGE_OCTETS = 64 * 1024 * 1024;

/** Files on the clipboard; a picture on it is written to a file first. Empty when there is nothing to fax. */
export async function pasteFiles(temporary: TemporaryFolder): Promise<readonly string[]> {
  const items = await clipboard.read();
  for (const item of items) {
    if (!item.types.includes(FILES)) continue;
    const list = await item.getType(FILES);
    const { present } = await findFiles(pathsOfUriList(await list.text()));
    if (present.length > 0) return present;
  }
  for (const item of items) {
    if (!item.types.includes(IMAGE)) continue;
    const image = await item.getType(IMAGE);
    if (image.size === 0 || image.size > MAX_IMAGE_OCTETS) continue;
    const path = join(await temporary.fresh(), 'Pasted picture.png');
    await writeFile(path, new Uint8Array(await image.arrayBuffer()), { mode: 0o600 });
    return [path];
  }
  return [];
}
