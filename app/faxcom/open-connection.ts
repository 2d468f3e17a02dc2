import { hostname } from 'node:os';
import { isAbsolute } from 'node:path';
import process from 'node:process';
import { dataFolder } from '../office/data-folder.ts';
import type { Office } from '../office/office.ts';
import { FaxComError } from './com-error.ts';
import type { Connection } from './session.ts';

/** The first version of Node.js that has what a server stands on. */
const NODE = 24;

/**
 * Opens the connection that a server's name means. Empty, `localhost` or this computer's name: its default data folder
 * (`FAX_DATA` where that is set). A path (absolute, or beginning with a dot): that data folder.
 *
 * Where a console or another process runs the server, this is its client. Where nobody does, this process runs it for
 * as long as it is connected. Throws `NOT_SUPPORTED` for a server of another make, `SERVER_UNREACHABLE` for another
 * computer, `NODE_TOO_OLD`, and what opening a data folder throws.
 */
export async function openConnection(serverName: string): Promise<Connection> {
  const dataDir = folderOf(serverName);
  if (Number(process.versions.node.split('.', 1)[0]) < NODE) throw new FaxComError('NODE_TOO_OLD');
  // Loaded here, since an older Node.js cannot even read it.
  const { enterOffice } = await import('../office/office.ts');
  const office = await enterOffice({ dataDir, stay: 'command' });
  return {
    dataDir: office.dataDir,
    now: () => Date.now(),
    request: (name, input) => office.request(name, input),
    async close() {
      await untilAtRest(office);
      await office.close();
    },
  };
}

/** The data folder that a server's name means. Throws as {@link openConnection} does. */
export function folderOf(serverName: string, computer = hostname()): string {
  const name = serverName.trim();
  if (name === '' || [computer.toLowerCase(), 'localhost'].includes(name.replace(/^\\\\/, '').toLowerCase()))
    return dataFolder();
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(name)?.[1]?.toLowerCase();
  if (scheme !== undefined)
    throw new FaxComError('NOT_SUPPORTED', {
      message: `There is no way to a fax server by ${scheme}:// yet.`,
      next: 'Leave the server’s name empty for this computer, or give the full path of a data folder.',
    });
  if (/^\.{1,2}([\\/]|$)/.test(name) || (isAbsolute(name) && !/^\\\\[^\\]+$/.test(name))) return dataFolder(name);
  throw new FaxComError('SERVER_UNREACHABLE', {
    message: 'There is no way to a fax server on another computer yet.',
    next: 'Leave the server’s name empty for this computer, or give the full path of a data folder.',
  });
}

/** Between two looks at whether our own lines are at rest, ms. */
const LOOK = 20;

/** Whoever runs the server cuts no call that is up, and leaves no received fax unfiled. */
async function untilAtRest(office: Office): Promise<void> {
  while (office.role === 'owner' && office.busy) await new Promise((resolve) => setTimeout(resolve, LOOK));
}
