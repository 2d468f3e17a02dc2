import type { Coding, PageWidth, Resolution } from '../model/page-format.ts';
import { fieldReader, unknownBits } from './dis-bits.ts';
import { type ImageModulation, type ModemCapability, modulationOfDcs, modulations } from './modulations.ts';

/**
 * DIS and DCS information fields (T.30 table 2). Bits are numbered as there, from 1; fields of any length are read,
 * bits that we do not know are ignored, and octets after the last extend bit do not exist.
 */

const POLL = 9;
const RECEIVE = 10;
const MODEM = 11;
const FINE = 15;
const MR = 16;
const WIDTH = 17;
const LENGTH = 19;
const SCAN_TIME = 21;
const ECM = 27;
const SMALL_FRAMES = 28;
const MMR = 31;
const FNV = 33;
const PSA = 35;
const SUPERFINE = 41;
const METRIC_PREFERRED = 45;
const HALF_SCAN_TIME = 46;
const SEP = 47;
const SUB = 49;
/** PWD in DTC, SID in DCS. */
const PASSWORD = 50;

/** What a station can do, of what matters to us. */
export interface Capabilities {
  readonly canReceive: boolean;
  readonly hasPollDocument: boolean;
  readonly modems: ModemCapability;
  readonly resolutions: readonly Resolution[];
  readonly widths: readonly PageWidth[];
  readonly codings: readonly Coding[];
  readonly ecm: boolean;
  /** The least time a scan line may take at each resolution, ms. */
  readonly scanTime: Readonly<Record<Resolution, number>>;
}

/** What a station takes besides pages: which frames may go to it, and how long its paper is. */
export interface Services {
  readonly subAddress: boolean;
  readonly password: boolean;
  readonly selector: boolean;
  readonly polledSubAddress: boolean;
  readonly fieldNotValid: boolean;
  readonly length: PageLength;
  /** Bits that are set and unknown to us. */
  readonly unknownBits: readonly number[];
}

/** The longest page (DIS and DCS bits 19 and 20). */
export type PageLength = 'a4' | 'b4' | 'unlimited';

/** What the sender chose: the session's parameters as DCS tells them. */
export interface SessionParameters {
  readonly modulation: ImageModulation;
  readonly resolution: Resolution;
  readonly width: PageWidth;
  readonly coding: Coding;
  readonly ecm: boolean;
  /** Octets of an ECM frame's data. */
  readonly frameSize: 256 | 64;
  /** ms; 0 in ECM. */
  readonly scanTime: number;
  /** Length of the paper; unlimited unless said. */
  readonly length?: PageLength;
}

/** Frames that go with a DIS, DTC or DCS, as its own bits tell it. */
export interface Companions {
  /** DIS: a document waits here to be fetched. */
  readonly poll?: boolean;
  /** DIS: SUB is taken; DCS: it goes with it. */
  readonly subAddress?: boolean;
  /** DIS: a password is taken; DTC: PWD goes with it; DCS: SID does. */
  readonly password?: boolean;
  /** DIS: SEP is taken; DTC: it goes with it. */
  readonly selector?: boolean;
  /** DTC: PSA goes with it. */
  readonly polledSubAddress?: boolean;
}

/** An information field under construction: sets bits by their number and minds the extend bits at the end. */
class Field {
  readonly #octets: number[] = [0, 0, 0];

