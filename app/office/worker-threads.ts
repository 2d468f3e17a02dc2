import { Worker } from 'node:worker_threads';
import { type StartWorker, type WorkerHandle, workerEntries } from '../model/worker-entries.ts';

/**
 * Where a worker's entry point lies, seen from a module of the product: beside the sources when that module runs from
 * source, in `workers` of its bundle (`out/main`, `out/faxcom`) when it was bundled. `moduleUrl` is this file's URL, or that of the bundle's chunk.
 */
export function workerUrl(name: keyof typeof workerEntries, moduleUrl: string = import.meta.url): URL {
  const bundle = /^.*\/out\/(main|faxcom)\//.exec(moduleUrl);
  if (moduleUrl.endsWith('.ts')) return new URL(`../../${workerEntries[name]}`, moduleUrl);
  if (bundle === null) throw new Error(`No workers are known beside ${moduleUrl}`);
  return new URL(`workers/${name}.js`, bundle[0]);
}

/** Starts the product's worker threads on `node:worker_threads`, from source or from the bundle. */
export const startWorkerThread: StartWorker = (name, workerData) => {
  const worker = new Worker(workerUrl(name), { name, workerData, execArgv: [] });
  let failure: Error | null = null;
  worker.on('error', (error) => {
    failure = error instanceof Error ? error : new Error(String(error));
  });
  // A message that cannot be read would leave its sender waiting for ever: the thread is ended and says why.
  worker.on('messageerror', (error) => {
    failure = error;
    void worker.terminate();
  });
  const handle: WorkerHandle = {
    post: (message, transfer) => worker.postMessage(message, transfer ?? []),
    onMessage: (listener) => void worker.on('message', listener),
    onExit: (listener) => void worker.once('exit', () => listener(failure)),
    terminate: async () => void (await worker.terminate()),
  };
  return handle;
};
