import type { Frame } from '../../../t30/carrier.ts';
import { withBitsReversed } from '../bit-order.ts';
import { endsWithFcs } from './fcs.ts';

const ADDRESS = 0xff;
/** Control octets low bit first: more frames follow, final frame. */
const MORE = 0x03;
const FINAL = 0x13;
/** The same with the bits of each octet turned round, as some modems deliver them. */
const TURNED = [0xc0, 0xc8];

/**
 * A V.21 frame from what a modem delivered between CONNECT and `<DLE><ETX>`, low bit first. Tolerates what modems do: the
 * FCS is there or not, the address is missing, all octets are turned round. `good` is what the modem said of the FCS.
 */
export function frameOfModem(octets: Uint8Array, good: boolean): Frame {
  let frame = octets;
  if (frame[0] === ADDRESS && TURNED.includes(frame[1] ?? 0)) frame = withBitsReversed(frame);
  if (frame[0] === MORE || frame[0] === FINAL) frame = Uint8Array.of(ADDRESS, ...frame);
  if (endsWithFcs(frame)) frame = frame.subarray(0, -2);
  return { octets: withBitsReversed(frame), fcsOk: good && frame.length >= 3 };
}

/** True for the last frame of a burst (T.30 5.3.5); `octets` in T.30 notation. */
export function isFinal(octets: Uint8Array): boolean {
  return ((octets[1] ?? 0) & 0x08) !== 0;
}
