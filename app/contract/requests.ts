import { z } from 'zod';
import { auditEntrySchema } from '../model/audit.ts';
import { coverChoiceSchema, coverSchema } from '../model/cover.ts';
import { attemptSchema, idSchema, instantSchema, jobSchema, jobStateSchema, prioritySchema } from '../model/job.ts';
import { messageSchema } from '../model/message.ts';
import { officeLists } from '../model/office-lists.ts';
import { pageWidthSchema, resolutionSchema } from '../model/page-format.ts';
import { personSchema } from '../model/person.ts';
import { portChangesSchema, portNameSchema, portSchema, stationIdSchema } from '../model/port.ts';
import { receiptOrderSchema } from '../model/receipt.ts';
import { settingSchema } from '../model/settings.ts';
import { trialEventSchema, trialOrderSchema, trialStopSchema } from './line-trial.ts';
import { modemPortSchema } from './modem-ports.ts';
import { snapshotSchema } from './snapshot.ts';

/** Bounds of what one request may carry; what is larger is refused at the edge. */
export const limits = { files: 200, recipients: 10_000, ids: 10_000, text: 10_000, list: 100_000 } as const;

const pathSchema = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[^\0]*$/);
const textSchema = z.string().max(limits.text);
const shortSchema = z.string().max(200);
const idsSchema = z.array(idSchema).min(1).max(limits.ids).readonly();

/** How pages are made of files. `content`: text is thresholded and photographs are dithered, by what is on the page. */
export const renderOptionsSchema = z.object({
  resolution: resolutionSchema.default('fine'),
  /** null: the narrowest of A4, B4, A3 that holds the document at its own size; usually A4. */
  width: pageWidthSchema.nullable().default(null),
  dither: z.enum(['content', 'always', 'never']).default('content'),
});
export type RenderOptions = Readonly<z.infer<typeof renderOptionsSchema>>;

/** What to send: files to be rendered, or the very pages of an open preview. */
export const documentSourceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('files'),
    files: z.array(pathSchema).min(1).max(limits.files).readonly(),
    options: renderOptionsSchema,
  }),
  z.object({ kind: z.literal('preview'), previewId: z.string().max(64) }),
  /** The cover page alone. */
  z.object({ kind: z.literal('none') }),
]);

export const recipientSchema = z.object({
  number: z.string().max(60),
  name: shortSchema.nullable().default(null),
  /** What a cover page shows of them. */
  person: personSchema.nullable().default(null),
});
export type Recipient = Readonly<z.infer<typeof recipientSchema>>;

/** When to send: at once, in the discount window, or not before an instant. */
export const whenSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('now') }),
  z.object({ kind: z.literal('discount') }),
  z.object({ kind: z.literal('time'), at: instantSchema }),
]);
export type When = Readonly<z.infer<typeof whenSchema>>;

/** One send: one document, one job for each recipient. */
export const submitSchema = z.object({
  document: documentSourceSchema,
  recipients: z.array(recipientSchema).min(1).max(limits.recipients).readonly(),
  subject: shortSchema.nullable().default(null),
  note: textSchema.nullable().default(null),
  sender: shortSchema.nullable().default(null),
  tsid: stationIdSchema.nullable().default(null),
  billing: shortSchema.nullable().default(null),
  when: whenSchema.default({ kind: 'now' }),
  priority: prioritySchema.default('normal'),
  /** Send on this port or group of ports only, by name. */
  port: z.string().max(127).nullable().default(null),
  cover: coverChoiceSchema.nullable().default(null),
  /** The account that submits, and what a cover page shows of the sender. */
  userName: shortSchema.nullable().default(null),
  senderPerson: personSchema.nullable().default(null),
  /** Name in the queue. */
  displayName: shortSchema.nullable().default(null),
  receipt: receiptOrderSchema.nullable().default(null),
  /** Made by the client, one for each send: the same key again is the same jobs, never new ones. */
  key: z.string().min(8).max(100),
});
export type SubmitInput = z.input<typeof submitSchema>;
export type Submit = Readonly<z.output<typeof submitSchema>>;

/** Whose pages: a job's document, a received fax, or a preview. */
export const pageSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('job'), id: idSchema }),
  z.object({ kind: z.literal('message'), id: idSchema }),
  z.object({ kind: z.literal('preview'), id: z.string().max(64) }),
]);
export type StoredPagesRef = Readonly<z.infer<typeof pageSourceSchema>>;

/** One stored page's facts; densities in dots an inch. */
export const pageFactsSchema = z.object({
  width: z.int().positive(),
  rows: z.int().nonnegative(),
  xDpi: z.number(),
  yDpi: z.number(),
  badLines: z.int().nonnegative(),
});
export type PageFacts = Readonly<z.infer<typeof pageFactsSchema>>;

