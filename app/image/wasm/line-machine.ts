import { modeTable, pairTables, runTables } from '../run-codes.ts';
import { exportedFunction } from './exported-function.ts';
import { lineCore } from './line-core.ts';
import { lineMemory } from './line-memory.ts';

const memoryPage = 65_536;

/** A machine whose memory grew beyond this for a large page is not kept. */
const mostKept = 8 * 1024 * 1024;

/** The most that a memory grows to: addresses are compared as signed numbers. */
const mostPages = 32_768;

/** A function of `line-core.ts` that reads a line; see `LineFunction`. */
export type ReadLine = (
  data: number,
  position: number,
  width: number,
  out: number,
  above: number,
  aboveEnd: number,
) => number;

/** The functions of `line-core.ts` with a memory of their own, for one page at a time. Addresses count octets. */
export class LineMachine {
  readonly #memory: WebAssembly.Memory;
  readonly oneDimensional: ReadLine;
  readonly twoDimensional: ReadLine;
  readonly paint: (transitions: number, width: number, row: number) => number;
  /** The memory; other arrays take their place when it grows. */
  octets: Uint8Array;
  words: Int32Array;

  constructor() {
    this.#memory = new WebAssembly.Memory({ initial: Math.ceil(lineMemory.free / memoryPage), maximum: mostPages });
    const instance = new WebAssembly.Instance(lineModule, { host: { memory: this.#memory } });
    this.oneDimensional = exportedFunction(instance, 'oneDimensional');
    this.twoDimensional = exportedFunction(instance, 'twoDimensional');
    this.paint = exportedFunction(instance, 'paint');
    this.octets = new Uint8Array(this.#memory.buffer);
    this.words = new Int32Array(this.#memory.buffer);
    this.words.set(modeTable, lineMemory.modes / 4);
    this.words.set([...pairTables[0], ...pairTables[1]], lineMemory.pairs / 4);
    this.words.set([...runTables[0], ...runTables[1]], lineMemory.runs / 4);
  }

  /** Makes the memory at least so large. Throws RangeError where the system has no more. */
  reach(end: number): void {
    const short = end - this.octets.length;
    if (short <= 0) return;
    this.#memory.grow(Math.ceil(short / memoryPage));
    this.octets = new Uint8Array(this.#memory.buffer);
    this.words = new Int32Array(this.#memory.buffer);
  }
}

const lineModule = new WebAssembly.Module(lineCore());

/** The machine of the page before: its memory need not be made and cleared again. */
let spare: LineMachine | undefined;

/** Works with a machine that is nobody else's meanwhile. What its memory holds above the tables is of no meaning. */
export function withLineMachine<T>(work: (machine: LineMachine) => T): T {
  const machine = spare ?? new LineMachine();
  spare = undefined;
  const result = work(machine);
  if (machine.octets.length <= mostKept) spare = machine;
  return result;
}
