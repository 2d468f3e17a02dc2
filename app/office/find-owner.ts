import { connectSocket, type SocketClient } from './socket-client.ts';
import { readDoorFile } from './socket-path.ts';

/**
 * The process that owns a data folder and has its lines open, as its client; null where there is none, or one that only
 * asks a thing and leaves. Takes no lock and makes nothing. Throws `SERVER_UNREACHABLE` where it does not answer.
 */
export async function findOwner(dataDir: string): Promise<SocketClient | null> {
  const path = await readDoorFile(dataDir);
  if (path === null) return null;
  const owner = await connectSocket(path);
  if (owner === null || owner.stay !== 'moment') return owner;
  await owner.close();
  return null;
}
