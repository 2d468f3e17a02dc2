import { z } from 'zod';
import { instantSchema } from './job.ts';

export const portKindSchema = z.enum(['loopback', 'modem', 't38', 'remote']);
export const receiveModeSchema = z.enum(['none', 'auto', 'manual']);
/** `ringing`: a call comes in and can be answered by hand; it is shown where `receive` is not `none`. */
export const portStateSchema = z.enum([
  'idle',
  'ringing',
  'dialing',
  'sending',
  'receiving',
  'offline',
  'out-of-service',
]);

/** One line of the server with its settings and its live state. */
export const portSchema = z.object({
  id: z.int().positive(),
  name: z.string(),
  address: z.string(),
  kind: portKindSchema,
  number: z.string(),
  send: z.boolean(),
  receive: receiveModeSchema,
  rings: z.int(),
  csid: z.string(),
  tsid: z.string(),
  priority: z.int().positive(),
  canModify: z.boolean(),
  state: portStateSchema,
  jobId: z.int().positive().nullable(),
  page: z.int().positive().nullable(),
  pages: z.int().positive().nullable(),
  remoteId: z.string().nullable(),
  rate: z.int().positive().nullable(),
  ecm: z.boolean().nullable(),
  /** Since when it is in this state. */
  since: instantSchema,
  /** Why the line cannot be used, in words, or null. */
  error: z.string().nullable(),
  /** What to do about it, in words, or null. */
  next: z.string().nullable(),
  /** Who calls, as the network tells it; null where it does not, or nobody does. */
  callerId: z.string().nullable(),
});
export type Port = Readonly<z.infer<typeof portSchema>>;

/** A station identifier: at most 20 printable ASCII characters (T.30 5.3.6.2.4; object model 1.5). */
export const stationIdSchema = z
  .string()
  .max(20)
  .regex(/^[\x20-\x7e]*$/);

/** What may be changed of a port, each value with its range (object model 1.5). */
export const portChangesSchema = z.strictObject({
  rings: z.int().min(1).max(99).optional(),
  csid: stationIdSchema.optional(),
  tsid: stationIdSchema.optional(),
  send: z.boolean().optional(),
  receive: receiveModeSchema.optional(),
  priority: z.int().min(1).optional(),
});
export type PortChanges = Readonly<z.infer<typeof portChangesSchema>>;

/** A port's name: 1 to 64 printable characters, no line breaks. */
export const portNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^\P{Cc}*$/u);
