/** What a receiver answers to a page: MCF, RTP (kept, but train again) or RTN (send it again). */
export type PageAnswer = 'accept' | 'retrain' | 'reject';

/** How damaged a page arrived. */
export interface PageDamage {
  readonly rows: number;
  /** Rows that could not be decoded, and were made up from their neighbours. */
  readonly badRows: number;
  /** The longest run of such rows. */
  readonly longestBadRun: number;
  /** It came with error correction: what is bad in it was bad when it was sent. */
  readonly ecm: boolean;
  /** False for what is left of a page that broke off. */
  readonly complete: boolean;
}

/** From which damage on a page is answered otherwise than with MCF; T.30 leaves it to the receiver. */
export interface PageQualityLimits {
  /** Share of bad rows, 0 to 1, from which training is asked for again. */
  readonly retrainFrom: number;
  /** Share of bad rows from which the page is refused. */
  readonly refuseFrom: number;
  /** Bad rows in a run from which training is asked for again; null: any number is let pass. */
  readonly retrainRun: number | null;
  /** Bad rows in a run from which the page is refused; null: any number is let pass. */
  readonly refuseRun: number | null;
}

/** 5 % and 15 %, the limits that the conformance tests of the field imply; no limit on runs. */
export const defaultPageQuality: PageQualityLimits = {
  retrainFrom: 0.05,
  refuseFrom: 0.15,
  retrainRun: null,
  refuseRun: null,
};

/**
 * The rule by which pages are answered under these limits. A page that came with error correction is never refused:
 * sending it again would bring the same. What is left of a broken page is accepted: nobody waits for an answer.
 */
export function pageQualityRule(limits: PageQualityLimits = defaultPageQuality): (page: PageDamage) => PageAnswer {
  return ({ rows, badRows, longestBadRun, ecm, complete }) => {
    if (!complete) return 'accept';
    const share = rows === 0 ? 1 : badRows / rows;
    const past = (from: number, run: number | null) => share >= from || (run !== null && longestBadRun >= run);
    if (!ecm && past(limits.refuseFrom, limits.refuseRun)) return 'reject';
    return past(limits.retrainFrom, limits.retrainRun) || past(limits.refuseFrom, limits.refuseRun)
      ? 'retrain'
      : 'accept';
  };
}
