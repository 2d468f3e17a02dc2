import type { RequestInput, RequestName, RequestOutput } from '../contract/requests.ts';
import { FaxError, toFaxError } from '../model/errors.ts';
import type { FaxServer } from '../server/fax-server.ts';
import type { Holding } from './holding.ts';
import type { FolderLock } from './lock.ts';
import type { OpenedServer, OpenServer, ServerContext } from './open-server.ts';
import { openSocketDoor, type SocketDoor } from './socket-door.ts';
import { chooseSocketPlace, removeDeadSockets, socketPlaces, writeDoorFile } from './socket-path.ts';
import { type Bye, parseInput, type Stay } from './wire.ts';

export interface OwnerOptions extends Omit<ServerContext, 'sending'> {
  readonly stay: Stay;
  readonly openServer: OpenServer;
}

/**
 * Runs the server of a data folder whose lock is ours: opens the door first, so that clients wait for a slow start
 * instead of giving up, then the server. Whatever fails, everything opened so far is closed and the lock released.
 */
export async function ownFolder(lock: FolderLock, options: OwnerOptions): Promise<Holding> {
  const ready = Promise.withResolvers<FaxServer>();
  // Nobody may be waiting behind the door when opening fails; the error goes to whoever opens.
  ready.promise.catch(() => undefined);
  let door: SocketDoor | null = null;
  try {
    const place = await chooseSocketPlace(socketPlaces(options.dataDir));
    door = await openSocketDoor({ ...options, place, server: ready.promise });
    await writeDoorFile(options.dataDir, place.path);
    if (options.stay === 'service' && place.folder !== null) await tidy(place.folder, options.onProblem);
    const opened = await options.openServer({ ...options, sending: options.stay !== 'moment' });
    ready.resolve(opened.server);
    return holdingOf(opened, door, lock, place.path);
  } catch (thrown) {
    const error = toFaxError(thrown);
    ready.reject(error);
    await door?.close('stopped');
    lock.release();
    throw error;
  }
}

/** Somebody else's leftovers are no reason not to start. */
async function tidy(folder: string, onProblem: (error: FaxError) => void): Promise<void> {
  try {
    await removeDeadSockets(folder);
  } catch (error) {
    onProblem(toFaxError(error));
  }
}

function holdingOf(opened: OpenedServer, door: SocketDoor, lock: FolderLock, socketPath: string): Holding {
  const { server } = opened;
  let closing: Promise<void> | null = null;
  return {
    role: 'owner',
    socketPath,
    stay: null,
    get busy() {
      return server.busy;
    },
    async request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
      if (closing) throw new FaxError('SERVER_STOPPED');
      try {
        return await server.handle(name, parseInput(name, input));
      } catch (error) {
        throw toFaxError(error);
      }
    },
    subscribe: (listener) => server.subscribe(listener),
    close(reason: Bye) {
      closing ??= (async () => {
        try {
          await door.close(reason);
          await opened.close();
        } finally {
          lock.release();
        }
      })();
      return closing;
    },
  };
}
