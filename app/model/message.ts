import { z } from 'zod';
import { idSchema, instantSchema } from './job.ts';

/** What became of one routing method of a received fax. */
export const routingStateSchema = z.object({
  method: z.string(),
  state: z.enum(['done', 'retrying', 'failed']),
  error: z.string().nullable(),
});

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
  port: z.string(),
  /** Absolute path of the stored TIFF. */
  file: z.string(),
  badLines: z.int().nonnegative(),
  routing: z.array(routingStateSchema).readonly(),
  /** True when it came over a practice line. */
  practice: z.boolean(),
});
export type Message = Readonly<z.infer<typeof messageSchema>>;
