import { z } from 'zod';
import { idSchema, instantSchema } from './job.ts';

/** What became of one routing rule for a received fax. */
export const routingStateSchema = z.object({
  method: z.string(),
  state: z.enum(['done', 'retrying', 'failed']),
  /** Why it failed last, a sentence; null where it did not. */
  error: z.string().nullable(),
  /** The rule's id; null for the inbox itself. */
  rule: z.string().nullable(),
  /** Where it went or is to go, in words: an address, a folder, a printer. */
  target: z.string().nullable(),
  attempts: z.int().nonnegative(),
  /** When it is tried (again), or null. */
  nextAt: instantSchema.nullable(),
});
export type RoutingState = Readonly<z.infer<typeof routingStateSchema>>;

/** A received fax as it lies in the inbox. */
export const messageSchema = z.object({
  id: idSchema,
  receivedAt: instantSchema,
  pages: z.int().nonnegative(),
  /** `partial`: the call was cut; what had arrived was kept. */
  state: z.enum(['complete', 'partial']),
  read: z.boolean(),
  tsid: z.string().nullable(),
  csid: z.string().nullable(),
  callerId: z.string().nullable(),
  /** The number called or the sub-address, where the line tells it. */
  called: z.string().nullable(),
  port: z.string(),
  /** Absolute path of the stored TIFF. */
  file: z.string(),
  badLines: z.int().nonnegative(),
  routing: z.array(routingStateSchema).readonly(),
  /** True when it came over a practice line. */
  practice: z.boolean(),
  /** Absolute path of its copy in the archive (the TIFF), or null. */
  archived: z.string().nullable(),
});
export type Message = Readonly<z.infer<typeof messageSchema>>;
