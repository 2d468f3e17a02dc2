import { pairField, pairTableBits, runField, runTableBits } from '../run-codes.ts';
import { BitReader } from './bit-reader.ts';
import { beforeFirst, lineMemory, transitionSize as one } from './line-memory.ts';
import {
  block,
  branch,
  branchIf,
  giveBack,
  type I32,
  i32,
  increase,
  type Local,
  loop,
  type Statement,
  set,
  store,
  v128,
  WasmFunction,
  when,
} from './wasm-module.ts';

const constant = i32.value;

/** A field of a table's entry: `width` bits from bit `from` on. */
function field(entry: I32, from: number, width: number): I32 {
  return i32.and(i32.shiftRightUnsigned(entry, constant(from)), constant((1 << width) - 1));
}

/**
 * What the functions that read a line have in common. Both are called `name(data, position, width, out, above, aboveEnd)`
 * with addresses of the data, of the transitions to be written, and of those of the line above and of the place behind
 * its last. They return the index behind the last transition, or -1 for a line that cannot be right. Inside, reading
 * goes on until it branches to `whole` or to `bad`.
 */
export class LineFunction {
  readonly #line: WasmFunction;
  readonly #position: Local<'i32'>;
  readonly #out: Local<'i32'>;
  readonly #pair: Local<'i32'>;
  readonly width: Local<'i32'>;
  readonly above: Local<'i32'>;
  readonly aboveEnd: Local<'i32'>;
  readonly reader: BitReader;
  /** Address of the next transition of this line. */
  readonly at: Local<'i32'>;
  /** Columns, as T.4 4.2.1.1 names them: a0 is where reading has come to. */
  readonly a0: Local<'i32'>;
  readonly a1: Local<'i32'>;
  /** A table's entry for the bits that come next. */
  readonly entry: Local<'i32'>;

  constructor(name: string) {
    const line = new WasmFunction(name);
    this.#line = line;
    const data = line.parameter();
    this.#position = line.parameter();
    this.width = line.parameter();
    this.#out = line.parameter();
    this.above = line.parameter();
    this.aboveEnd = line.parameter();
    this.reader = new BitReader(line, data);
    this.at = line.variable('i32');
    this.a0 = line.variable('i32');
    this.a1 = line.variable('i32');
    this.entry = line.variable('i32');
    this.#pair = line.variable('i32');
  }

  variable(): Local<'i32'> {
    return this.#line.variable('i32');
  }

  /** 4 where the next transition begins white, else 0: lines of transitions begin at a multiple of 8. */
  get colorBit(): I32 {
    return i32.and(this.at, constant(one));
  }

  /**
   * Takes the pair of runs that stands so many bits ahead, and does the rest, if the table has it and it ends before the
   * line does, whatever its length.
   */
  takeShortPair(ahead: number, ...rest: readonly Statement[]): readonly Statement[] {
    const { a0, a1, at } = this;
    const pair = this.#pair;
    const listed = i32.differ(pair, constant(0));
    const inside = i32.less(i32.add(a0, constant(126)), this.width);
    return [
      set(pair, this.reader.entry(lineMemory.pairs, pairTableBits, this.colorBit, ahead)),
      when(
        i32.and(listed, inside),
        set(a1, i32.add(a0, field(pair, pairField.firstRun, 6))),
        set(a0, i32.add(a1, field(pair, pairField.secondRun, 6))),
        ...this.reader.skip(ahead === 0 ? pair : i32.add(pair, constant(ahead))),
        store(at, a1),
        store(at, a0, one),
        increase(at, 2 * one),
        ...rest,
      ),
    ];
  }

  /** Adds a run of this colour to `column`, make-up codes and all; goes to `bad` where there is none. */
  addRun(column: Local<'i32'>, colorBit: I32): Statement {
    const { entry } = this;
    return loop(
      'more',
      ...this.reader.refill(),
      set(entry, this.reader.entry(lineMemory.runs, runTableBits, colorBit)),
      branchIf('bad', i32.isZero(entry)),
      increase(column, i32.shiftRightUnsigned(entry, constant(runField.run))),
      ...this.reader.skip(entry),
      branchIf('bad', i32.greater(column, this.width)),
      branchIf('more', i32.and(entry, constant(runField.makeUp))),
    );
  }

  /** Puts a transition; a run of 0 inside the line takes back the one before it. */
  putTransition(column: I32): Statement {
    const { at } = this;
    return block(
      'put',
      when(
        i32.equal(i32.load(i32.subtract(at, constant(one))), column),
        set(at, i32.subtract(at, constant(one))),
        branch('put'),
      ),
      store(at, column),
      increase(at, one),
    );
  }

  /** The whole function around what reads the codes. */
  finish(...body: readonly Statement[]): WasmFunction {
    const { at } = this;
    return this.#line.body(
      set(at, i32.add(this.#out, constant(beforeFirst))),
      ...this.reader.start(this.#position),
      block(
        'bad',
        block('whole', ...body),
        this.reader.storePosition(),
        // Four sentinels behind the last: see `Transitions`.
        store(at, v128.ofI32(this.width)),
        giveBack(i32.shiftRightUnsigned(i32.subtract(at, this.#out), constant(2))),
      ),
      this.reader.storePosition(),
      giveBack(constant(-1)),
    );
  }
}
