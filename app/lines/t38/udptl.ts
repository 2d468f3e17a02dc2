/**
 * UDPTL (T.38 9.1): IFP packets numbered and repeated, or protected by parity.
 */

/** What one datagram gave: packets in the order of their numbers, each delivered once. */
export interface Delivered {
  /** Number of the packet, counted on where the 16 bits on the wire wrap; starts anew when the far end does. */
  readonly seq: number;
  readonly octets: Uint8Array;
  /** True where it came of a repeat or a parity and not of its own datagram. */
  readonly recovered: boolean;
  /** Packets given up right before this one: a frame that goes on across them has a hole. */
  readonly lostBefore: number;
}

/** What became of datagrams so far. */
export interface UdptlCounts {
  readonly received: number;
  readonly delivered: number;
  readonly recovered: number;
  /** Numbers that never came, or too late, and could not be recovered. */
  readonly lost: number;
  /** Datagrams whose own packet was there already, or given up. */
  readonly repeated: number;
  /** Datagrams that are no UDPTL: dropped. */
  readonly malformed: number;
}

/** A datagram taken apart. */
export interface UdptlDatagram {
  /** 16 bits. */
  readonly seq: number;
  readonly primary: Uint8Array;
  readonly recovery: ErrorRecovery;
}

/**
 * What goes with the primary packet of number s. Secondaries: packets s-1, s-2 and so on. Parity: of n sets, set m
 * (0 to n-1) is the exclusive or of packets s + m - k × n, k from 1 to span, the shorter ones filled up with zeros.
 */
export type ErrorRecovery =
  | { readonly kind: 'secondaries'; readonly packets: readonly Uint8Array[] }
  | { readonly kind: 'parity'; readonly span: number; readonly sets: readonly Uint8Array[] };

/** Most octets of one packet: longer ones would be sent in fragments, which no fax needs. */
export const MAX_PACKET = 0x3fff;
/** Most secondaries or parity sets that are read in one datagram. */
const MAX_ENTRIES = 127;

/** Octets that an open type (length, then octets) takes. */
export function openTypeSize(length: number): number {
  return (length < 0x80 ? 1 : 2) + length;
}

/** Octets of a datagram with this primary and nothing else: the room that recovery takes comes on top. */
export function bareSize(primary: Uint8Array, kind: ErrorRecovery['kind']): number {
  return 2 + openTypeSize(primary.length) + (kind === 'secondaries' ? 2 : 4);
}

/** A datagram as octets. Throws `RangeError` for packets of no octet or more than {@link MAX_PACKET}. */
export function encodeDatagram({ seq, primary, recovery }: UdptlDatagram): Uint8Array {
  const entries = recovery.kind === 'secondaries' ? recovery.packets : recovery.sets;
  const size = entries.reduce((sum, entry) => sum + openTypeSize(entry.length), bareSize(primary, recovery.kind));
  const out = new Uint8Array(size);
  out[0] = seq >> 8;
  out[1] = seq;
  let at = putOpenType(out, 2, primary);
  if (recovery.kind === 'secondaries') out[at++] = 0x00;
  else {
    out[at++] = 0x80;
    out[at++] = 1;
    out[at++] = recovery.span;
  }
  out[at++] = entries.length;
  for (const entry of entries) at = putOpenType(out, at, entry);
  return out;
}

function putOpenType(out: Uint8Array, start: number, octets: Uint8Array): number {
  if (octets.length === 0 || octets.length > MAX_PACKET) throw new RangeError(`A packet of ${octets.length} octets.`);
  let at = start;
  if (octets.length >= 0x80) out[at++] = 0x80 | (octets.length >> 8);
  out[at++] = octets.length;
  out.set(octets, at);
  return at + octets.length;
}

/** Takes a datagram apart; null where it is malformed. Never throws. Packets are views of `octets`. */
export function decodeDatagram(octets: Uint8Array): UdptlDatagram | null {
  const reader = new OctetReader(octets);
  const seq = (reader.octet() << 8) | reader.octet();
  const primary = reader.openType();
  const isParity = (reader.octet() & 0x80) !== 0;
  // An INTEGER of more than one octet would be a span that no terminal can hold.
  if (isParity && reader.octet() !== 1) return null;
  const span = isParity ? reader.octet() : 0;
  const count = reader.length();
  if (reader.failed || primary.length === 0 || count > MAX_ENTRIES) return null;
  const entries: Uint8Array[] = [];
  for (let n = 0; n < count && !reader.failed; n += 1) entries.push(reader.openType());
  if (reader.failed || !reader.atEnd()) return null;
  const recovery: ErrorRecovery = isParity
    ? { kind: 'parity', span, sets: entries }
    : { kind: 'secondaries', packets: entries };
  return { seq, primary, recovery };
}

/** Reads octets. Reading past the end fails for good and gives zeros. */
class OctetReader {
  readonly #octets: Uint8Array;
  #at = 0;
  failed = false;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
  }

  octet(): number {
    const octet = this.#octets[this.#at];
    this.#at += 1;
    if (octet === undefined) this.failed = true;
    return octet ?? 0;
  }

  /** A length determinant: one octet, or two; fragments fail. */
  length(): number {
    const first = this.octet();
    if (first < 0x80) return first;
    if (first >= 0xc0) this.failed = true;
    return ((first & 0x3f) << 8) | this.octet();
  }

  openType(): Uint8Array {
    const length = this.length();
    const start = this.#at;
    this.#at += length;
    if (this.#at > this.#octets.length) this.failed = true;
    return this.failed ? new Uint8Array(0) : this.#octets.subarray(start, this.#at);
  }

  atEnd(): boolean {
    return this.#at === this.#octets.length;
  }
}