export const errorDataSchema = z.object({
  code: z.string(),
  modelName: z.string().nullable(),
  message: z.string(),
  next: z.string(),
});

const listNameSchema = z.enum(['destinations', 'blockedCallers', 'portGroups', 'routing']);
/** A list whole, with the revision that it was read at; its items are checked by `officeLists`. */
const listSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('destinations'), revision: z.int(), items: officeLists.destinations }),
  z.object({ name: z.literal('blockedCallers'), revision: z.int(), items: officeLists.blockedCallers }),
  z.object({ name: z.literal('portGroups'), revision: z.int(), items: officeLists.portGroups }),
  z.object({ name: z.literal('routing'), revision: z.int(), items: officeLists.routing }),
]);
export type OfficeList = Readonly<z.output<typeof listSchema>>;

/** A document on the disk that no fax refers to. */
export const foundDocumentSchema = z.object({
  path: z.string(),
  pages: z.int().positive(),
  /** When its file was written. */
  at: instantSchema,
});

const trialIdSchema = z.string().min(8).max(40);

const commandResultsSchema = z.object({
  results: z.array(z.object({ id: z.int(), job: jobSchema.nullable(), error: errorDataSchema.nullable() })).readonly(),
});
const jobCommand = { input: z.object({ ids: idsSchema }), output: commandResultsSchema };

/**
 * Every request to whoever owns the data folder: name, input and output. Both doors (IPC and the local socket) take
 * these and nothing else; input is validated at the door. A refused request is a `FaxError`.
 */
