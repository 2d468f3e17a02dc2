import { SqliteStore } from './sqlite-store.ts';
import type { Store, StoreOperations } from './store.ts';

/**
 * The store on this very thread, for simulations and tests: every call waits on the disk. The product uses
 * `openWorkerStore`.
 */
export function openDirectStore(path: string, now: number): Store {
  return promising(new SqliteStore(path, now));
}

/** The asynchronous face of synchronous operations: thrown errors become rejections. */
export function promising(operations: StoreOperations): Store {
  return {
    load: async () => operations.load(),
    putSettings: async (values) => operations.putSettings(values),
    addPort: async (port) => operations.addPort(port),
    putPorts: async (ports) => operations.putPorts(ports),
    removePort: async (id, others) => operations.removePort(id, others),
    submit: async (key, jobs) => operations.submit(key, jobs),
    putJobs: async (jobs) => operations.putJobs(jobs),
    forgetPages: async (job) => operations.forgetPages(job),
    startAttempt: async (job, attempt) => operations.startAttempt(job, attempt),
    confirmPage: async (jobId, n, page) => operations.confirmPage(jobId, n, page),
    setLastPageSent: async (jobId, n, sent) => operations.setLastPageSent(jobId, n, sent),
    endAttempt: async (job, attempt) => operations.endAttempt(job, attempt),
    attempts: async (jobId) => operations.attempts(jobId),
    addJob: async (job) => operations.addJob(job),
    fileMessage: async (job, message) => operations.fileMessage(job, message),
    putMessages: async (messages) => operations.putMessages(messages),
    close: async () => operations.close(),
  };
}
