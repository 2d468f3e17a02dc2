import { join } from 'node:path';
import { nativeImage, type WebContents } from 'electron';
import type { Door } from '../../app/contract/door.ts';
import { safeFileName } from '../files/file-names.ts';
import type { TemporaryFolder } from '../files/temporary-folder.ts';

/** Saves the fax as a PDF to a temporary place and starts dragging that file out of the window. */
export async function dragOut(
  page: Pick<WebContents, 'startDrag'>,
  door: Pick<Door, 'request'>,
  temporary: TemporaryFolder,
  icon: string,
  id: number,
): Promise<void> {
  const path = join(await temporary.fresh(), safeFileName(`Fax ${id}`, 'pdf'));
  const saved = await door.request('save', { id, path, format: 'pdf' });
  page.startDrag({ file: saved.path, icon: nativeImage.createFromPath(icon) });
}
