import { type ImageModulation, rateOf } from './modulations.ts';

/** Length of the training check: 1.5 s of zeros (T.30 5.3.6.1.3). */
const TCF_SECONDS = 1.5;
/** What must have arrived of it. The whole is never asked for: its edges are lost on real lines. */
const NEEDED_SECONDS = 1;
/** Share of octets with a wrong bit that is let pass, by whether ECM will mend the page. */
const TOLERATED = { ecm: 0.05, plain: 0.02 } as const;

/** The training check sequence for a modulation. */
export function trainingCheck(modulation: ImageModulation): Uint8Array {
  return new Uint8Array((rateOf(modulation) * TCF_SECONDS) / 8);
}

/** What was heard of a training check. */
export interface TrainingVerdict {
  readonly ok: boolean;
  /** Octets heard behind the noise at the start. */
  readonly octets: number;
  readonly badOctets: number;
}

/** Judges a training check: after leading noise, one second of zeros with few bad octets. */
export function judgeTrainingCheck(data: Uint8Array, modulation: ImageModulation, ecm: boolean): TrainingVerdict {
  const needed = (rateOf(modulation) * NEEDED_SECONDS) / 8;
  const start = Math.max(0, data.indexOf(0));
  const end = Math.max(start, data.lastIndexOf(0) + 1);
  let badOctets = 0;
  for (let i = start; i < end; i++) if (data[i] !== 0) badOctets++;
  const octets = end - start;
  const tolerated = octets * (ecm ? TOLERATED.ecm : TOLERATED.plain);
  return { ok: octets >= needed && badOctets <= tolerated, octets, badOctets };
}
