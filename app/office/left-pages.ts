import { readdir } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { processOfPart } from '../server/line-trial/trial-file.ts';
import { isAlive } from './process-alive.ts';

/**
 * Files that killed processes left where a fax is to go (`….tif`, or a folder): the pages that had come, which the
 * sending end may hold confirmed, so that nobody but the user deletes them. None where the folder cannot be read.
 */
export async function leftPages(out: string): Promise<readonly string[]> {
  const folder = /^\.tiff?$/i.test(extname(out)) ? dirname(out) : out;
  // Whether anything can be written there is looked at, and told, by the call itself.
  const names = await readdir(folder).catch(() => []);
  const left = names.filter((name) => {
    const pid = processOfPart(name);
    return pid !== null && !isAlive(pid);
  });
  return left.sort().map((name) => join(folder, name));
}
