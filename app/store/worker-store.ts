import { FaxError } from '../model/errors.ts';
import type { StartWorker, WorkerHandle } from '../model/worker-entries.ts';
import { type Store, type StoreMethod, storeMethods } from './store.ts';
import { type StoreRequest, storeAnswerSchema } from './store-wire.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: FaxError) => void;
}

/**
 * The store in its worker thread. Requests are answered in the order they were made. When the thread dies, everything
 * asked and everything asked afterwards is refused with `SERVER_STOPPED`.
 *
 * Throws on opening: `STORE_DAMAGED`, `STORE_TOO_NEW`, `DATA_FOLDER_UNUSABLE`, `DISK_FULL`.
 *
 * @param path absolute path of the database file; its folder is there
 * @param now milliseconds since the epoch
 */
export async function openWorkerStore(startWorker: StartWorker, path: string, now: number): Promise<Store> {
  const worker = startWorker('store', { path, now });
  const client = new StoreClient(worker);
  try {
    await client.opened;
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return client.store();
}

class StoreClient {
  readonly #worker: WorkerHandle;
  readonly #waiting = new Map<number, Waiting>();
  readonly #open = Promise.withResolvers<void>();
  #lastId = 0;
  #gone: FaxError | null = null;
  #closed = false;

  constructor(worker: WorkerHandle) {
    this.#worker = worker;
    worker.onMessage((message) => this.#onAnswer(message));
    worker.onExit((error) => this.#onExit(error));
  }

  get opened(): Promise<void> {
    return this.#open.promise;
  }

  /** The proxy: one function for each method, typed by {@link Store}. The worker answers with what its twin returned. */
  store(): Store {
    const functions = storeMethods.map((method) => [method, (...given: unknown[]) => this.#ask(method, given)]);
    return Object.fromEntries(functions) as Store;
  }

  #ask(method: StoreMethod, given: readonly unknown[]): Promise<unknown> {
    if (method === 'close') {
      if (this.#closed || this.#gone) return Promise.resolve();
      this.#closed = true;
    } else if (this.#closed) return Promise.reject(new FaxError('SERVER_STOPPED'));
    if (this.#gone) return Promise.reject(this.#gone);
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.set(id, { resolve, reject });
    this.#worker.post({ id, method, given: [...given] } satisfies StoreRequest);
    return promise;
  }

  #onAnswer(message: unknown): void {
    const answer = storeAnswerSchema.parse(message);
    switch (answer.kind) {
      case 'open':
        this.#open.resolve();
        break;
      case 'result':
        this.#take(answer.id)?.resolve(answer.value);
        break;
      case 'error': {
        const { code, message: words, next, cause } = answer.error;
        const error = new FaxError(code, { message: words, next, ...(cause === null ? {} : { cause }) });
        if (answer.id === null) this.#open.reject(error);
        else this.#take(answer.id)?.reject(error);
      }
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #onExit(cause: Error | null): void {
    this.#gone = new FaxError('SERVER_STOPPED', cause === null ? {} : { cause });
    this.#open.reject(this.#gone);
    for (const waiting of this.#waiting.values()) waiting.reject(this.#gone);
    this.#waiting.clear();
  }
}
