import { z } from 'zod';
import { idSchema, outcomeSchema } from '../model/job.ts';
import { changeSchema } from './snapshot.ts';

/** What the owner of the data folder tells everyone who listens. */
export const faxEventSchema = z.discriminatedUnion('type', [
  /** Takes a snapshot of `version - 1` to `version`; whoever holds another version asks for a new snapshot. */
  z.object({ type: z.literal('patch'), version: z.int().positive(), changes: z.array(changeSchema).readonly() }),
  /** How far a preview is: pages done and, once known, pages in all. */
  z.object({
    type: z.literal('preview'),
    previewId: z.string(),
    file: z.string(),
    pagesDone: z.int().nonnegative(),
    pages: z.int().nonnegative().nullable(),
  }),
  /** Something worth telling a person: at most once for each fax and end, and for each time that a line is given up. */
  z.object({
    type: z.literal('notice'),
    /** `line-down`: a line was given up and needs a person. */
    notice: z.enum(['delivered', 'failed', 'uncertain', 'received', 'line-down']),
    /** The job's id; the message's for `received`, the port's for `line-down`. */
    id: idSchema,
    pages: z.int().nonnegative(),
    practice: z.boolean(),
    outcome: outcomeSchema.nullable(),
    /** The sentence of the row: no names, no full numbers. */
    words: z.string(),
  }),
]);
export type FaxEvent = Readonly<z.infer<typeof faxEventSchema>>;
export type FaxNotice = Extract<FaxEvent, { type: 'notice' }>;
