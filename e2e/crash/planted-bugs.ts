import { randomUUID } from 'node:crypto';
import type { RequestName, RequestOutput, RequestParsed } from '../../app/contract/requests.ts';
import type { StartWorker, WorkerHandle } from '../../app/model/worker-entries.ts';
import { openEmbeddedServer } from '../../app/office/embedded-server.ts';
import type { OpenServer } from '../../app/office/open-server.ts';
import { startWorkerThread } from '../../app/office/worker-threads.ts';
import type { FaxServer } from '../../app/server/fax-server.ts';
import { type StoreRequest, storeRequestSchema } from '../../app/store/store-wire.ts';

/** Bugs that the harness must find, put around the product and not into it. `no-sync` is in `synced-files.ts`. */
export const plantedBugs = ['no-sync', 'late-record', 'no-key'] as const;
export type PlantedBug = (typeof plantedBugs)[number];

/** Starts the product's threads; with `late-record` the store is told of a page's confirmation after the next page. */
export const startWorkerWith = (bug: PlantedBug | null): StartWorker =>
  bug === 'late-record'
    ? (name, data) => (name === 'store' ? recordLate(startWorkerThread(name, data)) : startWorkerThread(name, data))
    : startWorkerThread;

/** Answers that a confirmation is written, and writes it only when the next one comes or the call has ended. */
function recordLate(store: WorkerHandle): WorkerHandle {
  const listeners: ((message: unknown) => void)[] = [];
  let held: StoreRequest | null = null;
  store.onMessage((message) => {
    for (const listener of listeners) listener(message);
  });
  return {
    post(message, transfer) {
      const parsed = storeRequestSchema.safeParse(message);
      const method = parsed.success ? parsed.data.method : null;
      if (held !== null && (method === 'confirmPage' || method === 'endAttempt')) {
        store.post(held);
        held = null;
      }
      if (!parsed.success || method !== 'confirmPage') {
        store.post(message, transfer);
        return;
      }
      const { id } = parsed.data;
      held = parsed.data;
      queueMicrotask(() => {
        for (const listener of listeners) listener({ kind: 'result', id, value: undefined });
      });
    },
    onMessage: (listener) => void listeners.push(listener),
    onExit: (listener) => store.onExit(listener),
    terminate: () => store.terminate(),
  };
}

/** Opens the product's server; with `no-key` it takes every submission for a new one. */
export const openServerWith = (bug: PlantedBug | null): OpenServer =>
  bug === 'no-key'
    ? async (context) => {
        const { server, close } = await openEmbeddedServer(context);
        return { server: forgettingKeys(server), close };
      }
    : openEmbeddedServer;

function forgettingKeys(server: FaxServer): FaxServer {
  return {
    get status() {
      return server.status;
    },
    get busy() {
      return server.busy;
    },
    connect: () => server.connect(),
    disconnect: () => server.disconnect(),
    subscribe: (listener) => server.subscribe(listener),
    handle<N extends RequestName>(name: N, input: RequestParsed<N>): Promise<RequestOutput<N>> {
      return server.handle(name, name === 'submit' ? { ...input, key: randomUUID() } : input);
    },
  };
}
