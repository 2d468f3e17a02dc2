import type { Coding, Resolution } from '../model/page-format.ts';
import type { ModemFamily } from './modulations.ts';

/** What one call may use of what this end can do. Everything left out is allowed. */
export interface CallTerms {
  /** Error correction mode. */
  readonly ecm: boolean;
  /** Codings, MH always among them. */
  readonly codings?: readonly Coding[];
  /** Modulations; V.27ter at 2400 always remains. */
  readonly modems?: readonly ModemFamily[];
  /** The finest resolution. */
  readonly finest?: Resolution;
  /** Octets of an ECM frame, chosen by the sender: 256 unless said. */
  readonly frameSize?: 64 | 256;
  /** Minimum scan line time that this end asks of a sender without ECM, ms: 0, 5, 10, 20 or 40. */
  readonly scanTime?: number;
}
