import { z } from 'zod';

/** A serial port and what answers on it, for whoever adds a line. */
export const modemPortSchema = z.object({
  path: z.string(),
  /**
   * `fax`: a fax modem that can be used. `no-fax`: a modem without fax. `silent`: nothing answers AT. `in-use`: another
   * program, or a line of ours, has the port. `unusable`: it cannot be opened. `not-asked`: it is known to be no modem.
   */
  state: z.enum(['fax', 'no-fax', 'silent', 'in-use', 'unusable', 'not-asked']),
  /** What it is, in one sentence without a full stop. */
  words: z.string(),
  /** The line address to add; null for anything but `fax`. */
  address: z.string().nullable(),
});
export type ModemPort = Readonly<z.infer<typeof modemPortSchema>>;
