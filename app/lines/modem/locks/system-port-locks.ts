import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { PortLocks } from './port-locks.ts';

/** Where each system keeps the lock files of serial ports. Windows opens a port for one program alone and needs none. */
const foldersOf: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['/var/lock', '/run/lock'],
  darwin: ['/var/spool/uucp', '/var/lock'],
};

/** The port locks of this machine and process; make one for each process. `folder` in place of the system's own. */
export function systemPortLocks(folder?: string): PortLocks {
  return new PortLocks({
    folders: folder === undefined ? (foldersOf[process.platform] ?? []) : [folder],
    pid: process.pid,
    now: () => Date.now(),
    programOf,
  });
}

async function programOf(pid: number): Promise<string | null> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return null;
  }
  // The program as it was called: the system's short name may be that of a thread. Without /proc it stays unknown.
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return basename(command.split('\0', 1)[0] ?? '');
}
