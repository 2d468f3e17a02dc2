import type { BenchResult } from './bench.ts';

/** How often each side is measured unless a bench says otherwise. */
export const defaultRuns = 9;

/** The middle of the values; NaN for none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Half the range between the quartiles, as a part of the median. */
export function spread(values: readonly number[]): number {
  return (quantile(values, 0.75) - quantile(values, 0.25)) / 2 / median(values);
}

/** The value below which a part of the values lies (0.5: the middle); NaN for none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** What {@link compare} measures. */
export interface Comparison {
  readonly name: string;
  readonly page: string;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  /** One measurement of ours. */
  ours(): Promise<number>;
  readonly peer: string;
  /** One measurement of the peer's. */
  theirs(): Promise<number>;
  readonly runs?: number;
}

/** Measures both sides in turn, so that what the machine does meanwhile strikes both, and takes the medians. */
export async function compare(comparison: Comparison): Promise<BenchResult> {
  const { name, page, unit, better, peer, runs = defaultRuns } = comparison;
  const ours: number[] = [];
  const theirs: number[] = [];
  // The first of each is for warming up.
  for (let run = 0; run <= runs; run++) {
    const mine = await comparison.ours();
    const other = await comparison.theirs();
    if (run === 0) continue;
    ours.push(mine);
    theirs.push(other);
  }
  const value = median(ours);
  const peerValue = median(theirs);
  return {
    name,
    page,
    unit,
    ours: value,
    peer,
    peerValue,
    ratio: better === 'higher' ? value / peerValue : peerValue / value,
    runs,
    spread: Math.max(spread(ours), spread(theirs)),
    better,
  };
}
