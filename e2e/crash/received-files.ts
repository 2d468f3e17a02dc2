import { open } from 'node:fs/promises';
import { decodeTiffPage } from '../../app/image/tiff-pages.ts';
import { openTiff } from '../../app/image/tiff-reader.ts';
import { fileReader } from '../../app/image/tiff-source.ts';
import { type ReadMark, readMarks } from './marked-page.ts';

/** The marks on the pages of a TIFF, in order; null for a page that shows none. Throws where it cannot be read. */
export async function marksOfFile(path: string): Promise<readonly (ReadMark | null)[]> {
  const handle = await open(path, 'r');
  try {
    const file = await openTiff(await fileReader(handle));
    const marks: (ReadMark | null)[] = [];
    for (const index of file.pages.keys()) marks.push(readMarks((await decodeTiffPage(file, index)).bitmap));
    return marks;
  } finally {
    await handle.close();
  }
}

/** The same, and the reason in words where the file cannot be read. */
export const marksOrReason = (path: string): Promise<readonly (ReadMark | null)[] | string> =>
  marksOfFile(path).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
