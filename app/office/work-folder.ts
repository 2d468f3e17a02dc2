import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './process-alive.ts';

const NAME = /^fax-console-work-(\d+)-/;

/** A process elsewhere (a container that shares the temporary folder) may have an id that is nobody's here, ms. */
const YOUNG = 3_600_000;

/**
 * Makes a folder for files on their way, for this user alone (mode 0700), in the temporary folder; removes those that
 * killed processes of this user left there. Whoever asks removes it.
 */
export async function makeWorkFolder(parent: string = tmpdir(), now: number = Date.now()): Promise<string> {
  await removeLeftWorkFolders(parent, now);
  return mkdtemp(join(parent, `fax-console-work-${process.pid}-`));
}

async function removeLeftWorkFolders(parent: string, now: number): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = Number(NAME.exec(name)?.[1] ?? 0);
    if (pid === 0 || isAlive(pid)) continue;
    const path = join(parent, name);
    // Null: another start removed it first.
    const facts = await lstat(path).catch(() => null);
    if (!facts?.isDirectory() || now - facts.mtimeMs < YOUNG) continue;
    const { uid } = userInfo();
    if (uid >= 0 && facts.uid !== uid) continue;
    await rm(path, { recursive: true, force: true });
  }
}
