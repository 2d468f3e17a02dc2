import fc from 'fast-check';
import { callAlone, type StationUnderTest, stations } from './call-alone.ts';
import { callBetween } from './call-between.ts';
import { Coverage } from './coverage.ts';
import { Tape } from './tape.ts';

/** What is fuzzed: each station alone with a far end that does anything, and two of ours on a bad line. */
export const subjects = ['sender', 'receiver', 'fetching', 'fetched', 'between'] as const;
export type Subject = (typeof subjects)[number];

/** One call: who, and the octets that decide all that happens in it. */
export type Call = readonly [subject: Subject, octets: Uint8Array];

/** Runs one call. Throws a `Violation` where a promise is broken. */
export function runCall([subject, octets]: Call, coverage: Coverage, trace?: (line: string) => void): void {
  const tape = new Tape(octets);
  if (subject === 'between') callBetween(tape, coverage, trace);
  else callAlone(stations[subject], tape, coverage, trace);
}

/** Octets of a call at most: some eighty moves. */
const LONGEST_TAPE = 400;
/** Runs from one seed; then the next seed is the one above. So a path to a failing run stays short. */
export const BATCH = 20_000;

const anyTape = fc.noBias(fc.uint8Array({ maxLength: LONGEST_TAPE, size: 'max' }));
const anyCall: fc.Arbitrary<Call> = fc.tuple(fc.noBias(fc.constantFrom(...subjects)), anyTape);

export interface Batch {
  readonly seed: number;
  readonly runs: number;
  /** fast-check's path to one run of the seed, and on to what it was shrunk to. */
  readonly path?: string;
}

export interface BatchResult {
  readonly runs: number;
  readonly failure: Failure | null;
}

/** The smallest call found that breaks a promise. */
export interface Failure {
  readonly seed: number;
  readonly path: string;
  readonly call: Call;
  readonly message: string;
}

/** Runs so many calls from a seed; stops at the first that breaks a promise, and makes it small. */
export function runBatch({ seed, runs, path }: Batch, coverage: Coverage): BatchResult {
  return check(anyCall, (call) => runCall(call, coverage), { seed, runs, ...(path === undefined ? {} : { path }) });
}

/** The same for a station of one's own, to see that the fuzzer finds what is wrong with it. */
export function runAgainst(station: StationUnderTest, batch: Batch): BatchResult {
  const calls: fc.Arbitrary<Call> = fc.tuple(fc.constant('sender' as const), anyTape);
  return check(calls, ([, octets]) => void callAlone(station, new Tape(octets), new Coverage()), batch);
}

function check(calls: fc.Arbitrary<Call>, run: (call: Call) => void, { seed, runs, path }: Batch): BatchResult {
  const details = fc.check(fc.property(calls, run), {
    seed,
    numRuns: runs,
    ...(path === undefined ? {} : { path }),
  });
  if (!details.failed) return { runs: details.numRuns, failure: null };
  const [call = ['sender', new Uint8Array(0)] as const] = details.counterexample ?? [];
  const error = details.errorInstance;
  return {
    runs: details.numRuns,
    failure: {
      seed: details.seed,
      path: details.counterexamplePath ?? '',
      call,
      message: error instanceof Error ? error.message : String(error),
    },
  };
}

/** The words of a call from its first event to the promise that it breaks, or to its end. */
export function traceOf(call: Call): readonly string[] {
  const lines: string[] = [];
  try {
    runCall(call, new Coverage(), (line) => lines.push(line));
  } catch (cause) {
    lines.push(`broken promise: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  return lines;
}
