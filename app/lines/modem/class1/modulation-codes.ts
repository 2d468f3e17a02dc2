import type { Modulation, Training } from '../../../t30/carrier.ts';
import type { ImageModulation, ModemFamily } from '../../../t30/modulations.ts';

/** Values of +FTM and +FRM (T.31 table 1): with long training and, for V.17, with short. */
const codes: Readonly<Record<ImageModulation, { readonly long: number; readonly short: number }>> = {
  'v27ter-2400': { long: 24, short: 24 },
  'v27ter-4800': { long: 48, short: 48 },
  'v29-7200': { long: 72, short: 72 },
  'v29-9600': { long: 96, short: 96 },
  'v17-7200': { long: 73, short: 74 },
  'v17-9600': { long: 97, short: 98 },
  'v17-12000': { long: 121, short: 122 },
  'v17-14400': { long: 145, short: 146 },
};

/** The value of +FTM and +FRM for a modulation. */
export function modulationCode(modulation: Exclude<Modulation, 'v21-300'>, training: Training): number {
  return codes[modulation][training];
}

/** What a family of modulations needs, all of it: T.30 lets the far end choose among them. */
const needed: Readonly<Record<ModemFamily, readonly number[]>> = {
  v27ter: [24, 48],
  v29: [72, 96],
  v17: [73, 74, 97, 98, 121, 122, 145, 146],
};

/** The families of modulations that a modem can both send and receive, by its answers to +FTM=? and +FRM=?. */
export function familiesOf(transmit: readonly number[], receive: readonly number[]): readonly ModemFamily[] {
  const both = new Set(transmit.filter((code) => receive.includes(code)));
  return (['v27ter', 'v29', 'v17'] as const).filter((family) => needed[family].every((code) => both.has(code)));
}
