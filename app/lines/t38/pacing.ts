import type { Modulation, Training } from '../../t30/carrier.ts';
import { FLAG_BITS, frameBits } from '../loopback/hdlc-timing.ts';
import { bitRate, trainingTime } from '../loopback/line-times.ts';
import type { Ifp, IfpDataType, IfpField, IfpIndicator } from './ifp.ts';

/**
 * What a terminal sends, and when (T.38 8.3; the wait times are those of the modem that a gateway turns it into).
 * Times are ms of line time.
 */
export const t38Times = {
  /** CED: T.30 4.2 asks for 2.6 to 4.0 s. */
  ced: 2_700,
  /** Silence behind CED. */
  cedGap: 75,
  cng: 500,
  /** From one CNG to the next: 3 s off (T.30 4.2). */
  cngPeriod: 3_500,
  /** Flags before the first V.21 frame: less than 1 s upsets some adapters. */
  preamble: 1_000,
  /** Flags before the first frame of an ECM block. */
  ecmFlags: 200,
  /** One packet of a stream holds what a modem sends in this time. */
  packet: 30,
  /** A sender that is late by more lets the line time slip instead of catching up in one burst. */
  slip: 250,
  /** Unpaced: rest after each {@link UNPACED_BURST}. */
  rest: 1,
} as const;

/** Times that indicators, ends of signals and V.21 frames are sent, under the same number: they cost next to nothing. */
export const COPIES = 3;
/** Packets of zeros behind a page: adapters that play it out clip its end otherwise. */
export const PADDING_PACKETS = 3;
/** Unpaced: datagrams that go out before the sender rests, so that no buffer on the way overflows. */
export const UNPACED_BURST = 24;
/** Unpaced: octets of a stream that go into one packet. */
const UNPACED_OCTETS = 240;

/** One packet that is due at a moment of a transmission. */
export interface DuePacket {
  /** Ms after the transmission began. */
  readonly at: number;
  readonly ifp: Ifp;
  readonly copies: number;
}

/** The indicator that announces a modulation. */
export function indicatorOf(modulation: Modulation, training: Training): IfpIndicator {
  switch (modulation) {
    case 'v21-300':
      return 'v21-preamble';
    case 'v17-7200':
    case 'v17-9600':
    case 'v17-12000':
    case 'v17-14400':
      return `${modulation}-${training}`;
    default:
      return modulation;
  }
}

/** The data type that a modulation's data travels under. */
export function dataTypeOf(modulation: Modulation): IfpDataType {
  return modulation === 'v21-300' ? 'v21' : modulation;
}

const modulationsByData: Readonly<Partial<Record<IfpDataType, Modulation>>> = {
  v21: 'v21-300',
  'v27ter-2400': 'v27ter-2400',
  'v27ter-4800': 'v27ter-4800',
  'v29-7200': 'v29-7200',
  'v29-9600': 'v29-9600',
  'v17-7200': 'v17-7200',
  'v17-9600': 'v17-9600',
  'v17-12000': 'v17-12000',
  'v17-14400': 'v17-14400',
};

/** The modulation of a data type; null for those that we do not have (V.8, V.33, V.34). */
export function modulationOfData(type: IfpDataType): Modulation | null {
  return modulationsByData[type] ?? null;
}

const modulationsByIndicator: Readonly<Partial<Record<IfpIndicator, Modulation>>> = {
  'v21-preamble': 'v21-300',
  'v27ter-2400': 'v27ter-2400',
  'v27ter-4800': 'v27ter-4800',
  'v29-7200': 'v29-7200',
  'v29-9600': 'v29-9600',
  'v17-7200-short': 'v17-7200',
  'v17-7200-long': 'v17-7200',
  'v17-9600-short': 'v17-9600',
  'v17-9600-long': 'v17-9600',
  'v17-12000-short': 'v17-12000',
  'v17-12000-long': 'v17-12000',
  'v17-14400-short': 'v17-14400',
  'v17-14400-long': 'v17-14400',
};

/** The modulation that an indicator announces; null for tones, silence, and modulations that we do not have. */
export function modulationOfIndicator(indicator: IfpIndicator): Modulation | null {
  return modulationsByIndicator[indicator] ?? null;
}

/** From the indicator to the first data, ms: what the modem behind a gateway takes before data can go out. */
export function leadTime(modulation: Modulation, training: Training, kind: 'frames' | 'stream'): number {
  if (modulation === 'v21-300') return t38Times.preamble;
  return trainingTime(modulation, training) + (kind === 'frames' ? t38Times.ecmFlags : 0);
}

/** Octets of a stream that go into one packet. */
export function streamPacketOctets(modulation: Modulation, pace: boolean): number {
  if (!pace) return UNPACED_OCTETS;
  return Math.max(1, Math.floor((bitRate(modulation) * t38Times.packet) / 8000));
}

/** How long octets of a stream are on the line, ms. */
export function streamTime(modulation: Modulation, octets: number): number {
  return (octets * 8000) / bitRate(modulation);
}

/**
 * A burst of HDLC frames. Each frame is one packet, due when its last bit would be on the line: a lost packet then
 * costs one frame and no more, and a gateway sends flags until the next frame is there. V.21 frames and the last of a
 * block go out {@link COPIES} times: a lost command costs seconds.
 */
export function packetsOfFrames(
  modulation: Modulation,
  training: Training,
  frames: readonly Uint8Array[],
): readonly DuePacket[] {
  const packets: DuePacket[] = [
    { at: 0, ifp: { kind: 'indicator', indicator: indicatorOf(modulation, training) }, copies: COPIES },
  ];
  let at = leadTime(modulation, training, 'frames');
  for (const [i, octets] of frames.entries()) {
    const last = i === frames.length - 1;
    at += ((frameBits(octets) + FLAG_BITS) * 1000) / bitRate(modulation);
    const fields: readonly IfpField[] = [
      { type: 'hdlc-data', data: octets },
      { type: last ? 'hdlc-fcs-ok-sig-end' : 'hdlc-fcs-ok', data: null },
    ];
    const copies = last || modulation === 'v21-300' ? COPIES : 1;
    packets.push({ at, ifp: { kind: 'data', type: dataTypeOf(modulation), fields }, copies });
  }
  packets.push({ at, ifp: noSignal, copies: COPIES });
  return packets;
}

/** Octets of a non-ECM stream as a packet. */
export function streamPacket(modulation: Modulation, data: Uint8Array): Ifp {
  return { kind: 'data', type: dataTypeOf(modulation), fields: [{ type: 't4-non-ecm-data', data }] };
}

/** The end of a non-ECM stream as a packet. */
export function streamEnd(modulation: Modulation): Ifp {
  return { kind: 'data', type: dataTypeOf(modulation), fields: [{ type: 't4-non-ecm-sig-end', data: null }] };
}

/** Nothing is being sent. */
export const noSignal: Ifp = { kind: 'indicator', indicator: 'no-signal' };