export const requests = {
  snapshot: { input: z.object({}), output: snapshotSchema },
  submit: { input: submitSchema, output: z.object({ jobs: z.array(jobSchema).readonly() }) },
  'jobs.list': {
    input: z.object({
      limit: z.int().min(1).max(limits.list).default(200),
      state: jobStateSchema.nullable().default(null),
    }),
    output: z.object({ jobs: z.array(jobSchema).readonly(), total: z.int() }),
  },
  'jobs.get': {
    input: z.object({ id: idSchema }),
    output: z.object({ job: jobSchema, attempts: z.array(attemptSchema).readonly() }),
  },
  'jobs.pause': jobCommand,
  'jobs.resume': jobCommand,
  'jobs.restart': jobCommand,
  'jobs.cancel': jobCommand,
  'jobs.alter': {
    input: z.object({
      id: idSchema,
      number: z.string().max(60).optional(),
      when: whenSchema.optional(),
      priority: prioritySchema.optional(),
    }),
    output: z.object({ job: jobSchema }),
  },
  'ports.list': { input: z.object({}), output: z.object({ ports: z.array(portSchema).readonly() }) },
  'ports.set': {
    input: z.object({ name: portNameSchema, changes: portChangesSchema }),
    output: z.object({ port: portSchema }),
  },
  'ports.add': {
    input: z.object({ name: portNameSchema, address: z.string().max(300) }),
    output: z.object({ port: portSchema }),
  },
  /** Answers the call that rings on a port: `receive` = `manual` waits for this, and `auto` need not count its rings. */
  'ports.answer': { input: z.object({ name: portNameSchema }), output: z.object({ port: portSchema }) },
  /** Looks at every serial port of the server's machine and asks what answers on it; takes some seconds. */
  'lines.modems': { input: z.object({}), output: z.object({ modems: z.array(modemPortSchema).readonly() }) },
  /** Opens the line of a port once more that is offline or out of service; the answer tells what came of it. */
  'ports.retry': { input: z.object({ name: portNameSchema }), output: z.object({ port: portSchema }) },
  'ports.remove': { input: z.object({ name: portNameSchema }), output: z.object({}) },
  /** An office list with its revision: routing rules, destinations, blocked callers, groups of ports. */
  'lists.get': { input: z.object({ name: listNameSchema }), output: listSchema },
  /** Writes a list whole. Throws `LIST_INVALID`; `LIST_CHANGED` where the revision is not the present one. */
  'lists.put': { input: listSchema, output: listSchema },
  /** Printers that the server's machine knows. */
  'printers.list': { input: z.object({}), output: z.object({ printers: z.array(z.string()).readonly() }) },
  /** Sends a mail that says that the settings work; answers when the mail server has taken it. */
  'mail.test': { input: z.object({ to: z.email().max(254) }), output: z.object({}) },
  /** Tries the routing of a received fax that failed or waits, now. */
  'routing.retry': { input: z.object({ id: idSchema }), output: z.object({ message: messageSchema }) },
  'covers.list': { input: z.object({}), output: z.object({ covers: z.array(coverSchema).readonly() }) },
  /** Draws a cover page with the given fields (object model 3.7) into a file. */
  'covers.render': {
    input: z.object({
      cover: coverChoiceSchema,
      fields: z.record(z.string().max(60), textSchema),
      path: pathSchema,
      format: z.enum(['pdf', 'tif']),
    }),
    output: z.object({ path: z.string(), pages: z.int() }),
  },
  /** The proof of a fax that has ended: outcome, numbers, times, pages, transcript and page images, as PDF. */
  proof: {
    input: z.object({ id: idSchema, path: pathSchema }),
    output: z.object({ path: z.string(), pages: z.int() }),
  },
  /** Erases a fax for good: pages, transcript, proof, archive. What is left is a line of the audit list. */
  erase: { input: z.object({ id: idSchema }), output: z.object({}) },
  /** Writes everything that the data folder holds into one file, while the server works on. */
  backup: {
    input: z.object({ path: pathSchema }),
    output: z.object({ path: z.string(), bytes: z.int(), faxes: z.int() }),
  },
  'audit.list': {
    input: z.object({ limit: z.int().min(1).max(limits.list).default(200) }),
    output: z.object({ entries: z.array(auditEntrySchema).readonly(), total: z.int() }),
  },
  /** Documents found on the disk that no fax refers to, after the database had to be set aside. */
  'found.list': { input: z.object({}), output: z.object({ documents: z.array(foundDocumentSchema).readonly() }) },
  /** Forgets a found document, with its file. */
  'found.remove': { input: z.object({ path: pathSchema }), output: z.object({}) },
  'settings.list': { input: z.object({}), output: z.object({ settings: z.array(settingSchema).readonly() }) },
  /** All of the values or none. */
  'settings.set': {
    input: z.object({ values: z.record(z.string().max(60), z.union([z.string().max(1000), z.number(), z.boolean()])) }),
    output: z.object({ settings: z.array(settingSchema).readonly() }),
  },
  'messages.list': {
    input: z.object({ limit: z.int().min(1).max(limits.list).default(200) }),
    output: z.object({ messages: z.array(messageSchema).readonly(), total: z.int() }),
  },
  'messages.get': { input: z.object({ id: idSchema }), output: z.object({ message: messageSchema }) },
  'messages.mark': {
    input: z.object({ ids: idsSchema, read: z.boolean() }),
    output: z.object({ messages: z.array(messageSchema).readonly() }),
  },
  /** The facts of every stored page of a fax or preview. */
  'pages.list': {
    input: z.object({ source: pageSourceSchema }),
    output: z.object({ pages: z.array(pageFactsSchema).readonly() }),
  },
  /** One page as a PNG in true aspect, at most `width` pixels wide (null: its own dots). */
  'pages.image': {
    input: z.object({
      source: pageSourceSchema,
      page: z.int().positive(),
      width: z.int().min(16).max(4864).nullable(),
    }),
    output: z.object({ png: z.base64() }),
  },
  /** Renders files as they will be sent; `preview` events tell how far it is. The same id again replaces the preview. */
  'preview.open': {
    input: z.object({
      previewId: z
        .string()
        .min(8)
        .max(64)
        .regex(/^[\w-]+$/),
      files: z.array(pathSchema).min(1).max(limits.files).readonly(),
      options: renderOptionsSchema,
    }),
    output: z.object({
      pages: z.array(pageFactsSchema).readonly(),
      files: z.array(z.object({ path: z.string(), pages: z.int(), note: z.string().nullable() })).readonly(),
    }),
  },
  'preview.close': { input: z.object({ previewId: z.string().max(64) }), output: z.object({}) },
  /** Writes a sent job's stored pages, or a received fax as received. `id` is a job's or a message's. */
  save: {
    input: z.object({ id: idSchema, path: pathSchema, format: z.enum(['pdf', 'tif']) }),
    output: z.object({ path: z.string(), pages: z.int() }),
  },
  /** Tries a practice line of the owner's network out: one call, no queue. It ends when nobody follows it any more. */
  'trial.start': {
    input: z.object({ address: z.string().max(300), order: trialOrderSchema }),
    output: z.object({ trialId: trialIdSchema }),
  },
  /** The trial's events from the `after`th on, as soon as there is one; `over` with the last. A refusal ends the trial. */
  'trial.follow': {
    input: z.object({ trialId: trialIdSchema, after: z.int().nonnegative() }),
    output: z.object({ events: z.array(trialEventSchema).readonly(), over: z.boolean() }),
  },
  'trial.stop': { input: z.object({ trialId: trialIdSchema, how: trialStopSchema }), output: z.object({}) },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export type RequestName = keyof typeof requests;
export type RequestInput<N extends RequestName> = z.input<(typeof requests)[N]['input']>;
export type RequestParsed<N extends RequestName> = z.output<(typeof requests)[N]['input']>;
export type RequestOutput<N extends RequestName> = z.output<(typeof requests)[N]['output']>;
