import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createTiffAppender } from '../../app/image/tiff-writer.ts';
import { drawMarkedPage, markedPageDensity } from './marked-page.ts';

/** Writes a fax as somebody hands it in: a TIFF with its job's number on each page. Gives its path. */
export async function writeMarkedDocument(folder: string, job: number, pages: number): Promise<string> {
  const path = join(folder, `job-${job}.tif`);
  const handle = await open(path, 'w');
  try {
    const tiff = await createTiffAppender(handle, { durable: false });
    for (let page = 1; page <= pages; page += 1)
      await tiff.append({ bitmap: drawMarkedPage({ job, page, pages }), ...markedPageDensity });
    await tiff.finish();
  } finally {
    await handle.close();
  }
  return path;
}
