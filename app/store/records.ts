import { z } from 'zod';
import { auditEntrySchema } from '../model/audit.ts';
import {
  idSchema,
  jobStateSchema,
  outcomeSchema,
  prioritySchema,
  scheduleSchema,
  transcriptEntrySchema,
} from '../model/job.ts';
import { codingSchema } from '../model/page-format.ts';
import { personSchema } from '../model/person.ts';
import { receiveModeSchema } from '../model/port.ts';
import { receiptOrderSchema, receiptStateSchema } from '../model/receipt.ts';
import { routingMethodSchema } from '../model/routing.ts';
import type { SettingValue } from '../model/settings.ts';

/** What the store keeps, as plain data. Instants are milliseconds since the epoch, UTC; paths are as they were given. */

const instant = z.int();

/** A line of the embedded server as it was configured. */
export const portRecordSchema = z.object({
  id: z.int().positive(),
  name: z.string(),
  address: z.string(),
  send: z.boolean(),
  receive: receiveModeSchema,
  rings: z.int(),
  csid: z.string(),
  tsid: z.string(),
  priority: z.int().positive(),
});
export type PortRecord = Readonly<z.infer<typeof portRecordSchema>>;

/** A fax's copy in the archive. */
export const archivedSchema = z.object({ file: z.string(), bytes: z.int().nonnegative() });
export type Archived = Readonly<z.infer<typeof archivedSchema>>;

/** A job as it is stored. `state` never is `paused` or `preparing`: a pause rides on `waiting` or `retrying`. */
export const jobRecordSchema = z.object({
  id: idSchema,
  direction: z.enum(['out', 'in']),
  state: jobStateSchema.exclude(['paused', 'preparing']),
  /** A person holds it; of an active job: it will be held when its call ends without finishing it. */
  paused: z.boolean(),
  stateSince: instant,
  number: z.string(),
  recipient: z.string().nullable(),
  subject: z.string().nullable(),
  note: z.string().nullable(),
  sender: z.string().nullable(),
  tsid: z.string().nullable(),
  billing: z.string().nullable(),
  /** Name of the document's file in the documents folder, or of the received file in the inbox folder. */
  document: z.string(),
  pages: z.int().nonnegative(),
  priority: prioritySchema,
  schedule: scheduleSchema,
  /** Not before this instant (schedule `time`), or null. */
  notBefore: instant.nullable(),
  /** Send on this port only, by name. */
  onlyPort: z.string().nullable(),
  practice: z.boolean(),
  submittedAt: instant,
  finishedAt: instant.nullable(),
  outcome: outcomeSchema.nullable(),
  /** The sentence that goes with the outcome, or null. */
  words: z.string().nullable(),
  /** Calls made in all. */
  attempts: z.int().nonnegative(),
  /** Failed attempts since it was submitted or restarted: what `retries` counts. */
  failures: z.int().nonnegative(),
  /** Not tried again before this instant, or null. */
  retryAt: instant.nullable(),
  /** The port of its last or present call, by name. */
  port: z.string().nullable(),
  /** Index of a page that went out whole in its last call and was not confirmed: it may be there twice. */
  unconfirmedPage: z.int().nonnegative().nullable(),
  submissionKey: z.string(),
  /** How many jobs were submitted with the same key. */
  submissionSize: z.int().positive(),
  userName: z.string().nullable(),
  displayName: z.string().nullable(),
  senderPerson: personSchema.nullable(),
  recipientPerson: personSchema.nullable(),
  /** Of `pages`, the first ones that are its cover page. */
  coverPages: z.int().nonnegative(),
  receipt: receiptOrderSchema.nullable(),
  receiptState: receiptStateSchema,
  receiptError: z.string().nullable(),
  /** Failed attempts since it was submitted or restarted, by outcome: what the rows of the retry table count. */
  failuresByOutcome: z.record(z.string(), z.int().positive()),
  /** The next attempt takes another port than this one where one is free; by name. */
  avoidPort: z.string().nullable(),
  /** It has ended and is to be archived. */
  archiveDue: z.boolean(),
  /**
   * Its copy in the archive: the TIFF's absolute path and the octets of all its files, or null. While `archiveDue` it is
   * where the copy is going to be, in part may be already.
   */
  archive: archivedSchema.nullable(),
});
export type JobRecord = Readonly<z.infer<typeof jobRecordSchema>>;
export type NewJobRecord = Omit<JobRecord, 'id'>;

