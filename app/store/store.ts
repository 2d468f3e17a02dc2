import type { SettingValue } from '../model/settings.ts';
import type { AttemptRecord, JobRecord, MessageRecord, NewJobRecord, PortRecord, StoredOffice } from './records.ts';

/**
 * What can be asked of the store. Each method is one transaction, on the disk when it returns (or, in {@link Store},
 * when its promise resolves). All throw `FaxError`: `DISK_FULL`, `WRITE_FAILED`, `STORE_DAMAGED`,
 * `DATA_FOLDER_UNUSABLE`.
 */
export interface StoreOperations {
  load(): StoredOffice;

  /** Keeps changed settings; null forgets a value, so that its default holds again. */
  putSettings(values: Readonly<Record<string, SettingValue | null>>): void;

  /** Adds a port; the answer is its permanent id. Throws `PORT_NAME_TAKEN`. */
  addPort(port: Omit<PortRecord, 'id'>): number;
  /** Rewrites ports, all or none. */
  putPorts(ports: readonly PortRecord[]): void;
  /** Removes a port and rewrites those that its going renumbered. */
  removePort(id: number, others: readonly PortRecord[]): void;

  /**
   * Writes all jobs of one submission, or none, and gives their ids in order. A key that is known already writes
   * nothing and gives the ids of the jobs it stands for.
   */
  submit(key: string, jobs: readonly NewJobRecord[]): { readonly ids: readonly number[]; readonly fresh: boolean };
  /** Rewrites jobs, all or none. */
  putJobs(jobs: readonly JobRecord[]): void;
  /** Rewrites a job and forgets which of its pages were confirmed. */
  forgetPages(job: JobRecord): void;
  /** A call begins: the job as it is now, and the attempt. */
  startAttempt(job: JobRecord, attempt: AttemptRecord): void;
  /** The far end confirmed a page (0-based) in attempt `n`. */
  confirmPage(jobId: number, n: number, page: number): void;
  /** True: the last page has gone out in attempt `n`. False: the far end refused it, so it is known not to have arrived. */
  setLastPageSent(jobId: number, n: number, sent: boolean): void;
  /** A call ended: the job as it is now, and the attempt with its transcript. */
  endAttempt(job: JobRecord, attempt: AttemptRecord): void;
  /** Calls made for a job, oldest first. */
  attempts(jobId: number): readonly AttemptRecord[];

  /** Begins a job for a fax that is coming in; the answer is its id. */
  addJob(job: NewJobRecord): number;
  /** Files a received fax together with the job that received it. */
  fileMessage(job: JobRecord, message: MessageRecord): void;
  putMessages(messages: readonly MessageRecord[]): void;

  /** Gives the file back. Nothing may be asked afterwards. Idempotent. */
  close(): void;
}

/** The store as the server sees it: the same methods, answered by promises, in the order they were asked. */
export type Store = {
  readonly [K in keyof StoreOperations]: (
    ...given: Parameters<StoreOperations[K]>
  ) => Promise<ReturnType<StoreOperations[K]>>;
};

export type StoreMethod = keyof StoreOperations;

/** Names of all methods, for proxies: the worker answers these and nothing else. */
export const storeMethods = Object.keys({
  load: true,
  putSettings: true,
  addPort: true,
  putPorts: true,
  removePort: true,
  submit: true,
  putJobs: true,
  forgetPages: true,
  startAttempt: true,
  confirmPage: true,
  setLastPageSent: true,
  endAttempt: true,
  attempts: true,
  addJob: true,
  fileMessage: true,
  putMessages: true,
  close: true,
} satisfies Record<StoreMethod, true>) as readonly StoreMethod[];
