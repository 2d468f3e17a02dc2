import { createHash } from 'node:crypto';
import { lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join, posix, win32 } from 'node:path';
import { z } from 'zod';
import { FaxError } from '../model/errors.ts';
import { folderError } from './data-folder.ts';

/** What the place of the socket depends on; the process's own by default. */
export interface SocketFacts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly temporary: string;
  /** Our user id; -1 on Windows. */
  readonly uid: number;
}

/** A place for the socket: `folder` is null for a Windows pipe, which lies in none. */
export interface SocketPlace {
  readonly folder: string | null;
  readonly path: string;
}

/** `sockaddr_un.sun_path` holds 108 octets on Linux and 104 on macOS, the closing zero included. */
const MAX_SOCKET_PATH = 103;

/** The file in the data folder that tells clients where the owner listens. */
const DOOR_FILE = 'door.json';
const doorFileSchema = z.object({ socket: z.string().min(1).max(1000) });

/**
 * Where the socket of a data folder may lie, best first: `$XDG_RUNTIME_DIR`, then the temporary folder, then `/tmp`.
 * The name is a hash of the folder's real path, so it is short enough whatever the folder is called. Last, where its
 * path is short enough, the data folder itself: in a shared temporary folder anyone can be in the way.
 */
export function socketPlaces(dataDir: string, given: Partial<SocketFacts> = {}): readonly SocketPlace[] {
  const facts: SocketFacts = {
    env: given.env ?? process.env,
    platform: given.platform ?? process.platform,
    temporary: given.temporary ?? tmpdir(),
    uid: given.uid ?? userInfo().uid,
  };
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  if (facts.platform === 'win32') return [{ folder: null, path: win32.join('\\\\.\\pipe', `fax-console-${name}`) }];
  const runtime = facts.env.XDG_RUNTIME_DIR;
  const folders = [
    ...(runtime && posix.isAbsolute(runtime) ? [posix.join(runtime, 'fax-console')] : []),
    posix.join(facts.temporary, `fax-console-${facts.uid}`),
    `/tmp/fax-console-${facts.uid}`,
    posix.join(dataDir, 'door'),
  ];
  return [...new Set(folders)]
    .map((folder) => ({ folder, path: posix.join(folder, `${name}.sock`) }))
    .filter(({ path }) => Buffer.byteLength(path) <= MAX_SOCKET_PATH);
}

/** The first place whose folder is, or can be made, ours alone (mode 0700). Throws `DATA_FOLDER_UNUSABLE`. */
export async function chooseSocketPlace(places: readonly SocketPlace[], uid = userInfo().uid): Promise<SocketPlace> {
  let refused: unknown = null;
  for (const place of places) {
    try {
      if (place.folder !== null) {
        await mkdir(place.folder, { recursive: true, mode: 0o700 });
        await checkSocketFolder(place.folder, uid);
      }
      return place;
    } catch (error) {
      refused = error;
    }
  }
  throw new FaxError('DATA_FOLDER_UNUSABLE', {
    message: 'There is no folder for the local socket that is yours alone.',
    next: 'Set XDG_RUNTIME_DIR to a folder of yours with mode 0700, or remove the one that is in the way.',
    cause: refused,
  });
}

/**
 * Refuses a socket folder that others could put a socket of their own into: in a shared temporary folder anyone may
 * have made it first. A symbolic link is refused too.
 */
async function checkSocketFolder(folder: string, uid: number): Promise<void> {
  const facts = await lstat(folder);
  if (!facts.isDirectory() || (uid >= 0 && (facts.uid !== uid || (facts.mode & 0o077) !== 0)))
    throw new Error(`${folder} is not a folder of this user with mode 0700`);
}

/** A socket that was made just now may not be listened to yet, ms. */
const YOUNG = 60_000;

/**
 * Removes the sockets of killed owners from a folder of ours: one that lies there, is not of this minute and to which
 * nobody answers. Data folders may be gone for good, so that nobody else ever would.
 */
export async function removeDeadSockets(folder: string, now: number = Date.now()): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/^[0-9a-f]{16}\.sock$/.test(name)) continue;
    const path = posix.join(folder, name);
    // Null: its owner closed it meanwhile.
    const facts = await lstat(path).catch(() => null);
    if (facts === null || now - facts.mtimeMs < YOUNG) continue;
    if (await isDead(path)) await rm(path, { force: true });
  }
}

function isDead(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ path });
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
  });
}

/** Tells clients where the owner listens: their environment may name other folders than the owner's does. */
export async function writeDoorFile(dataDir: string, socket: string): Promise<void> {
  const path = join(dataDir, DOOR_FILE);
  try {
    const file = await open(`${path}.new`, 'w', 0o600);
    try {
      await file.writeFile(`${JSON.stringify({ socket })}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
  } catch (error) {
    throw folderError(dataDir, error);
  }
}

/**
 * The path at which the owner of a folder said it listens, or null when none ever said so. Throws
 * `SERVER_UNREACHABLE` when its folder is not ours alone: somebody else could be listening there.
 */
export async function readDoorFile(dataDir: string, uid = userInfo().uid): Promise<string | null> {
  const text = await readFile(join(dataDir, DOOR_FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw folderError(dataDir, error);
  });
  if (text === null) return null;
  const path = socketOf(text);
  if (path === null) return null;
  if (process.platform === 'win32') return path;
  try {
    await checkSocketFolder(posix.dirname(path), uid);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new FaxError('SERVER_UNREACHABLE', {
      message: 'The folder of the local socket can be written by others, so it is not used.',
      next: `Remove ${posix.dirname(path)} and start Fax Console again.`,
      cause: error,
    });
  }
  return path;
}

function socketOf(text: string): string | null {
  try {
    return doorFileSchema.parse(JSON.parse(text)).socket;
  } catch {
    // A damaged file says as little as a missing one; the owner writes it anew when it starts.
    return null;
  }
}
