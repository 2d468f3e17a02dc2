import type { BitOrder } from './page-octets.ts';

/** What firmware does that its class does not say. */
export interface Class2Quirks {
  /** Bit order of received pages; null for what most modems of the class do. */
  readonly receivedOrder: BitOrder | null;
  /** Octet that starts received data: DC2, or DC1 (XON) for the oldest Class 2 modems. */
  readonly receiveTrigger: 0x12 | 0x11;
  /** The modem sends a page as it is given: RTC is ours to say. */
  readonly appendsRtc: boolean;
  /** The modem hangs up with code 0 and without a page status where the last page was confirmed. */
  readonly normalHangUpConfirms: boolean;
  /** How long to wait for the XON that SP-2388-A promises before page data, ms; 0 not at all. */
  readonly xonWait: number;
  /** No better coding than MH, whatever the modem says. */
  readonly onlyMh: boolean;
  /** Error correction is not used, whatever the modem says. */
  readonly withoutEcm: boolean;
  /** Commands of every call, behind ours. */
  readonly settings: readonly string[];
}

export const noQuirks: Class2Quirks = {
  receivedOrder: null,
  receiveTrigger: 0x12,
  appendsRtc: true,
  normalHangUpConfirms: false,
  xonWait: 2000,
  onlyMh: false,
  withoutEcm: false,
  settings: [],
};
