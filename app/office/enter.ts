import { setTimeout as sleep } from 'node:timers/promises';
import { FaxError } from '../model/errors.ts';
import type { Holding } from './holding.ts';
import { tryLock } from './lock.ts';
import { type OwnerOptions, ownFolder } from './owner.ts';
import { connectSocket, type Gone, type SocketClient } from './socket-client.ts';
import { readDoorFile } from './socket-path.ts';

export interface EnterOptions extends OwnerOptions {
  /** How long a folder may be locked by a process that does not answer, ms. */
  readonly patience: number;
  /** Gives up waiting. */
  readonly signal: AbortSignal;
  /** The owner is gone (clients only). */
  readonly onGone: (gone: Gone) => void;
}

/**
 * Becomes the owner of a data folder or a client of its owner. Any number of processes may do this at once: the lock
 * decides, and the losers find the winner's door. While the owner is one that stays for a moment only, waits for it to
 * leave. Throws `SERVER_UNREACHABLE` when the folder is locked and nobody answers.
 */
export async function enterFolder(options: EnterOptions): Promise<Holding> {
  let deadline = performance.now() + options.patience;
  for (;;) {
    options.signal.throwIfAborted();
    const lock = tryLock(options.dataDir);
    if (lock) return ownFolder(lock, options);
    const found = await findOwner(options);
    if (found && found.client.stay !== 'moment') return clientHolding(found.client, found.path, options);
    // It answers, so it is alive: waiting goes on for as long as it works.
    if (found) deadline = performance.now() + options.patience;
    await found?.client.close();
    if (performance.now() > deadline)
      throw new FaxError('SERVER_UNREACHABLE', {
        message: 'Another program holds the data folder and does not answer.',
        next: 'End the program that uses the folder, or wait until it is done.',
      });
    // Unequal waits, so that several who wait do not keep running into each other.
    await sleep(20 + Math.random() * 40, undefined, { signal: options.signal });
  }
}

async function findOwner(options: EnterOptions): Promise<{ client: SocketClient; path: string } | null> {
  const path = await readDoorFile(options.dataDir);
  if (path === null) return null;
  const client = await connectSocket(path, { onProblem: options.onProblem });
  return client && { client, path };
}

function clientHolding(client: SocketClient, socketPath: string, options: EnterOptions): Holding {
  client.onGone(options.onGone);
  return {
    role: 'client',
    socketPath,
    stay: client.stay,
    busy: false,
    request: (name, input) => client.request(name, input),
    subscribe: (listener) => client.subscribe(listener),
    close: () => client.close(),
  };
}
