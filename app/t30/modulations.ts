import type { Modulation } from './carrier.ts';

/** An image modulation: any but V.21. */
export type ImageModulation = Exclude<Modulation, 'v21-300'>;

interface Facts {
  readonly rate: number;
  readonly family: ModemFamily;
  /** DCS bits 11 to 14, bit 11 highest (T.30 table 2). */
  readonly dcs: number;
}

export type ModemFamily = 'v17' | 'v29' | 'v27ter';

/** Every image modulation, best first: the order of falling back (T.30 5.3.6.2.3 leaves it to the sender). */
export const modulations: Readonly<Record<ImageModulation, Facts>> = {
  'v17-14400': { rate: 14400, family: 'v17', dcs: 0b0001 },
  'v17-12000': { rate: 12000, family: 'v17', dcs: 0b0101 },
  'v17-9600': { rate: 9600, family: 'v17', dcs: 0b1001 },
  'v29-9600': { rate: 9600, family: 'v29', dcs: 0b1000 },
  'v17-7200': { rate: 7200, family: 'v17', dcs: 0b1101 },
  'v29-7200': { rate: 7200, family: 'v29', dcs: 0b1100 },
  'v27ter-4800': { rate: 4800, family: 'v27ter', dcs: 0b0100 },
  'v27ter-2400': { rate: 2400, family: 'v27ter', dcs: 0b0000 },
};

const order = Object.keys(modulations) as ImageModulation[];

/** What a station's modems can do, as DIS bits 11 to 14 tell it. */
export interface ModemCapability {
  readonly v17: boolean;
  readonly v29: boolean;
  /** V.27ter at 4800; 2400 is always there (fall-back mode). */
  readonly v27ter: boolean;
}

/** The modulations that two stations share, best first. */
export function commonModulations(ours: ModemCapability, theirs: ModemCapability): readonly ImageModulation[] {
  return order.filter((modulation) => {
    if (modulation === 'v27ter-2400') return true;
    const { family } = modulations[modulation];
    return ours[family] && theirs[family];
  });
}

/** The modulation that DCS bits 11 to 14 name, or null where they name none that we have. */
export function modulationOfDcs(bits: number): ImageModulation | null {
  return order.find((modulation) => modulations[modulation].dcs === bits) ?? null;
}

/** Bits a second of an image modulation. */
export function rateOf(modulation: ImageModulation): number {
  return modulations[modulation].rate;
}
