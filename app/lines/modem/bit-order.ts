import { reverseBits } from '../../t30/octets.ts';

const reversed = Uint8Array.from({ length: 256 }, (_, octet) => reverseBits(octet));

/** Octets with the bits of each in the opposite order: T.30 notation to what a modem takes, and back. A new array. */
export function withBitsReversed(octets: Uint8Array): Uint8Array {
  const out = new Uint8Array(octets.length);
  for (let at = 0; at < octets.length; at++) out[at] = reversed[octets[at]!]!;
  return out;
}
