import { z } from 'zod';
import { type FaxErrorCode, faxErrorCatalogue } from '../model/errors.ts';
import { storeMethods } from './store.ts';

/** What crosses to the store's worker thread and back. Errors are data: a thrown one would lose its code on the way. */

export const storeRequestSchema = z.object({
  id: z.int(),
  method: z.enum(storeMethods),
  given: z.array(z.unknown()),
});
export type StoreRequest = z.infer<typeof storeRequestSchema>;

const codeSchema = z.custom<FaxErrorCode>((value) => typeof value === 'string' && value in faxErrorCatalogue);

export const storeAnswerSchema = z.discriminatedUnion('kind', [
  /** The file is open, or could not be opened. */
  z.object({ kind: z.literal('open') }),
  z.object({ kind: z.literal('result'), id: z.int(), value: z.unknown() }),
  z.object({
    kind: z.literal('error'),
    /** The request's, or null when the file could not be opened. */
    id: z.int().nullable(),
    error: z.object({
      code: codeSchema,
      modelName: z.string().nullable(),
      message: z.string(),
      next: z.string(),
      /** What support would want to know: the cause's own words. */
      cause: z.string().nullable(),
    }),
  }),
]);
export type StoreAnswer = z.infer<typeof storeAnswerSchema>;

/** What the worker is started with. */
export const storeWorkerDataSchema = z.object({ path: z.string(), now: z.number() });
