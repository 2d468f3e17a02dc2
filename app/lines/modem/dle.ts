/** Data link escape: within data it announces a code, and stands doubled for itself (T.31 6.3, T.32 8.3). */
export const DLE = 0x10;
export const ETX = 0x03;
/** `<DLE><SUB>`: two DLE in the data, where +FDD=1 or Class 2.0 (T.31 8.3.2). */
export const SUB = 0x1a;
/** What stops a modem that is receiving; never XON or XOFF, which flow control would eat. */
export const CAN = 0x18;
/** What ends data: `<DLE><ETX>`. */
export const DLE_ETX: Uint8Array = Uint8Array.of(DLE, ETX);

/** The octets with each DLE doubled; the same array where there is none. Costs a search, not a loop over octets. */
export function stuffDle(octets: Uint8Array): Uint8Array {
  const first = octets.indexOf(DLE);
  if (first === -1) return octets;
  let doubled = 0;
  for (let at = first; at !== -1; at = octets.indexOf(DLE, at + 1)) doubled += 1;
  const out = new Uint8Array(octets.length + doubled);
  let from = 0;
  let to = 0;
  for (let at = first; at !== -1; at = octets.indexOf(DLE, at + 1)) {
    out.set(octets.subarray(from, at + 1), to);
    to += at + 1 - from;
    out[to++] = DLE;
    from = at + 1;
  }
  out.set(octets.subarray(from), to);
  return out;
}

/** What {@link DleReader} tells. */
export interface DleListener {
  data(octets: Uint8Array): void;
  code?(octet: number): void;
}

const oneDle = Uint8Array.of(DLE);
const twoDle = Uint8Array.of(DLE, DLE);

/** Undoes DLE stuffing of octets that come in pieces of any size. */
export class DleReader {
  /** A DLE ended the last piece. */
  #escaped = false;

  /**
   * Takes a piece. Returns how many of its octets were used: all of them, or those up to and with the `<DLE><ETX>`
   * that ended the data; then `ended` is true. Pieces told are views of `octets`: copy what is kept.
   */
  take(octets: Uint8Array, listener: DleListener): { readonly used: number; readonly ended: boolean } {
    let from = 0;
    if (this.#escaped && octets.length > 0) {
      this.#escaped = false;
      const second = octets[0]!;
      if (second === ETX) return { used: 1, ended: true };
      // A doubled one stands for itself: the second is the first octet of what follows.
      if (second === DLE) listener.data(oneDle);
      else this.#tellCode(second, listener);
      from = 1;
    }
    for (;;) {
      const at = octets.indexOf(DLE, from);
      if (at === -1) {
        if (from < octets.length) listener.data(octets.subarray(from));
        return { used: octets.length, ended: false };
      }
      const second = octets[at + 1];
      const isData = second === DLE;
      // The first DLE of a pair goes out with the octets before it.
      if (at > from || isData) listener.data(octets.subarray(from, isData ? at + 1 : at));
      if (second === undefined) {
        this.#escaped = true;
        return { used: octets.length, ended: false };
      }
      if (second === ETX) return { used: at + 2, ended: true };
      if (!isData) this.#tellCode(second, listener);
      from = at + 2;
    }
  }

  #tellCode(octet: number, listener: DleListener): void {
    if (octet === SUB) listener.data(twoDle);
    else listener.code?.(octet);
  }
}
