import { reverseBits } from '../../t30/octets.ts';

/**
 * How long HDLC frames are on a line: bits with FCS and stuffing (ITU-T V.42 8.1.1.6: CRC-16, complemented, low bit
 * first; a zero after five ones), without flags.
 */

/** CRC-16 by octet, reflected polynomial 8408. */
const crcTable = Uint16Array.from({ length: 256 }, (_, octet) => {
  let crc = octet;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0x8408 : crc >> 1;
  return crc;
});

/** By ones before the octet (0 to 4) and the octet: stuffed zeros, and ones after it. */
const stuffing = Array.from({ length: 5 }, (_, onesBefore) =>
  Array.from({ length: 256 }, (_, octet) => {
    let ones = onesBefore;
    let stuffed = 0;
    for (let bit = 7; bit >= 0; bit--) {
      ones = (octet >> bit) & 1 ? ones + 1 : 0;
      if (ones === 5) {
        stuffed += 1;
        ones = 0;
      }
    }
    return { stuffed, ones };
  }),
);

/** Bits of a frame between its flags; octets in T.30 notation. */
export function frameBits(octets: Uint8Array): number {
  let crc = 0xffff;
  let ones = 0;
  let bits = 0;
  const count = (octet: number): void => {
    const step = stuffing[ones]![octet]!;
    bits += 8 + step.stuffed;
    ones = step.ones;
  };
  for (const octet of octets) {
    count(octet);
    crc = (crc >> 8) ^ crcTable[(crc ^ reverseBits(octet)) & 0xff]!;
  }
  crc ^= 0xffff;
  count(reverseBits(crc & 0xff));
  count(reverseBits(crc >> 8));
  return bits;
}

/** Bits of the flag behind a frame. */
export const FLAG_BITS = 8;
