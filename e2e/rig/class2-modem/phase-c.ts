const DLE = 0x10;
const ETX = 0x03;
const SUB = 0x1a;
const CAN = 0x18;

/** How a page from the DTE ends: by `<DLE><ETX>`, by a T.32 code, or broken off. */
export type PageEnding = 'etx' | 'mps' | 'eom' | 'eop' | 'cancelled';

const endings: Readonly<Record<number, PageEnding>> = {
  [ETX]: 'etx',
  44: 'mps',
  59: 'eom',
  46: 'eop',
  [CAN]: 'cancelled',
};

/** Takes a page's data from the DTE, DLE by DLE. */
export class PageFromDte {
  readonly #octets: number[] = [];
  #escaped = false;
  /** What came last was a CAN of its own: an abort when nothing follows. */
  lastWasCan = false;

  /** Takes octets up to the page's end; `used` of them, and how it ended. */
  take(octets: Uint8Array): { readonly used: number; readonly ending: PageEnding | null } {
    for (let at = 0; at < octets.length; at++) {
      const octet = octets[at] ?? 0;
      this.lastWasCan = !this.#escaped && octet === CAN;
      if (!this.#escaped) {
        if (octet === DLE) this.#escaped = true;
        else this.#octets.push(octet);
        continue;
      }
      this.#escaped = false;
      if (octet === DLE) this.#octets.push(DLE);
      else if (octet === SUB) this.#octets.push(DLE, DLE);
      const ending = endings[octet];
      if (ending !== undefined) return { used: at + 1, ending };
    }
    return { used: octets.length, ending: null };
  }

  get data(): Uint8Array {
    return Uint8Array.from(this.#octets);
  }
}

/** A page's data for the DTE: every DLE doubled, `<DLE><ETX>` at the end. */
export function pageForDte(octets: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (const octet of octets) {
    if (octet === DLE) out.push(DLE);
    out.push(octet);
  }
  out.push(DLE, ETX);
  return Uint8Array.from(out);
}

/** Octets with the first bit lowest and not highest, or the other way round. */
export function otherBitOrder(octets: Uint8Array): Uint8Array {
  return octets.map((octet) => {
    let bits = 0;
    for (let bit = 0; bit < 8; bit++) bits |= ((octet >> bit) & 1) << (7 - bit);
    return bits;
  });
}
