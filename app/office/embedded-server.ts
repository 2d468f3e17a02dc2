import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createPageWorks } from '../document/page-works.ts';
import { FaxError } from '../model/errors.ts';
import { createEmbeddedServer } from '../server/embedded/embedded-server.ts';
import { nodeOutside } from '../server/embedded/node-outside.ts';
import { openWorkerStore } from '../store/worker-store.ts';
import { fileSecrets } from './file-secrets.ts';
import type { OpenedServer, ServerContext } from './open-server.ts';
import { systemClock, systemZone } from './system-clock.ts';

/**
 * The embedded server of a data folder, on the system's clock, randomness and threads: the store (`fax.db`) in one
 * worker thread, the page works in a pool. Throws `STORE_DAMAGED`, `STORE_TOO_NEW`, `DATA_FOLDER_UNUSABLE`, `DISK_FULL`.
 */
export async function openEmbeddedServer(context: ServerContext): Promise<OpenedServer> {
  const clock = systemClock();
  const store = await openWorkerStore(context.startWorker, join(context.dataDir, 'fax.db'), clock.now());
  const works = createPageWorks({
    startWorker: context.startWorker,
    // One core is left to the calls: a late answer to a modem costs a page, a late preview costs nothing.
    threads: Math.max(1, availableParallelism() - 1),
    tempDir: join(context.dataDir, 'temp'),
  });
  const server = createEmbeddedServer({
    store,
    works,
    dataDir: context.dataDir,
    clock,
    random: Math.random,
    zone: systemZone(),
    calls: context.sending,
    outside: nodeOutside(),
    secrets: context.secrets ?? fileSecrets(context.dataDir),
    ...(context.onStep ? { onStep: context.onStep } : {}),
    log: (level, words, facts) => {
      if (level === 'error') context.onProblem(new FaxError('INTERNAL', { message: words, cause: facts }));
    },
  });
  let closing: Promise<void> | null = null;
  const close = () => {
    closing ??= (async () => {
      try {
        await server.disconnect();
      } finally {
        await works.close();
        await store.close();
      }
    })();
    return closing;
  };
  try {
    await server.connect();
  } catch (error) {
    await close();
    throw error;
  }
  return { server, close };
}
