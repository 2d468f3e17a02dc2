import { z } from 'zod';
import { codingSchema } from './page-format.ts';
import { receiptStateSchema } from './receipt.ts';

/** Instants cross boundaries as ISO-8601 UTC with Z. */
export const instantSchema = z.iso.datetime();

/** Jobs and messages share one sequence of positive 32-bit ids, never reused. */
export const idSchema = z.int().positive().max(0x7fffffff);

/** What a fax is doing. `uncertain` waits for a person: the last page went out and its confirmation was not seen. */
export const jobStateSchema = z.enum([
  'preparing',
  'waiting',
  'paused',
  'dialing',
  'sending',
  'retrying',
  'delivered',
  'failed',
  'cancelled',
  'uncertain',
  'receiving',
  'routing',
  'received',
]);
export type JobState = z.infer<typeof jobStateSchema>;

/** States from which a job does not move by itself. */
export const finalStates: ReadonlySet<JobState> = new Set([
  'delivered',
  'failed',
  'cancelled',
  'uncertain',
  'received',
]);

/** States in which a job has a port. */
export const activeStates: ReadonlySet<JobState> = new Set(['dialing', 'sending', 'receiving']);

/** How a call or a job ended: a closed list. */
export const outcomeSchema = z.enum([
  'ok',
  'busy',
  'no-answer',
  'no-dial-tone',
  'no-carrier',
  'not-fax',
  'training-failed',
  'page-rejected',
  'lost-in-page',
  'incompatible',
  'password',
  'remote-hung-up',
  'cancelled',
  'line-failed',
  'not-in-service',
  'blocked-number',
  'uncertain',
]);
export type Outcome = z.infer<typeof outcomeSchema>;

/** Which fax goes first when a port is free. */
export const prioritySchema = z.enum(['low', 'normal', 'high']);
export type Priority = z.infer<typeof prioritySchema>;

/** What may be asked of a job now; the screen offers just these. */
export const operationSchema = z.enum(['pause', 'resume', 'restart', 'cancel', 'alter']);
export type Operation = z.infer<typeof operationSchema>;

/** When a fax may go: at once, in the discount window, or not before a time. */
export const scheduleSchema = z.enum(['now', 'discount', 'time']);

/** One fax, outgoing or being received, as every list and every screen shows it. */
export const jobSchema = z.object({
  id: idSchema,
  messageId: idSchema.nullable(),
  direction: z.enum(['out', 'in']),
  state: jobStateSchema,
  /** Why it is in this state and what comes next, in words. */
  reason: z.string(),
  /** When it moves next by itself, or null. */
  nextAt: instantSchema.nullable(),
  number: z.string(),
  recipient: z.string().nullable(),
  subject: z.string().nullable(),
  pages: z.int().nonnegative(),
  pagesConfirmed: z.int().nonnegative(),
  attempts: z.int().nonnegative(),
  port: z.string().nullable(),
  /** True when it was or would be sent on a practice line only: it never reaches the telephone network. */
  practice: z.boolean(),
  submittedAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  outcome: outcomeSchema.nullable(),
  priority: prioritySchema,
  schedule: scheduleSchema,
  allowed: z.array(operationSchema).readonly(),
  submissionKey: z.string(),
  /** Since when it is in this state. */
  stateSince: instantSchema,
  /** The page on the line now, 1-based over the whole document; null when no page is. */
  currentPage: z.int().positive().nullable(),
  /** Bits a second negotiated for the call in progress, or null. */
  rate: z.int().positive().nullable(),
  /** Attempts that may still be made after the present state, or null where it does not apply. */
  attemptsLeft: z.int().nonnegative().nullable(),
  /** The account that submitted it, or null where it is not known. */
  userName: z.string().nullable(),
  /** Its name in the queue; the subject or the first file's name where none was given. */
  displayName: z.string().nullable(),
  sender: z.string().nullable(),
  senderCompany: z.string().nullable(),
  senderDepartment: z.string().nullable(),
  /** The sender's identification given with the fax; sent where the server's own may not be used. */
  tsid: z.string().nullable(),
  billing: z.string().nullable(),
  /** Pages of `pages` that are its cover page. */
  coverPages: z.int().nonnegative(),
  /** How far the receipt is that was asked for, and where it goes. */
  receipt: receiptStateSchema,
  receiptAddress: z.string().nullable(),
  /** Why the receipt could not be sent yet, or at all; null otherwise. */
  receiptError: z.string().nullable(),
  /** Absolute path of its copy in the archive (the TIFF), or null. */
  archived: z.string().nullable(),
  /** How many faxes were submitted together with it, itself included. */
  submissionSize: z.int().positive(),
});
export type Job = Readonly<z.infer<typeof jobSchema>>;

/** One line of a call's transcript: a T.30 frame or signal, with its decoded fields. */
export const transcriptEntrySchema = z.object({
  /** Milliseconds of line time since the call began. */
  t: z.number().nonnegative(),
  dir: z.enum(['tx', 'rx']),
  /** The field's name of the frame or signal: DIS, DCS, TCF, CFR, MPS, MCF, PPS-EOP, CNG, page… */
  type: z.string(),
  /** The frame's octets in T.30 notation from the address octet on, upper case, without FCS; empty for a signal. */
  hex: z.string(),
  /** Decoded fields by name. */
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type TranscriptEntry = Readonly<z.infer<typeof transcriptEntrySchema>>;

/** Why a call did not do its work. */
export const attemptFailureSchema = z.object({
  /** A stable word for the exact place of the failure, for support. */
  code: z.string(),
  /** Who failed: this end, the far end, the path between the two, or the network; null where it is not known. */
  who: z.enum(['ours', 'theirs', 'line', 'network']).nullable(),
  /** The phase of T.30 in which it failed: A (call set-up) to D (confirming a page); null where it can be any. */
  phase: z.enum(['A', 'B', 'C', 'D']).nullable(),
  /** The sentence for the user. */
  words: z.string(),
  /** What happens or can be done next, a sentence; null where a later attempt or the fax's own state says more. */
  next: z.string().nullable(),
});
export type AttemptFailure = Readonly<z.infer<typeof attemptFailureSchema>>;

/** One call made for a job. */
export const attemptSchema = z.object({
  n: z.int().positive(),
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  port: z.string(),
  outcome: outcomeSchema.nullable(),
  rate: z.int().nullable(),
  coding: codingSchema.nullable(),
  ecm: z.boolean().nullable(),
  remoteId: z.string().nullable(),
  /** Pages of the document confirmed in this attempt. */
  pagesConfirmed: z.int().nonnegative(),
  /** Null where it went well, goes on, or was ended by a person. */
  failure: attemptFailureSchema.nullable(),
  transcript: z.array(transcriptEntrySchema).readonly(),
});
export type Attempt = Readonly<z.infer<typeof attemptSchema>>;
