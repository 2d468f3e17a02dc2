/**
 * UDPTL (T.38 9.1): IFP packets numbered and repeated, or protected by parity.
 */

/** What one datagram gave: packets in the order of their numbers, each delivered once. */
export interface Delivered {
  readonly seq: number;
  readonly octets: Uint8Array;
  /** True where it came of a repeat or a parity and not of its own datagram. */
  readonly recovered: boolean;
}

/** What became of datagrams so far. */
export interface UdptlCounts {
  readonly received: number;
  readonly delivered: number;
  readonly recovered: number;
  /** Numbers that never came and could not be recovered. */
  readonly lost: number;
  readonly repeated: number;
  /** Datagrams that are no UDPTL: dropped. */
  readonly malformed: number;
}
