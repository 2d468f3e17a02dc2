import type { Modulation, Training } from '../../t30/carrier.ts';

/** How long things take on a telephone line, ms (T.30 4.1 to 4.3, V.17, V.27ter, V.29). */
export const lineTimes = {
  ced: 3_000,
  cng: 500,
  /** Silence behind CED. */
  cedGap: 75,
  /** Flags before the first frame of a V.21 burst. */
  preamble: 1_000,
  /** Flags before the first frame of an ECM block. */
  ecmFlags: 200,
  /** After so much of it flags, or a tone, are recognised. */
  detection: 200,
} as const;

const rates: Readonly<Record<Modulation, number>> = {
  'v21-300': 300,
  'v27ter-2400': 2400,
  'v27ter-4800': 4800,
  'v29-7200': 7200,
  'v29-9600': 9600,
  'v17-7200': 7200,
  'v17-9600': 9600,
  'v17-12000': 12000,
  'v17-14400': 14400,
};

/** Bits a second. */
export function bitRate(modulation: Modulation): number {
  return rates[modulation];
}

/** Training of an image modulation, ms; V.21 has none. */
export function trainingTime(modulation: Modulation, training: Training): number {
  switch (modulation) {
    case 'v21-300':
      return 0;
    case 'v27ter-2400':
      return 943;
    case 'v27ter-4800':
      return 708;
    case 'v29-7200':
    case 'v29-9600':
      return 234;
    case 'v17-7200':
    case 'v17-9600':
    case 'v17-12000':
    case 'v17-14400':
      return training === 'long' ? 1_393 : 142;
  }
}
