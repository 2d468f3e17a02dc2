import { readFileSync } from 'node:fs';

/**
 * Whether a write-ahead log has lost commits that were on the disk. SQLite takes the frames up to the first that is not
 * whole and says nothing of the rest. One commit that is not whole is what a power cut leaves; with every commit synced
 * before the next begins, two behind a broken frame mean that the log itself was damaged. So does a header that is none.
 *
 * Format: https://www.sqlite.org/fileformat2.html#the_write_ahead_log. Reads the whole log: a few megabytes.
 */
export function isLogDamaged(path: string): boolean {
  const log = readLog(path);
  if (log === null || log.length < HEADER + FRAME) return false;
  const magic = log.readUInt32BE(0);
  if (magic !== LITTLE && magic !== BIG) return true;
  const pageSize = log.readUInt32BE(8);
  if (pageSize < 512 || pageSize > 65_536) return true;
  const start = checksum(log.subarray(0, 24), [0, 0], magic === BIG);
  if (!sumsAre(log, 24, start)) return true;
  return commitsBehindBreak(log, pageSize, start, magic === BIG) > 1;
}

const HEADER = 32;
const FRAME = 24;
/** How the magic says in which order of octets the checksums count. */
const LITTLE = 0x377f0682;
const BIG = 0x377f0683;

type Sums = readonly [number, number];

/** Commits of this generation of the log from its first broken frame on; 0 where every frame is whole. */
function commitsBehindBreak(log: Buffer, pageSize: number, start: Sums, big: boolean): number {
  let sums = start;
  let broken = false;
  let commits = 0;
  for (let at = HEADER; at + FRAME + pageSize <= log.length; at += FRAME + pageSize) {
    const own = log.subarray(at + 8, at + 16).equals(log.subarray(16, 24));
    if (!broken) {
      // What follows with other salts is left of an earlier generation.
      if (!own) return 0;
      sums = checksum(log.subarray(at, at + 8), sums, big);
      sums = checksum(log.subarray(at + FRAME, at + FRAME + pageSize), sums, big);
      broken = !sumsAre(log, at + 16, sums);
    }
    if (broken && own && log.readUInt32BE(at + 4) !== 0) commits += 1;
  }
  return commits;
}

const sumsAre = (log: Buffer, at: number, [first, second]: Sums): boolean =>
  log.readUInt32BE(at) === first && log.readUInt32BE(at + 4) === second;

/** The log's running checksum over octets, eight at a time. */
function checksum(octets: Buffer, [first, second]: Sums, big: boolean): Sums {
  let a = first;
  let b = second;
  for (let at = 0; at < octets.length; at += 8) {
    a = (a + (big ? octets.readUInt32BE(at) : octets.readUInt32LE(at)) + b) >>> 0;
    b = (b + (big ? octets.readUInt32BE(at + 4) : octets.readUInt32LE(at + 4)) + a) >>> 0;
  }
  return [a, b];
}

function readLog(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
