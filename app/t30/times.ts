/**
 * T.30 5.4.3 and the practice of its implementations; ms. T0 (no answer) belongs to whoever dials; T3 (a person is
 * wanted) never runs: no operator is here, and the call goes on at once.
 */
export const TIMES = {
  T1: 38_000,
  T2: 7_000,
  T4: 3_300,
  T5: 60_000,
  /** Behind EOM: the shortest T2, since the sender waits for our DIS. */
  between: 6_050,
  /** Flags or a frame under way: so long may the next frame take to end. One second of flags, and the 3 s of a frame. */
  frame: 4_000,
  /** Silence between two modulations, and before an answer: 75 ms, less 20 at most; what devices add comes on top. */
  gap: 70,
  /** So long may our DCN take, on a line that may have stopped working. */
  release: 10_000,
  /** An overall cap: no call holds a line longer. */
  call: 3 * 60 * 60 * 1000,
} as const;
