import type { Coding } from '../../../model/page-format.ts';
import { withBitsReversed } from '../bit-order.ts';

/**
 * Page data between our form (first bit on the line highest) and a modem's. Modems take octets lowest bit first
 * (+FBO=0, +FBOR=0). What they give is lowest first by the standard; Rockwell's Class 2 firmware and most that came
 * after give it highest first.
 */
export type BitOrder = 'lowest-first' | 'highest-first';

/** So much of a page is looked at to find its bit order. */
const sample = 16_384;

/** Ends of line (eleven zeros or more, then a one) in the first octets, first bit highest. */
function countEnds(octets: Uint8Array): number {
  let ends = 0;
  let zeros = 0;
  for (const octet of octets.subarray(0, sample)) {
    for (let mask = 0x80; mask > 0; mask >>= 1) {
      if ((octet & mask) === 0) zeros += 1;
      else {
        if (zeros >= 11) ends += 1;
        zeros = 0;
      }
    }
  }
  return ends;
}

/**
 * The order in which a page's octets are: the one with clearly more ends of line, else the expected one. A page of
 * MMR has none: the expected order stands.
 */
export function bitOrderOf(octets: Uint8Array, coding: Coding, expected: BitOrder): BitOrder {
  if (coding === 'mmr') return expected;
  const highest = countEnds(octets);
  const lowest = countEnds(withBitsReversed(octets.subarray(0, sample)));
  if (highest > 2 * lowest + 2) return 'highest-first';
  return lowest > 2 * highest + 2 ? 'lowest-first' : expected;
}

/** A received page in our form. */
export function receivedPage(octets: Uint8Array, order: BitOrder): Uint8Array {
  return order === 'highest-first' ? octets : withBitsReversed(octets);
}

/**
 * A coded page as a modem takes it: without RTC in MH and MR, since the modem ends the page itself, lowest bit first. MMR keeps its EOFB.
 */
export function pageForModem(data: Uint8Array, coding: Coding): Uint8Array {
  return withBitsReversed(coding === 'mmr' ? data : withoutRtc(data, coding));
}

/** T.4 4.1.2: RTC is six EOL in a row; in MR each is followed by a tag bit 1. */
function withoutRtc(data: Uint8Array, coding: Coding): Uint8Array {
  const end = startOfRtc(data, coding === 'mr' ? 13 : 12);
  if (end === null) return data;
  const out = data.slice(0, Math.ceil(end / 8));
  const spare = out.length * 8 - end;
  const last = out.length - 1;
  if (spare > 0) out[last] = (out[last] ?? 0) & (0xff << spare);
  return out;
}

/** The bit where the row of EOLs at the data's end begins, or null where there are not two of them. */
function startOfRtc(data: Uint8Array, eolBits: number): number | null {
  let bit = data.length * 8 - 1;
  const at = (place: number): number => ((data[place >> 3] ?? 0) >> (7 - (place & 7))) & 1;
  while (bit >= 0 && at(bit) === 0) bit -= 1;
  let ends = 0;
  let start = bit + 1;
  const tag = eolBits === 13;
  while (start >= eolBits) {
    const first = start - eolBits;
    let zeros = 0;
    while (zeros < 11 && at(first + zeros) === 0) zeros += 1;
    if (zeros < 11 || at(first + 11) !== 1 || (tag && at(first + 12) !== 1)) break;
    ends += 1;
    start = first;
  }
  return ends >= 2 ? start : null;
}
