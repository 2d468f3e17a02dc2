/**
 * Every worker thread of the product: its name and its entry point from the top of the source tree. The one table:
 * source runs start the `.ts` file, the bundlers make `out/main/workers/NAME.js` and `out/faxcom/workers/NAME.js` of each entry.
 */
export const workerEntries = {
  store: 'app/store/store-worker.ts',
  pages: 'app/document/pages-worker.ts',
} as const;

export type WorkerName = keyof typeof workerEntries;

/** One worker thread as its user sees it: messages both ways; `terminate` ends it at once. */
export interface WorkerHandle {
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Told once when the thread is gone: with its error where it died of one. */
  onExit(listener: (error: Error | null) => void): void;
  terminate(): Promise<void>;
}

/** Starts a worker thread by its name; handed in, so that tests and the bundle start what they must. */
export type StartWorker = (name: WorkerName, workerData?: unknown) => WorkerHandle;
