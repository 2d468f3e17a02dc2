import type { ModemClass } from '../model/line-address.ts';

/** A serial port and what answers on it, as `fax modems` shows it. */
export interface ModemListing {
  readonly path: string;
  /**
   * `modem`: a modem answers, with fax or without. `in-use`: a program or a line of ours has the port. `silent`: nothing
   * answers AT. `no-access`: it cannot be opened. `not-asked`: it is known to be no modem.
   */
  readonly state: 'modem' | 'in-use' | 'silent' | 'no-access' | 'not-asked';
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly classes: readonly ModemClass[];
  /** The class in which it is used; null where it cannot be. */
  readonly use: ModemClass | null;
  /** Bits a second of pages in that class, fastest first. */
  readonly rates: readonly number[];
  /** What it is and what will be used, in one sentence without a full stop. */
  readonly words: string;
  /** The line address to try it or to add it as a port, or null. */
  readonly address: string | null;
}
