import { z } from 'zod';
import { transcriptEntrySchema } from '../model/job.ts';
import { personSchema } from '../model/person.ts';
import { receiptOrderSchema } from '../model/receipt.ts';
import {
  archivedSchema,
  attemptRecordSchema,
  jobRecordSchema,
  mailRecordSchema,
  messageRecordSchema,
  portRecordSchema,
  routingRecordSchema,
} from './records.ts';
import { yesNo as asYesNo, fromJson, tableReader } from './table-reader.ts';

const yesNo = z.int().transform((value) => value !== 0);
const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);

/** How rows read back: SQLite has no booleans and no lists. */
export const portRow = portRecordSchema.extend({ send: yesNo });
export const jobRow = jobRecordSchema.extend({
  paused: yesNo,
  practice: yesNo,
  senderPerson: json(personSchema).nullable(),
  recipientPerson: json(personSchema).nullable(),
  receipt: json(receiptOrderSchema).nullable(),
  failuresByOutcome: json(z.record(z.string(), z.int().positive())),
  archiveDue: yesNo,
  archive: json(archivedSchema).nullable(),
});
export const jobReader = tableReader(jobRecordSchema, {
  paused: asYesNo,
  practice: asYesNo,
  senderPerson: fromJson,
  recipientPerson: fromJson,
  receipt: fromJson,
  failuresByOutcome: fromJson,
  archiveDue: asYesNo,
  archive: fromJson,
});
export const messageRow = messageRecordSchema.extend({
  read: yesNo,
  practice: yesNo,
  routing: json(z.array(routingRecordSchema).readonly()),
  archiveDue: yesNo,
  archive: json(archivedSchema).nullable(),
});
export const messageReader = tableReader(messageRecordSchema, {
  read: asYesNo,
  practice: asYesNo,
  routing: fromJson,
  archiveDue: asYesNo,
  archive: fromJson,
});
export const attemptRow = attemptRecordSchema.extend({
  ecm: yesNo.nullable(),
  transcript: json(z.array(transcriptEntrySchema).readonly()),
});
export const mailRow = mailRecordSchema.extend({
  jobIds: json(z.array(z.int().positive()).min(1).readonly()),
  attach: yesNo,
});
export const countRow = z.object({ count: z.int() });
export const archiveRow = z.object({ faxes: z.int(), bytes: z.int() });
export const nameRow = z.object({ name: z.string() });
export const settingRow = z.object({ name: z.string(), value: json(z.union([z.string(), z.number(), z.boolean()])) });
export const openAttemptRow = z.object({ jobId: z.int().positive(), n: z.int(), lastPageSent: yesNo });
export const idRow = z.object({ id: z.int().positive() });
