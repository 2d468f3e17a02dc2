import { access, constants, mkdir, open, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, posix, win32 } from 'node:path';
import { FaxError } from '../model/errors.ts';

/** What the rule for the data folder looks at; all of it the process's own by default. */
export interface DataFolderFacts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** The user's folder, against which relative paths are taken. */
  readonly cwd: string;
}

/**
 * Absolute path of the data folder: `--data`, else `FAX_DATA`, else the platform's place for application data. Looks
 * at no file. Throws `DATA_FOLDER_UNUSABLE` for an empty or impossible name.
 */
export function dataFolder(data?: string, given: Partial<DataFolderFacts> = {}): string {
  const facts: DataFolderFacts = {
    env: given.env ?? process.env,
    platform: given.platform ?? process.platform,
    home: given.home ?? homedir(),
    cwd: given.cwd ?? process.cwd(),
  };
  const path = facts.platform === 'win32' ? win32 : posix;
  const named = data ?? (facts.env.FAX_DATA || undefined);
  if (named === undefined) return platformFolder(facts);
  if (named.trim() === '' || named.includes('\0'))
    throw new FaxError('DATA_FOLDER_UNUSABLE', { message: 'The name of the data folder is empty.' });
  return path.resolve(facts.cwd, named);
}

function platformFolder({ env, platform, home }: DataFolderFacts): string {
  switch (platform) {
    case 'win32':
      return win32.join(env.LOCALAPPDATA || win32.join(home, 'AppData', 'Local'), 'Fax Console');
    case 'darwin':
      return posix.join(home, 'Library', 'Application Support', 'Fax Console');
    default: {
      // The XDG base directory specification: a relative path in the variable is to be ignored.
      const base = env.XDG_DATA_HOME;
      return posix.join(base && posix.isAbsolute(base) ? base : posix.join(home, '.local', 'share'), 'fax-console');
    }
  }
}

/** Made before SQLite makes them: it would let everybody read them. What it puts beside them gets their mode. */
const databases = ['lock.db', 'fax.db'] as const;

/**
 * Makes the folder usable: creates it and its parents with mode 0700 where they are not there, and in a folder that was
 * there, with whatever mode, the databases for this user alone. Returns its real path, so that every spelling of one
 * folder (links, `..`) leads to the same owner. Throws `DATA_FOLDER_UNUSABLE` or `DISK_FULL`.
 */
export async function createDataFolder(folder: string): Promise<string> {
  try {
    await makeFolder(folder);
    const real = await realpath(folder);
    if (!(await stat(real)).isDirectory()) throw unusable(folder, 'it is not a folder');
    await access(real, constants.R_OK | constants.W_OK | constants.X_OK);
    for (const name of databases) await createPrivateFile(join(real, name));
    return real;
  } catch (error) {
    throw folderError(folder, error);
  }
}

/**
 * Makes a folder and its parents. By hand, since Node's recursive `mkdir` never returns where a parent is there but
 * refuses new entries as if it were not (`/proc`, a network folder that went away).
 */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') return;
    const parent = dirname(folder);
    if (code !== 'ENOENT' || parent === folder || (await isThere(parent))) throw error;
    await makeFolder(parent);
    await mkdir(folder, { mode: 0o700 });
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * Creates an empty file with mode 0600 where there is none. One that is there is not even opened: closing another
 * descriptor of `lock.db` would drop the lock that this process may hold on it.
 */
async function createPrivateFile(file: string): Promise<void> {
  try {
    await (await open(file, 'wx', 0o600)).close();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

/** A failed system call on something in the data folder as a sentence. */
export function folderError(folder: string, error: unknown): FaxError {
  if (error instanceof FaxError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new FaxError('DISK_FULL', { cause: error });
    case 'EEXIST':
    case 'ENOTDIR':
      return unusable(folder, 'it, or a part of its path, is a file', error);
    case 'EACCES':
    case 'EPERM':
      return unusable(folder, 'you may not write to it', error);
    case 'EROFS':
      return unusable(folder, 'its disk cannot be written', error);
    case 'ENAMETOOLONG':
      return unusable(folder.slice(0, 60), 'its name is too long', error);
    default:
      return unusable(folder, null, error);
  }
}

function unusable(folder: string, why: string | null, cause?: unknown): FaxError {
  const reason = why === null ? '' : `: ${why}`;
  return new FaxError('DATA_FOLDER_UNUSABLE', { message: `The data folder ${folder} cannot be used${reason}.`, cause });
}
