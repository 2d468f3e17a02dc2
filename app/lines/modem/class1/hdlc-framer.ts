import { fcsRegister } from './fcs.ts';

/**
 * ECM on a Class 1 modem: HDLC is ours, within the stream (T.4 annex A, V.42 8.1.1): flags, a zero after five ones, FCS.
 * Octets are as the modem takes them: the first bit on the line is the lowest.
 */

const FLAG = 0x7e;

/**
 * By ones before the octet (0 to 4) and the octet: its bits with zeros stuffed in (bits 0 to 10), how many they are
 * (bits 12 to 15) and the ones at their end (bits 16 to 18).
 */
const stuffed = Uint32Array.from({ length: 5 * 256 }, (_, index) => {
  let ones = index >> 8;
  let bits = 0;
  let count = 0;
  for (let bit = 0; bit < 8; bit++) {
    const one = (index >> bit) & 1;
    bits |= one << count++;
    ones = one === 1 ? ones + 1 : 0;
    if (ones === 5) {
      count += 1;
      ones = 0;
    }
  }
  return bits | (count << 12) | (ones << 16);
});

/**
 * Frames as a bit stream: `preamble` octets of flags, then each frame with its FCS and a flag, then two more flags.
 * Frames are given from the address octet on, without FCS, low bit first.
 */
export function frameStream(frames: readonly Uint8Array[], preamble: number): Uint8Array {
  let octets = 0;
  for (const frame of frames) octets += frame.length + 2;
  // Stuffing adds a fifth at most, a flag one octet for each frame.
  const out = new Uint8Array(preamble + Math.ceil(octets * 1.2) + 2 * frames.length + 8);
  out.fill(FLAG, 0, preamble);
  let to = preamble;
  let bits = 0;
  let count = 0;
  for (const frame of frames) {
    const fcs = fcsRegister(frame) ^ 0xffff;
    let ones = 0;
    const end = frame.length + 2;
    for (let at = 0; at < end; at++) {
      const octet = at < frame.length ? frame[at]! : at === frame.length ? fcs & 0xff : fcs >> 8;
      const step = stuffed[(ones << 8) | octet]!;
      bits |= (step & 0x7ff) << count;
      count += (step >> 12) & 0xf;
      ones = step >> 16;
      while (count >= 8) {
        out[to++] = bits & 0xff;
        bits >>>= 8;
        count -= 8;
      }
    }
    bits |= FLAG << count;
    out[to++] = bits & 0xff;
    bits >>>= 8;
  }
  // Flags to the end of the octet and beyond: a modem may drop its carrier a few bits early.
  for (let flags = 0; flags < 3; flags++) {
    bits |= FLAG << count;
    out[to++] = bits & 0xff;
    bits >>>= 8;
  }
  return out.subarray(0, to);
}
