import type { PageMemory } from '../image/wasm/page-memory.ts';
import {
  branchIf,
  giveBack,
  type I32,
  i32,
  increase,
  loop,
  set,
  store,
  type V128,
  v128,
  WasmFunction,
  wasmModule,
  when,
} from '../image/wasm/wasm-module.ts';

/** The work on every dot of a page, in WebAssembly: the same code for every thread, fast from the first page on. */
export interface HalftoneKernel {
  /**
   * Reads `words` times 32 dots at `grey` (one octet each) and writes one bit for each into three places of `words`
   * 32-bit numbers, leftmost dot highest: `black`, the dots below the threshold; `middle`, the greys from 32 to 223;
   * `any`, those from 16 to 239.
   */
  threshold(grey: number, words: number, black: number, middle: number, any: number): void;
  /**
   * Counts for each tile of one word by 16 rows the dots that are set and whose four neighbours are set as well, and
   * adds them to the 32-bit number of the tile at `counts`. Returns the most that any tile has. Row 0 and the last row
   * have no such dots; beyond the page's sides everything is set.
   */
  innerDots(bits: number, stride: number, rows: number, counts: number): number;
}

const pageOctets = 65_536;
/** More than the largest page that a file may ask for takes. */
const mostPages = 16_384;

/**
 * A memory of the kernel's own, for greys that lie nowhere else. It holds one block at a time. `allocate` throws
 * RangeError where the system has no more.
 */
export function ownMemory(): PageMemory {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: mostPages });
  // Address 0 stays free: it stands for none.
  let end = 16;
  return {
    memory,
    allocate(octets) {
      const at = end;
      const behind = Math.ceil((at + octets) / 16) * 16;
      const missing = behind - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / pageOctets));
      // Only now: what could not be given must not count as given.
      end = behind;
      return at;
    },
    // One block at a time is asked for, so the last is the only one.
    free(at) {
      end = at;
    },
  };
}

/** Greys below this are black where the page is thresholded: a little above the middle keeps thin strokes whole. */
export const blackBelow = 152;

/** One bit for each of sixteen dots from `least` up to, not including, `below`. */
const inRange = (dots: V128, least: number, below: number): I32 =>
  v128.topBits(v128.octetsBelow(v128.subtractOctets(dots, v128.ofOctet(least)), v128.ofOctet(below - least)));

function threshold(): WasmFunction {
  const page = new WasmFunction('threshold');
  const grey = page.parameter();
  const words = page.parameter();
  const planes = [page.parameter(), page.parameter(), page.parameter()] as const;
  const [black, middle, any] = planes;
  const left = page.variable('v128');
  const right = page.variable('v128');
  const bits = (least: number, below: number): I32 =>
    i32.or(i32.shiftLeft(inRange(left, least, below), i32.value(16)), inRange(right, least, below));
  return page.body(
    loop(
      'word',
      ...planes.map((plane) => store(plane, i32.value(0))),
      set(left, v128.load(grey)),
      set(right, v128.load(grey, 16)),
      // Most of a page is paper.
      when(
        v128.anyOne(v128.not(v128.and(left, right))),
        // Of sixteen octets the first gives the lowest bit; in a bitmap the leftmost dot is the highest.
        set(left, v128.reverseOctets(left)),
        set(right, v128.reverseOctets(right)),
        store(black, bits(0, blackBelow)),
        store(middle, bits(32, 224)),
        store(any, bits(16, 240)),
      ),
      increase(grey, 32),
      ...planes.map((plane) => increase(plane, 4)),
      increase(words, -1),
      branchIf('word', words),
    ),
    giveBack(i32.value(0)),
  );
}

function innerDots(): WasmFunction {
  const count = new WasmFunction('innerDots');
  const bits = count.parameter();
  const stride = count.parameter();
  const rows = count.parameter();
  const counts = count.parameter();
  const row = count.variable('i32');
  const column = count.variable('i32');
  const pitch = count.variable('i32');
  const here = count.variable('i32');
  const core = count.variable('i32');
  const tile = count.variable('i32');
  const most = count.variable('i32');
  const one = i32.value(1);
  const top = i32.value(31);
  const before = i32.select(
    i32.shiftLeft(i32.load(i32.subtract(bits, i32.value(4))), top),
    i32.value(0x80000000 | 0),
    column,
  );
  const next = i32.add(column, one);
  const behind = i32.select(i32.shiftRightUnsigned(i32.load(bits, 4), top), one, i32.less(next, stride));
  const across = i32.and(i32.or(i32.shiftRightUnsigned(here, one), before), i32.or(i32.shiftLeft(here, one), behind));
  const tileIndex = i32.add(i32.multiply(i32.shiftRightUnsigned(row, i32.value(4)), stride), column);
  return count.body(
    set(pitch, i32.shiftLeft(stride, i32.value(2))),
    increase(bits, pitch),
    set(row, one),
    loop(
      'row',
      set(column, i32.value(0)),
      loop(
        'word',
        set(here, i32.load(bits)),
        set(core, i32.and(here, i32.and(i32.load(i32.subtract(bits, pitch)), i32.load(i32.add(bits, pitch))))),
        when(
          core,
          set(tile, i32.add(counts, i32.shiftLeft(tileIndex, i32.value(2)))),
          set(core, i32.add(i32.load(tile), i32.countOnes(i32.and(core, across)))),
          store(tile, core),
          set(most, i32.select(core, most, i32.less(most, core))),
        ),
        increase(bits, 4),
        increase(column, 1),
        branchIf('word', i32.less(column, stride)),
      ),
      increase(row, 1),
      branchIf('row', i32.less(i32.add(row, one), rows)),
    ),
    giveBack(most),
  );
}

let code: WebAssembly.Module | undefined;

/** The kernel over a memory. Compiled once for a thread; the engine shares the machine code between threads. */
export function halftoneKernel(memory: WebAssembly.Memory): HalftoneKernel {
  code ??= new WebAssembly.Module(wasmModule([threshold(), innerDots()]));
  const { exports } = new WebAssembly.Instance(code, { host: { memory } });
  if (!isKernel(exports)) throw new TypeError('The halftone kernel lacks a function.');
  return exports;
}

function isKernel(exports: object): exports is HalftoneKernel {
  return 'threshold' in exports && 'innerDots' in exports;
}
