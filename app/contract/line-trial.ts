import { z } from 'zod';
import { outcomeSchema, transcriptEntrySchema } from '../model/job.ts';
import { codingSchema, resolutionSchema } from '../model/page-format.ts';
import { stationIdSchema } from '../model/port.ts';

/** Bounds of a trial. */
const limits = { files: 200, timeout: 7 * 24 * 3_600_000, clock: 1_000 } as const;

const pathSchema = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[^\0]*$/);

/** What this end may use in the call; null leaves everything allowed. */
export const trialTermsSchema = z.object({
  ecm: z.boolean().default(true),
  codings: z.array(codingSchema).min(1).readonly().nullable().default(null),
  modems: z
    .array(z.enum(['v17', 'v29', 'v27ter']))
    .min(1)
    .readonly()
    .nullable()
    .default(null),
  /** The finest resolution. */
  finest: resolutionSchema.nullable().default(null),
  /** Octets of an ECM frame; the sender's choice. */
  frameSize: z
    .union([z.literal(64), z.literal(256)])
    .nullable()
    .default(null),
  /** Least time of a scan line that a receiver asks for, ms. */
  scanTime: z
    .union([z.literal(0), z.literal(5), z.literal(10), z.literal(20), z.literal(40)])
    .nullable()
    .default(null),
});
export type TrialTerms = Readonly<z.output<typeof trialTermsSchema>>;

const common = {
  /** Our identification (TSI, CSI, CIG); null: the line's own number. */
  ident: stationIdSchema.nullable().default(null),
  terms: trialTermsSchema,
  /** The call's time runs so many times as fast as the clock. */
  clock: z.number().min(1).max(limits.clock).default(1),
};
const documentShape = {
  files: z.array(pathSchema).min(1).max(limits.files).readonly(),
  /** For files that are no fax pages yet. */
  resolution: resolutionSchema.default('fine'),
};
/** `….tif` is one file, anything else a folder; null: pages are looked at and not kept. */
const outSchema = pathSchema.nullable().default(null);

/** One call on a line, with no queue: send a document, fetch one, or wait for a call and answer it. */
export const trialOrderSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('send'),
    number: z.string().max(60),
    document: z.object(documentShape),
    subAddress: stationIdSchema.nullable().default(null),
    password: stationIdSchema.nullable().default(null),
    ...common,
  }),
  z.object({
    kind: z.literal('poll'),
    number: z.string().max(60),
    out: outSchema,
    selector: stationIdSchema.nullable().default(null),
    password: stationIdSchema.nullable().default(null),
    ...common,
  }),
  z.object({
    kind: z.literal('answer'),
    out: outSchema,
    /** A document that the caller may fetch. */
    polled: z.object(documentShape).nullable().default(null),
    expectPassword: stationIdSchema.nullable().default(null),
    /** Answers at this ring. */
    rings: z.int().min(1).max(99).default(1),
    /** Gives up when nobody has called for so long, ms. */
    timeout: z.number().positive().max(limits.timeout).nullable().default(null),
    ...common,
  }),
]);
export type TrialOrder = Readonly<z.output<typeof trialOrderSchema>>;
export type AnswerOrder = Extract<TrialOrder, { kind: 'answer' }>;

/** How a trial ended; the last of its events. */
export const trialEndSchema = z.object({
  event: z.literal('end'),
  t: z.number(),
  outcome: outcomeSchema,
  /** Pages confirmed (sent) or stored whole (received). */
  pages: z.int().nonnegative(),
  ecm: z.boolean().nullable(),
  rate: z.int().nullable(),
  coding: codingSchema.nullable(),
  /** The exact place of a failure. */
  code: z.string(),
  words: z.string(),
  remoteId: z.string().nullable(),
  subAddress: z.string().nullable(),
  /** Absolute path of the file with what was received, or null. */
  file: z.string().nullable(),
  /** A practice line was used: nothing reached the telephone network. */
  practice: z.boolean(),
});
export type TrialEnd = Readonly<z.infer<typeof trialEndSchema>>;

/** What a trial tells while it runs; every `t` is line time in ms. `n` counts pages from 1. */
export const trialEventSchema = z.discriminatedUnion('event', [
  /** An answering line waits for a call: at this UDP port where it is a T.38 line. */
  z.object({ event: z.literal('ready'), address: z.string(), port: z.int().nullable() }),
  z.object({ event: z.literal('ring'), rings: z.int().positive(), callerId: z.string().nullable() }),
  z.object({ event: z.literal('phase'), t: z.number(), phase: z.enum(['A', 'B', 'C', 'D', 'E']) }),
  z.object({ event: z.literal('frame'), ...transcriptEntrySchema.shape }),
  z.object({
    event: z.literal('negotiated'),
    remoteId: z.string().nullable(),
    rate: z.int(),
    ecm: z.boolean(),
    coding: codingSchema,
  }),
  z.object({
    event: z.literal('page'),
    t: z.number(),
    n: z.int().positive(),
    rows: z.int().nonnegative(),
    badRows: z.int().nonnegative(),
    coding: codingSchema,
    status: z.enum(['MCF', 'RTP', 'RTN', 'none']),
  }),
  trialEndSchema,
]);
export type TrialEvent = Readonly<z.infer<typeof trialEventSchema>>;

/** How a trial is ended early: `cancel` says goodbye (DCN), `drop` hangs up at once, as if the line were cut. */
export const trialStopSchema = z.enum(['cancel', 'drop']);
export type TrialStop = z.infer<typeof trialStopSchema>;
