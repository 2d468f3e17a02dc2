/** A fact with its label. */
export type ProofFact = readonly [label: string, value: string];

/** Facts that belong together. */
export interface ProofGroup {
  readonly title: string;
  readonly facts: readonly ProofFact[];
}

/** One call, in words. */
export interface ProofAttempt {
  readonly n: string;
  readonly started: string;
  readonly port: string;
  readonly duration: string;
  readonly pages: string;
  /** How it ended, and who failed where. */
  readonly result: string;
}

/** One frame or signal of a call, in words. */
export interface ProofFrame {
  /** Seconds since the call began. */
  readonly time: string;
  readonly direction: 'sent' | 'heard';
  readonly type: string;
  readonly words: string;
}

/** Everything that a proof says, in the words in which it is printed. */
export interface ProofFacts {
  /** What this paper is: `Proof of delivery`. */
  readonly title: string;
  /** The outcome in a few words: `Delivered`. */
  readonly outcome: string;
  readonly tone: 'good' | 'bad' | 'unsure';
  /** What that means, in a sentence or two. */
  readonly sentence: string;
  /** `Practice: not sent to the telephone network`, where so. */
  readonly practice: string | null;
  /** The fax's subject, over the whole width; null where it has none. */
  readonly subject: string | null;
  /** Who, what, when, how: set in two columns, the first half of them on the left. */
  readonly groups: readonly ProofGroup[];
  readonly attempts: readonly ProofAttempt[];
  /** Said in place of the attempts or below them: that there were none, that some were left out. */
  readonly attemptsNote: string | null;
  /** Which call the frames are of: `Transcript of call 2`. */
  readonly framesTitle: string;
  /** The frames of that call: its beginning, and its end. */
  readonly frames: readonly [first: readonly ProofFrame[], last: readonly ProofFrame[]];
  /** Said between the two: how many were left out. */
  readonly framesNote: string | null;
  /** Of the document's pages, the first ones that were confirmed, or received. */
  readonly confirmedPages: number;
  /** What stands above a page that is one of these, and above one that is not. */
  readonly pageWords: { readonly confirmed: string; readonly unconfirmed: string };
  /** Said once of all page images. */
  readonly pagesNote: string;
  /** At the foot of each sheet: which fax, made when. */
  readonly foot: string;
}
