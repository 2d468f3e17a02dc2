import type { BitOrder } from './page-octets.ts';

/** What firmware does that its class does not say. */
export interface Class2Quirks {
  /** Bit order of received pages; null for what most modems of the class do. */
  readonly receivedOrder: BitOrder | null;
  /** Octet that starts received data: DC2, or DC1 (XON) for the oldest Class 2 modems. */
  readonly receiveTrigger: 0x12 | 0x11;
  /** How long to wait for the XON that SP-2388-A promises before page data, ms; 0 not at all. */
  readonly xonWait: number;
}

export const noQuirks: Class2Quirks = {
  receivedOrder: null,
  receiveTrigger: 0x12,
  xonWait: 2000,
};
