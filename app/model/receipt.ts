import { z } from 'zod';

/** A mail that tells how a fax ended (object model 3.10). */
export const receiptOrderSchema = z.object({
  address: z.email().max(254),
  /** The proof, with the pages, is attached. */
  attach: z.boolean().default(false),
  /** One mail for all recipients of a send, when the last is final; false: one for each. */
  group: z.boolean().default(true),
});
export type ReceiptOrder = Readonly<z.infer<typeof receiptOrderSchema>>;

/**
 * How far a receipt is: `none` was asked for; `waiting` for the fax (or all of its broadcast) to end; `due`: its mail is
 * to be written; `queued`: the mail waits for the mail server; `sent`; `failed` for good.
 */
export const receiptStateSchema = z.enum(['none', 'waiting', 'due', 'queued', 'sent', 'failed']);
export type ReceiptState = z.infer<typeof receiptStateSchema>;
