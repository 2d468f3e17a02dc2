import type { JobState } from '../model/job.ts';
import type { SettingValue } from '../model/settings.ts';
import type { AgedFax, AgeQuery } from './aged-faxes.ts';
import type {
  ArchiveFacts,
  AttemptRecord,
  AuditRecord,
  JobRecord,
  MailRecord,
  MessageRecord,
  NewJobRecord,
  PortRecord,
  StoredJob,
  StoredOffice,
} from './records.ts';

/** Which jobs a list holds: `paused` is a job that is held while it waits. */
export interface JobQuery {
  readonly state: JobState | null;
  readonly limit: number;
}

/**
 * What can be asked of the store. Each method is one transaction, on the disk when it returns (or, in {@link Store},
 * when its promise resolves). All throw `FaxError`: `DISK_FULL`, `WRITE_FAILED`, `STORE_DAMAGED`,
 * `DATA_FOLDER_UNUSABLE`.
 */
export interface StoreOperations {
  /** What the server starts with; `keep`: how many of the newest that are final come along. */
  load(keep: number): StoredOffice;

  /** A job, or null where there is none of this id. */
  job(id: number): StoredJob | null;
  /** Jobs, newest first, and how many there are in all. */
  jobs(query: JobQuery): { readonly jobs: readonly StoredJob[]; readonly total: number };
  /** The jobs of a submission, by id; null where its key is not known. */
  submission(key: string): readonly StoredJob[] | null;
  message(id: number): MessageRecord | null;
  /** Messages, newest first, and how many there are in all. */
  messages(limit: number): { readonly messages: readonly MessageRecord[]; readonly total: number };
  /** The files in the documents folder that jobs refer to. */
  documentsInUse(): readonly string[];
  /** How many jobs refer to a file in the documents folder. */
  documentUsers(name: string): number;

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
  /**
   * A call ended: the job as it is now, and the attempt with its transcript. One that the job does not count (`n` beyond
   * its `attempts`) is forgotten.
   */
  endAttempt(job: JobRecord, attempt: AttemptRecord): void;
  /** Calls made for a job, oldest first. */
  attempts(jobId: number): readonly AttemptRecord[];

  /** Begins a job for a fax that is coming in; the answer is its id. */
  addJob(job: NewJobRecord): number;
  /** Files a received fax together with the job that received it. */
  fileMessage(job: JobRecord, message: MessageRecord): void;
  putMessages(messages: readonly MessageRecord[]): void;

  /** Keeps a mail for the mail server, together with the jobs that it tells of; the answer is its id. */
  queueMail(mail: Omit<MailRecord, 'id'>, jobs: readonly JobRecord[]): number;
  /** Rewrites a mail that was tried, together with its jobs. */
  putMail(mail: MailRecord, jobs: readonly JobRecord[]): void;
  /** Forgets a mail that was sent or given up, together with its jobs. */
  removeMail(id: number, jobs: readonly JobRecord[]): void;

  /** Files a fax that is on the disk and in no list, under the id that it had. */
  adopt(job: JobRecord, message: MessageRecord): void;
  /** Sees to it that ids up to this one are not given again. */
  raiseIds(id: number): void;

  /**
   * Erases a job with its attempts and pages, its message, and mails that tell of it alone; notes it in the audit list.
   * The files that are left of it are kept as the setting `#erased:ID`, until {@link finishErase}.
   */
  erase(id: number, audit: Omit<AuditRecord, 'id'>, leftovers?: readonly string[]): void;
  /** The files of an erased fax are gone: forgets them, and empties the write-ahead log. */
  finishErase(id: number): void;
  /** Faxes that have come of age and may be erased, oldest first. */
  agedFaxes(query: AgeQuery): readonly AgedFax[];
  addAudit(entry: Omit<AuditRecord, 'id'>): void;
  /** Lines of the audit list, newest first, and how many there are in all. */
  audit(limit: number): { readonly entries: readonly AuditRecord[]; readonly total: number };
  /** Ids of final jobs that ended before an instant (ms), oldest first. */
  endedBefore(instant: number, limit: number): readonly number[];
  /** Ids of archived faxes, oldest first. */
  oldestArchived(limit: number): readonly number[];
  archiveFacts(): ArchiveFacts;
  /** Writes a whole copy of the database to a path where nothing is yet. */
  copyTo(path: string): void;

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
  job: true,
  jobs: true,
  submission: true,
  message: true,
  messages: true,
  documentsInUse: true,
  documentUsers: true,
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
  queueMail: true,
  putMail: true,
  removeMail: true,
  adopt: true,
  raiseIds: true,
  erase: true,
  finishErase: true,
  agedFaxes: true,
  addAudit: true,
  audit: true,
  endedBefore: true,
  oldestArchived: true,
  archiveFacts: true,
  copyTo: true,
  close: true,
} satisfies Record<StoreMethod, true>) as readonly StoreMethod[];

/** Methods that change nothing on the disk. */
export const readingMethods: ReadonlySet<StoreMethod> = new Set([
  'load',
  'job',
  'jobs',
  'submission',
  'message',
  'messages',
  'documentsInUse',
  'documentUsers',
  'attempts',
  'audit',
  'agedFaxes',
  'endedBefore',
  'oldestArchived',
  'archiveFacts',
  'copyTo',
  'close',
]);
