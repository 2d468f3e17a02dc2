/**
 * The least time that T.30 allows for a call: from the called end going off hook to the end of the caller's DCN, with
 * CSI+DIS and TSI+DCS sent once, no errors, and every wait at its nominal length or at the short end of its tolerance.
 */
import { encodeDcs, encodeDis } from '../../app/t30/dis-dcs.ts';
import { blockBurst, cutIntoBlocks, encodePps } from '../../app/t30/ecm-blocks.ts';
import { buildFrame } from '../../app/t30/frames.ts';
import { encodeIdentification } from '../../app/t30/identification.ts';
import { type ImageModulation, rateOf } from '../../app/t30/modulations.ts';
import { ownCapabilities } from '../../app/t30/negotiation.ts';

/** What is sent: coded pages, and how. */
export interface FloorCall {
  /** Octets of each page as they travel. */
  readonly pages: readonly Uint8Array[];
  readonly modulation: ImageModulation;
  readonly ecm: boolean;
}

/** Seconds: CED, gap between carriers, V.21 preamble, training check, flags before an ECM block (T.30 4 and 5). */
const lengths = {
  nominal: { ced: 3, gap: 0.075, preamble: 1, tcf: 1.5, flags: 0.2 },
  short: { ced: 2.6, gap: 0.055, preamble: 0.85, tcf: 1.35, flags: 0.2 },
} as const;
export type FloorKind = keyof typeof lengths;

const trainings: Readonly<Record<string, { readonly long: number; readonly short: number }>> = {
  'v27ter-2400': { long: 0.943, short: 0.943 },
  'v27ter-4800': { long: 0.708, short: 0.708 },
  'v29-7200': { long: 0.234, short: 0.234 },
  'v29-9600': { long: 0.234, short: 0.234 },
  v17: { long: 1.393, short: 0.142 },
};

/** Seconds that the call takes at the least. */
export function floorOf({ pages, modulation, ecm }: FloorCall, kind: FloorKind): number {
  const { ced, gap, preamble, tcf, flags } = lengths[kind];
  const training = trainings[modulation.startsWith('v17') ? 'v17' : modulation] ?? { long: 0, short: 0 };
  const rate = rateOf(modulation);
  const v21 = (...frames: readonly Uint8Array[]) =>
    preamble + frames.reduce((sum, frame) => sum + hdlcBits(frame) + 8, 0) / 300;
  const said = (name: 'CFR' | 'MCF' | 'EOP' | 'MPS' | 'DCN', x: boolean) => v21(buildFrame(name, { x, final: true }));
  let seconds = ced + gap + v21(...identification()) + gap + v21(...command(modulation, ecm)) + gap;
  seconds += training.long + tcf + gap + said('CFR', false) + gap;
  for (const [index, page] of pages.entries()) {
    const last = index === pages.length - 1;
    if (!ecm) {
      seconds += training.short + (page.length * 8) / rate;
      seconds += gap + said(last ? 'EOP' : 'MPS', true) + gap + said('MCF', false) + gap;
      continue;
    }
    const blocks = cutIntoBlocks(page, 256);
    for (const [at, block] of blocks.entries()) {
      const burst = blockBurst(
        block,
        block.map((_, n) => n),
      );
      const bits = burst.reduce((sum, frame) => sum + 8 + hdlcBits(frame), 8);
      seconds += training.short + flags + bits / rate;
      const closing = at === blocks.length - 1 ? (last ? 'EOP' : 'MPS') : 'NULL';
      const fif = encodePps({ command: closing, page: index, block: at, frames: block.length }, true);
      seconds += gap + v21(buildFrame('PPS', { x: true, final: true, fif })) + gap + said('MCF', false) + gap;
    }
  }
  return seconds + said('DCN', true);
}

function identification(): readonly Uint8Array[] {
  return [
    buildFrame('CSI', { x: false, final: false, fif: encodeIdentification('+15550100') }),
    buildFrame('DIS', { x: false, final: true, fif: encodeDis(ownCapabilities({ ecm: true })) }),
  ];
}

function command(modulation: ImageModulation, ecm: boolean): readonly Uint8Array[] {
  const dcs = encodeDcs({
    modulation,
    resolution: 'fine',
    width: 'a4',
    coding: ecm ? 'mmr' : 'mh',
    ecm,
    frameSize: 256,
    scanTime: 0,
  });
  return [
    buildFrame('TSI', { x: true, final: false, fif: encodeIdentification('+15550001') }),
    buildFrame('DCS', { x: true, final: true, fif: dcs }),
  ];
}

/** Bits of a frame between its flags, FCS and the zeros stuffed after five ones included. */
export function hdlcBits(frame: Uint8Array): number {
  let bits = 0;
  let ones = 0;
  for (const octet of [...frame, ...frameCheck(frame)])
    for (let mask = 0x80; mask > 0; mask >>= 1) {
      bits += 1;
      ones = (octet & mask) === 0 ? 0 : ones + 1;
      if (ones < 5) continue;
      bits += 1;
      ones = 0;
    }
  return bits;
}

/** The frame check sequence as it travels: CRC-16/X.25 in the notation with the first bit highest. */
function frameCheck(frame: Uint8Array): readonly [number, number] {
  let crc = 0xffff;
  for (const octet of frame)
    for (let mask = 0x80; mask > 0; mask >>= 1) {
      const bit = ((octet & mask) === 0 ? 0 : 1) ^ (crc >> 15);
      crc = ((crc << 1) & 0xffff) ^ (bit === 0 ? 0 : 0x1021);
    }
  const sent = crc ^ 0xffff;
  return [sent >> 8, sent & 0xff];
}
