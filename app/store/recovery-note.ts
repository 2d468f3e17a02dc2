import { z } from 'zod';

/** The setting under which a recovery of the database is noted for the server. */
export const RECOVERY = '#recovery';

/** What became of a damaged database. */
export const databaseRecoverySchema = z.object({
  /**
   * `repaired`: what could be read was saved. `set-aside`: nothing could. `log-damaged`: the last changes could not be
   * read. `lost`: it was gone, and faxes lay beside it.
   */
  kind: z.enum(['repaired', 'set-aside', 'log-damaged', 'lost']),
  /** Name of the damaged file in the data folder, or null. */
  file: z.string().nullable(),
  jobs: z.int(),
  messages: z.int(),
  /** Faxes that were not sent yet, and are held. */
  held: z.int(),
  at: z.int(),
  /** The server has filed what was found. */
  settled: z.boolean().optional(),
});
export type DatabaseRecovery = Readonly<z.infer<typeof databaseRecoverySchema>>;
