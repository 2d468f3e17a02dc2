import { z } from 'zod';
import { instantSchema } from './job.ts';

/** One line of the audit list: what was done that leaves nothing else behind. No content, no names, no full numbers. */
export const auditEntrySchema = z.object({
  id: z.int().positive(),
  at: instantSchema,
  action: z.enum(['erased', 'expired', 'aged-out', 'backup', 'restored', 'database-recovered', 'database-set-aside']),
  /** The fax that it was done to, or null. */
  faxId: z.int().positive().nullable(),
  words: z.string(),
});
export type AuditEntry = Readonly<z.infer<typeof auditEntrySchema>>;
export type AuditAction = AuditEntry['action'];
