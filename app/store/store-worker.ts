import { parentPort, workerData } from 'node:worker_threads';
import { toFaxError } from '../model/errors.ts';
import { promising } from './direct-store.ts';
import { SqliteStore } from './sqlite-store.ts';
import type { Store } from './store.ts';
import { type StoreAnswer, type StoreRequest, storeRequestSchema, storeWorkerDataSchema } from './store-wire.ts';

/** Entry point of the store's worker thread: opens the file, then answers requests one after another. */

function tell(answer: StoreAnswer): void {
  parentPort?.postMessage(answer);
}

function tellError(id: number | null, thrown: unknown): void {
  const error = toFaxError(thrown);
  const cause = error.cause instanceof Error ? (error.cause.stack ?? error.cause.message) : null;
  tell({ kind: 'error', id, error: { ...error.toData(), cause } });
}

/** The arguments come from our own proxy of the same build, which the compiler has checked against the same type. */
function call(store: Store, { method, given }: StoreRequest): Promise<unknown> {
  const operation = store[method] as (...args: readonly unknown[]) => Promise<unknown>;
  return operation(...given);
}

function serve(store: Store): void {
  parentPort?.on('message', async (message: unknown) => {
    const request = storeRequestSchema.parse(message);
    try {
      tell({ kind: 'result', id: request.id, value: await call(store, request) });
    } catch (error) {
      tellError(request.id, error);
    }
    if (request.method === 'close') parentPort?.close();
  });
  tell({ kind: 'open' });
}

try {
  const { path, now } = storeWorkerDataSchema.parse(workerData);
  serve(promising(new SqliteStore(path, now)));
} catch (error) {
  tellError(null, error);
}