  set(bit: number, on = true): this {
    const index = (bit - 1) >> 3;
    while (this.#octets.length <= index) this.#octets.push(0);
    if (on) this.#octets[index]! |= 0x80 >> ((bit - 1) & 7);
    return this;
  }

  /** A number over several bits, the first bit highest. */
  number(bit: number, width: number, value: number): this {
    for (let i = 0; i < width; i++) this.set(bit + i, ((value >> (width - 1 - i)) & 1) === 1);
    return this;
  }

  /** The octets, cut behind the last one that says something, extend bits set on the way there. */
  toOctets(): Uint8Array {
    const octets = [...this.#octets];
    while (octets.length > 3 && octets.at(-1) === 0) octets.pop();
    for (let i = 2; i < octets.length - 1; i++) octets[i]! |= 1;
    return Uint8Array.from(octets);
  }
}

/** DIS bits 21 to 23: ms at 3.85 lines/mm and at 7.7. */
const scanTimes: readonly (readonly [number, number])[] = [
  [20, 20],
  [40, 40],
  [10, 10],
  [10, 5],
  [5, 5],
  [40, 20],
  [20, 10],
  [0, 0],
];

/** DCS bits 21 to 23 by ms. */
const dcsScanTimes: readonly (readonly [number, number])[] = [
  [0, 0b111],
  [5, 0b100],
  [10, 0b010],
  [20, 0b000],
  [40, 0b001],
];

/** Bits 19 and 20; 11 is none of them and read as the longest. */
const lengths: readonly PageLength[] = ['a4', 'unlimited', 'b4', 'unlimited'];

const widthsOfDis: readonly (readonly PageWidth[])[] = [['a4'], ['a4', 'b4', 'a3'], ['a4', 'b4'], ['a4', 'b4', 'a3']];
const widthsOfDcs: readonly (PageWidth | null)[] = ['a4', 'a3', 'b4', null];

/** Reads a DIS (or DTC); null where it is too short to be one. */
export function decodeDis(fif: Uint8Array): Capabilities | null {
  if (fif.length < 2) return null;
  const { bit, number } = fieldReader(fif);
  const modem = number(MODEM, 4);
  const ecm = bit(ECM);
  const [standard, fine] = scanTimes[number(SCAN_TIME, 3)]!;
  const codings: Coding[] = ['mh'];
  if (bit(MR)) codings.push('mr');
  if (bit(MMR) && ecm) codings.push('mmr');
  const resolutions: Resolution[] = ['standard'];
  if (bit(FINE)) resolutions.push('fine');
  if (bit(SUPERFINE)) resolutions.push('superfine');
  return {
    canReceive: bit(RECEIVE),
    hasPollDocument: bit(POLL),
    modems: {
      v17: modem === 0b1101,
      v29: modem === 0b1000 || modem >= 0b1100,
      v27ter: modem === 0b0100 || modem >= 0b1100,
    },
    resolutions,
    widths: widthsOfDis[number(WIDTH, 2)]!,
    codings,
    ecm,
    scanTime: { standard, fine, superfine: bit(HALF_SCAN_TIME) ? fine / 2 : fine },
  };
}

/** What a DIS (or DTC) says of frames besides the page's, and of bits that we do not know. */
export function decodeServices(fif: Uint8Array): Services {
  const { bit, number } = fieldReader(fif);
  return {
    subAddress: bit(SUB),
    password: bit(PASSWORD),
    selector: bit(SEP),
    polledSubAddress: bit(PSA),
    fieldNotValid: bit(FNV),
    length: lengths[number(LENGTH, 2)]!,
    unknownBits: unknownBits(fif),
  };
}

/** Which frames a DCS says went before it: none may be missing from its burst. */
export function decodeDcsCompanions(fif: Uint8Array): { readonly subAddress: boolean; readonly password: boolean } {
  const { bit } = fieldReader(fif);
  return { subAddress: bit(SUB), password: bit(PASSWORD) };
}

/** A DIS for what we can receive, or the DTC of a poller. */
export function encodeDis(own: Capabilities, companions: Companions = {}): Uint8Array {
  const { v17, v29, v27ter } = own.modems;
  const modem = v17 ? 0b1101 : v29 && v27ter ? 0b1100 : v29 ? 0b1000 : v27ter ? 0b0100 : 0;
  const width = own.widths.includes('a3') ? 0b01 : own.widths.includes('b4') ? 0b10 : 0b00;
  const time = scanTimes.findIndex(
    ([standard, fine]) => standard === own.scanTime.standard && fine === own.scanTime.fine,
  );
  if (time < 0) throw new RangeError('no DIS bits for these scan line times');
  return new Field()
    .set(POLL, companions.poll ?? own.hasPollDocument)
    .set(RECEIVE, own.canReceive)
    .number(MODEM, 4, modem)
    .set(FINE, own.resolutions.includes('fine'))
    .set(MR, own.codings.includes('mr'))
    .number(WIDTH, 2, width)
    .number(LENGTH, 2, 0b01)
    .number(SCAN_TIME, 3, time)
    .set(ECM, own.ecm)
    .set(MMR, own.ecm && own.codings.includes('mmr'))
    .set(SUPERFINE, own.resolutions.includes('superfine'))
    .set(METRIC_PREFERRED, own.resolutions.includes('superfine'))
    .set(PSA, companions.polledSubAddress ?? false)
    .set(SEP, companions.selector ?? false)
    .set(SUB, companions.subAddress ?? false)
    .set(PASSWORD, companions.password ?? false)
    .toOctets();
}

/** Reads a DCS; null where it is too short, or names a rate or width that does not exist. */
export function decodeDcs(fif: Uint8Array): SessionParameters | null {
  if (fif.length < 2) return null;
  const { bit, number } = fieldReader(fif);
  const modulation = modulationOfDcs(number(MODEM, 4));
  const width = widthsOfDcs[number(WIDTH, 2)] ?? null;
  if (modulation === null || width === null) return null;
  const ecm = bit(ECM);
  return {
    modulation,
    resolution: bit(SUPERFINE) ? 'superfine' : bit(FINE) ? 'fine' : 'standard',
    width,
    coding: bit(MMR) ? 'mmr' : bit(MR) ? 'mr' : 'mh',
    ecm,
    frameSize: bit(SMALL_FRAMES) ? 64 : 256,
    scanTime: ecm ? 0 : (dcsScanTimes.find(([, bits]) => bits === number(SCAN_TIME, 3))?.[0] ?? 20),
  };
}

/** A DCS for the parameters chosen. A scan line time between two that DCS can say is told as the longer one. */
export function encodeDcs(chosen: SessionParameters, companions: Companions = {}): Uint8Array {
  const scanTime = dcsScanTimes.find(([ms]) => ms >= (chosen.ecm ? 0 : chosen.scanTime))?.[1] ?? 0b001;
  return new Field()
    .set(RECEIVE)
    .number(MODEM, 4, modulations[chosen.modulation].dcs)
    .set(FINE, chosen.resolution === 'fine')
    .set(MR, chosen.coding === 'mr')
    .number(WIDTH, 2, widthsOfDcs.indexOf(chosen.width))
    .number(LENGTH, 2, lengths.indexOf(chosen.length ?? 'unlimited'))
    .number(SCAN_TIME, 3, scanTime)
    .set(ECM, chosen.ecm)
    .set(SMALL_FRAMES, chosen.ecm && chosen.frameSize === 64)
    .set(MMR, chosen.coding === 'mmr')
    .set(SUPERFINE, chosen.resolution === 'superfine')
    .set(SUB, companions.subAddress ?? false)
    .set(PASSWORD, companions.password ?? false)
    .toOctets();
}

/** The least scan line time that DCS can say and that is not shorter than `ms`. */
export function scanTimeInDcs(ms: number): number {
  return dcsScanTimes.find(([known]) => known >= ms)?.[0] ?? 40;
}

/** DCS bits 1 to 16, as CTC carries them; the rate is all that CTC changes. */
export function modulationOfCtc(fif: Uint8Array): ImageModulation | null {
  return fif.length < 2 ? null : modulationOfDcs(fieldReader(fif).number(MODEM, 4));
}

/** Bits 11 to 14 in words, V.33 and what we do not know included. */
export function modulationWords(fif: Uint8Array, frame: 'DIS' | 'DCS'): string {
  const bits = fieldReader(fif).number(MODEM, 4);
  return (frame === 'DIS' ? modemsOfDis : modemsOfDcs).get(bits) ?? `unknown (${bits.toString(2).padStart(4, '0')})`;
}

const modemsOfDis: ReadonlyMap<number, string> = new Map([
  [0b0000, 'V.27ter 2400'],
  [0b0100, 'V.27ter'],
  [0b1000, 'V.29'],
  [0b1100, 'V.27ter, V.29'],
  [0b1110, 'V.27ter, V.29, V.33'],
  [0b1101, 'V.27ter, V.29, V.17'],
]);

const modemsOfDcs: ReadonlyMap<number, string> = new Map([
  ...Object.entries(modulations).map(([name, { dcs }]): [number, string] => [dcs, name]),
  [0b0010, 'v33-14400'],
  [0b0110, 'v33-12000'],
]);
