import { modeTableBits, pairTableBits, runTableBits } from '../run-codes.ts';

const head = 16;
const modes = 4 * (1 << modeTableBits);
const pairs = 2 * 4 * (1 << pairTableBits);
const runs = 2 * 4 * (1 << runTableBits);

/**
 * Where the line functions find things in their memory (octets). Each table holds 32-bit entries; of two tables, white
 * stands before black. Behind `free` the caller puts data, transitions and rows as it likes.
 */
export const lineMemory = {
  /** Written by the functions: the bit behind the last one read, from the beginning of the data. */
  position: 0,
  modes: head,
  pairs: head + modes,
  runs: head + modes + pairs,
  free: head + modes + pairs + runs,
} as const;

/** Octets of zeros that must stand behind the data: the functions read ahead, and no code is all zeros. */
export const zerosBehindData = 32;

/** Octets from the beginning of a line's transitions to its first (see `Transitions`), and of one transition. */
export const beforeFirst = 8;
export const transitionSize = 4;
