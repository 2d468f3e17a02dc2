import { SqliteStore } from './sqlite-store.ts';
import { type Store, type StoreOperations, storeMethods } from './store.ts';

/**
 * The store on this very thread, for simulations and tests: every call waits on the disk. The product uses
 * `openWorkerStore`.
 */
export function openDirectStore(path: string, now: number): Store {
  return promising(new SqliteStore(path, now));
}

/** The asynchronous face of synchronous operations: thrown errors become rejections. */
export function promising(operations: StoreOperations): Store {
  const methods = storeMethods.map((name) => {
    const operation = operations[name].bind(operations) as (...given: readonly unknown[]) => unknown;
    return [name, async (...given: readonly unknown[]) => operation(...given)];
  });
  return Object.fromEntries(methods) as Store;
}