/** One call for a job. Written when it begins and again when it ends. */
export const attemptRecordSchema = z.object({
  jobId: idSchema,
  n: z.int().positive(),
  startedAt: instant,
  endedAt: instant.nullable(),
  port: z.string(),
  outcome: outcomeSchema.nullable(),
  /** Where exactly it failed, for support. */
  code: z.string().nullable(),
  rate: z.int().nullable(),
  coding: codingSchema.nullable(),
  ecm: z.boolean().nullable(),
  remoteId: z.string().nullable(),
  pagesConfirmed: z.int().nonnegative(),
  transcript: z.array(transcriptEntrySchema).readonly(),
});
export type AttemptRecord = Readonly<z.infer<typeof attemptRecordSchema>>;

/** What became of one routing rule for a received fax. `pending`: it was not tried yet. */
export const routingRecordSchema = z.object({
  method: routingMethodSchema,
  state: z.enum(['pending', 'done', 'retrying', 'failed']),
  error: z.string().nullable(),
  /** The rule's id; null for the inbox itself. */
  rule: z.string().nullable().default(null),
  target: z.string().nullable().default(null),
  attempts: z.int().nonnegative().default(0),
  nextAt: instant.nullable().default(null),
});
export type RoutingRecord = Readonly<z.infer<typeof routingRecordSchema>>;

/** A mail that waits for the mail server. Its text is made when it is sent, of the jobs as they are. */
export const mailRecordSchema = z.object({
  id: z.int().positive(),
  /** The jobs that it tells of. */
  jobIds: z.array(idSchema).min(1).readonly(),
  to: z.string(),
  attach: z.boolean(),
  /** Makes a mail that was sent twice by a kill recognisable: the same for both. */
  messageId: z.string(),
  createdAt: instant,
  attempts: z.int().nonnegative(),
  nextAt: instant,
  error: z.string().nullable(),
});
export type MailRecord = Readonly<z.infer<typeof mailRecordSchema>>;

/** One line of the audit list. */
export const auditRecordSchema = auditEntrySchema.extend({ at: instant });
export type AuditRecord = Readonly<z.infer<typeof auditRecordSchema>>;

/** A received fax. Its id is the id of the job that received it. */
export const messageRecordSchema = z.object({
  id: idSchema,
  receivedAt: instant,
  pages: z.int().nonnegative(),
  state: z.enum(['complete', 'partial']),
  read: z.boolean(),
  tsid: z.string().nullable(),
  csid: z.string().nullable(),
  callerId: z.string().nullable(),
  port: z.string(),
  /** Name of the file in the inbox folder. */
  file: z.string(),
  badLines: z.int().nonnegative(),
  routing: z.array(routingRecordSchema).readonly(),
  practice: z.boolean(),
  /** The number called or the sub-address, where the line told it. */
  called: z.string().nullable(),
  archiveDue: z.boolean(),
  archive: archivedSchema.nullable(),
});
export type MessageRecord = Readonly<z.infer<typeof messageRecordSchema>>;

/** A job with what is stored beside it that the queue must know. */
export interface StoredJob {
  readonly job: JobRecord;
  /** Pages confirmed by the far end, from the first on. */
  readonly pagesConfirmed: number;
  /** An attempt that began and whose end was not written: its number, and whether the last page had gone out in it. */
  readonly openAttempt: { readonly n: number; readonly lastPageSent: boolean } | null;
}

/** What the server holds in memory from its start on. */
export interface StoredOffice {
  /** Changed values only. */
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly ports: readonly PortRecord[];
  /** By id: every job that is not final or has something left to do, and the newest of the others. */
  readonly jobs: readonly StoredJob[];
  /** By id: every message whose routing or archiving is not done, and the newest of the others. */
  readonly messages: readonly MessageRecord[];
  readonly mails: readonly MailRecord[];
  /** How many there are in all. */
  readonly totals: { readonly jobs: number; readonly messages: number };
}

/** Where the archive stands. */
export interface ArchiveFacts {
  readonly bytes: number;
  readonly faxes: number;
}
