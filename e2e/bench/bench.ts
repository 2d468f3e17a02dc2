/** What every bench of `fax bench` is and gives. */

/** One figure beside a peer's. `unit` says what is counted; `better` which way is better. */
export interface BenchResult {
  readonly name: string;
  /** What it was measured on: a page, a document, a line. */
  readonly page: string;
  readonly unit: string;
  readonly ours: number;
  /** The peer and its version, or null where nothing is compared. */
  readonly peer: string | null;
  readonly peerValue: number | null;
  /** Ours to the peer's, turned so that above 1 is better than the peer; null without a peer. */
  readonly ratio: number | null;
  /** Measurements, of which the figures are the medians. */
  readonly runs: number;
  /** Half the range between the quartiles, as a part of the median; the larger of ours and the peer's. */
  readonly spread: number;
  readonly better: 'higher' | 'lower';
  /** What is promised, in the same unit; a figure that is worse is a failure. */
  readonly goal?: number;
}

/** A bench that could not be run, and what it needs (Debian packages, programs). */
export interface BenchNotRun {
  readonly name: string;
  readonly needs: string;
}

export interface BenchOutcome {
  readonly results: readonly BenchResult[];
  readonly notRun: readonly BenchNotRun[];
}

/** One bench: `fax bench NAME` runs it. */
export interface Bench {
  readonly name: string;
  /** One sentence for the list. */
  readonly title: string;
  /** Measures. What is missing on this machine is told in `notRun`; a wrong result throws. */
  run(): Promise<BenchOutcome>;
}

/** What `fax bench --json` prints. */
export interface BenchReport extends BenchOutcome {
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string };
}
